package dev.berth.config.compose;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the variables of a document, and makes numbers and flags of texts that stand for one.
 */
final class Interpolation {
  private enum Cast {
    FLAG,
    WHOLE,
    DECIMAL,
    UMASK
  }

  private static final Rules<Cast> CASTS = Rules.of(casts());

  /** What all values of a file together may come to. */
  private static final long MOST = 16L * 1024 * 1024;

  private final Map<String, String> variables;
  private final Problems problems;
  private long length;

  Interpolation(Map<String, String> variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  private static Map<String, Cast> casts() {
    Map<String, Cast> casts = new HashMap<>();
    add(
        casts,
        Cast.FLAG,
        "networks.*.external",
        "networks.*.internal",
        "networks.*.attachable",
        "networks.*.enable_ipv4",
        "networks.*.enable_ipv6",
        "volumes.*.external",
        "secrets.*.external",
        "configs.*.external");
    for (String container : List.of("services.*.", "services.*.pre_start.*.")) {
      addAll(
          casts,
          Cast.FLAG,
          container,
          "init networks.*.use_service_name_alias oom_kill_disable privileged read_only"
              + " volumes.*.read_only volumes.*.volume.nocopy");
      addAll(
          casts,
          Cast.WHOLE,
          container,
          "cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares oom_score_adj"
              + " pids_limit ulimits.* ulimits.*.hard ulimits.*.soft");
      addAll(casts, Cast.DECIMAL, container, "cpu_percent cpus");
      addAll(casts, Cast.UMASK, container, "umask");
    }
    addAll(
        casts,
        Cast.FLAG,
        "services.*.",
        "depends_on.*.required depends_on.*.restart healthcheck.disable stdin_open tty");
    addAll(
        casts,
        Cast.WHOLE,
        "services.*.",
        "healthcheck.retries ports.*.target deploy.replicas deploy.update_config.parallelism"
            + " deploy.rollback_config.parallelism deploy.restart_policy.max_attempts"
            + " deploy.placement.max_replicas_per_node scale");
    addAll(
        casts,
        Cast.DECIMAL,
        "services.*.",
        "deploy.update_config.max_failure_ratio deploy.rollback_config.max_failure_ratio");
    return casts;
  }

  private static void addAll(Map<String, Cast> casts, Cast cast, String prefix, String names) {
    Stream.of(names.split(" ")).forEach(name -> casts.put(prefix + name, cast));
  }

  private static void add(Map<String, Cast> casts, Cast cast, String... patterns) {
    Stream.of(patterns).forEach(pattern -> casts.put(pattern, cast));
  }

  Data.Fields of(Data.Fields document) {
    return document.mapped((name, value) -> filled(value, CASTS.at(name), Place.of(name)));
  }

  private Data filled(Data value, Rules<Cast> rules, Place place) {
    return switch (value) {
      case Data.Text text -> text(text, rules.rule(), place);
      case Data.Fields fields ->
          fields.mapped((name, inner) -> filled(inner, rules.at(name), place.at(name)));
      case Data.Items list -> {
        List<Data> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
          items.add(filled(list.items().get(i), rules.at("*"), place.at(Integer.toString(i))));
        }
        yield new Data.Items(items, list.at());
      }
      default -> value;
    };
  }

  /** A text that is no value of a file, such as a project's name. */
  String filled(String text, SourcePosition at) {
    return Data.shown(text(new Data.Text(text, at), null, Place.of("name")));
  }

  private Data text(Data.Text text, @Nullable Cast cast, Place place) {
    if (text.text().indexOf('$') < 0 && cast == null) {
      return text;
    }
    if (length > MOST) {
      return text;
    }
    String filled;
    try {
      filled =
          new Template(
                  variables::get,
                  name ->
                      problems.warning(
                          text.at(),
                          "the variable "
                              + name
                              + " is not set, so `"
                              + place
                              + "` has nothing in its place",
                          "set it, or write ${" + name + ":-default}"))
              .filled(text.text());
    } catch (Template.Fault fault) {
      problems.error(text.at(), "`" + place + "`: " + fault.getMessage(), fault.advice());
      return text;
    }
    length += filled.length();
    if (length > MOST) {
      problems.error(
          text.at(), "with their variables the values have more than " + MOST + " characters", "");
    }
    return cast == null ? new Data.Text(filled, text.at()) : cast(filled, cast, text.at(), place);
  }

  private Data cast(String text, Cast cast, SourcePosition at, Place place) {
    return switch (cast) {
      case FLAG ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "y", "yes", "on" -> new Data.Flag(true, at);
            case "false", "n", "no", "off" -> new Data.Flag(false, at);
            default -> wrong(text, "true nor false", at, place);
          };
      case WHOLE ->
          text.matches("[-+]?\\d{1,18}")
              ? new Data.Numeric(Long.toString(Long.parseLong(text)), true, at)
              : wrong(text, "a whole number", at, place);
      case UMASK ->
          Scalars.whole(text).isPresent()
              ? new Data.Numeric(Scalars.whole(text).get().toString(), true, at)
              : wrong(text, "a mask in octal", at, place);
      case DECIMAL -> {
        try {
          yield new Data.Numeric(Scalars.printed(Double.parseDouble(text.strip())), false, at);
        } catch (NumberFormatException _) {
          yield wrong(text, "a number", at, place);
        }
      }
    };
  }

  private Data wrong(String text, String wanted, SourcePosition at, Place place) {
    problems.error(
        at,
        "`" + place + "` is not " + wanted,
        text.isEmpty() ? "it is empty: is a variable not set?" : "");
    return new Data.Text(text, at);
  }
}
