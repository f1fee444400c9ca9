package dev.berth.config.compose;

import dev.berth.model.Problems;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Each value in one form: durations, sizes, commands, named texts. */
final class Values {
  private enum Form {
    VARIABLES,
    TEXTS,
    OPTIONS,
    WORDS,
    TEST,
    DURATION,
    SIZE,
    DECIMAL,
    LIST,
    HOSTS,
    MODE,
    COUNT,
    TEXT
  }

  private static final Rules<Form> FORMS = Rules.of(forms());
  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+) ?([bkmgtp]|[kmgtp]b|[kmgtp]ib)?");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)([a-zµμ]+)");

  /** To begin with large numbers takes a start 20 ms, which no file without a size is to pay. */
  private static final class Large {
    static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Large() {}
  }

  private final Problems problems;

  Values(Problems problems) {
    this.problems = problems;
  }

  private static Map<String, Form> forms() {
    Map<String, Form> forms = new HashMap<>();
    for (String container : List.of("services.*.", "services.*.pre_start.*.")) {
      add(forms, Form.TEXTS, container, "annotations sysctls labels storage_opt");
      add(forms, Form.TEXTS, container, "volumes.*.volume.labels gpus.*.options");
      add(forms, Form.VARIABLES, container, "environment");
      add(forms, Form.WORDS, container, "command entrypoint");
      add(forms, Form.DECIMAL, container, "cpus");
      add(
          forms,
          Form.SIZE,
          container,
          "mem_limit mem_reservation memswap_limit mem_swappiness shm_size volumes.*.tmpfs.size");
      add(
          forms,
          Form.SIZE,
          container,
          "blkio_config.device_read_bps.*.rate blkio_config.device_write_bps.*.rate"
              + " blkio_config.device_read_iops.*.rate blkio_config.device_write_iops.*.rate");
      add(forms, Form.DURATION, container, "stop_grace_period");
      add(forms, Form.LIST, container, "tmpfs dns_search group_add");
      add(forms, Form.HOSTS, container, "extra_hosts");
      add(forms, Form.MODE, container, "secrets.*.mode configs.*.mode");
      add(forms, Form.OPTIONS, container, "logging.options networks.*.driver_opts");
      add(forms, Form.COUNT, container, "gpus.*.count");
    }
    add(forms, Form.TEXTS, "services.*.", "deploy.labels build.labels build.additional_contexts");
    add(forms, Form.TEXTS, "services.*.", "deploy.resources.reservations.devices.*.options");
    add(forms, Form.VARIABLES, "services.*.", "build.args");
    add(
        forms,
        Form.SIZE,
        "services.*.",
        "build.shm_size deploy.resources.limits.memory deploy.resources.reservations.memory");
    add(
        forms,
        Form.DECIMAL,
        "services.*.",
        "deploy.resources.limits.cpus deploy.resources.reservations.cpus");
    add(
        forms,
        Form.DURATION,
        "services.*.",
        "healthcheck.interval healthcheck.timeout healthcheck.start_period"
            + " healthcheck.start_interval deploy.update_config.delay deploy.update_config.monitor"
            + " deploy.rollback_config.delay deploy.rollback_config.monitor"
            + " deploy.restart_policy.delay deploy.restart_policy.window");
    add(forms, Form.TEST, "services.*.", "healthcheck.test");
    add(forms, Form.LIST, "services.*.", "expose");
    add(forms, Form.HOSTS, "services.*.", "build.extra_hosts");
    add(forms, Form.WORDS, "services.*.", "post_start.*.command pre_stop.*.command");
    add(forms, Form.VARIABLES, "services.*.", "post_start.*.environment pre_stop.*.environment");
    add(forms, Form.COUNT, "services.*.", "deploy.resources.reservations.devices.*.count");
    add(forms, Form.TEXT, "services.*.", "ports.*.published");
    add(
        forms,
        Form.OPTIONS,
        "",
        "networks.*.driver_opts networks.*.ipam.options networks.*.ipam.config.*.aux_addresses"
            + " volumes.*.driver_opts secrets.*.driver_opts");
    add(
        forms,
        Form.TEXTS,
        "",
        "networks.*.labels volumes.*.labels secrets.*.labels configs.*.labels");
    return forms;
  }

  private static void add(Map<String, Form> forms, Form form, String prefix, String names) {
    Stream.of(names.split(" ")).forEach(name -> forms.put(prefix + name, form));
  }

  Data.Fields formed(Data.Fields file) {
    return FORMS.changed(file, this::formed);
  }

  private Data formed(Form form, Data data, Place place) {
    return switch (form) {
      case VARIABLES -> pairs(data, true, place);
      case TEXTS, OPTIONS -> pairs(data, false, place);
      case WORDS -> words(data, place);
      case TEST ->
          data instanceof Data.Text
              ? new Data.Items(List.of(new Data.Text("CMD-SHELL", data.at()), data), data.at())
              : data;
      case DURATION -> duration(data, place);
      case SIZE -> size(data, place);
      case DECIMAL -> decimal(data, place);
      case LIST ->
          new Data.Items(
              (data instanceof Data.Items list ? list.items() : List.of(data))
                  .stream().map(item -> (Data) new Data.Text(Data.shown(item), item.at())).toList(),
              data.at());
      case HOSTS -> hosts(data, place);
      case MODE -> mode(data, place);
      case COUNT -> count(data, place);
      case TEXT -> new Data.Text(Data.shown(data), data.at());
    };
  }

  /** Names with their texts; a variable may have no value. */
  private Data pairs(Data data, boolean mayLack, Place place) {
    Map<String, Data.Field> pairs = new LinkedHashMap<>();
    switch (data) {
      case Data.Fields mapping ->
          mapping
              .fields()
              .forEach(
                  (name, field) -> {
                    Data value = field.value();
                    boolean lacks = value instanceof Data.Nothing;
                    Data kept =
                        lacks && mayLack
                            ? value
                            : new Data.Text(lacks ? "" : Data.shown(value), value.at());
                    pairs.put(name, new Data.Field(value.at(), kept));
                  });
      case Data.Items list ->
          list.items()
              .forEach(
                  item -> {
                    String[] parts = Data.shown(item).split("=", 2);
                    if (mayLack && !parts[0].equals(parts[0].stripTrailing())) {
                      problems.error(
                          item.at(),
                          "`" + place + "`: a name that ends in a blank",
                          "write NAME=value");
                    }
                    Data kept =
                        parts.length == 1 && mayLack
                            ? new Data.Nothing(item.at())
                            : new Data.Text(parts.length == 1 ? "" : parts[1], item.at());
                    pairs.put(parts[0], new Data.Field(item.at(), kept));
                  });
      default -> {
        return data;
      }
    }
    return new Data.Fields(pairs, data.at());
  }

  private Data words(Data data, Place place) {
    if (!(data instanceof Data.Text text)) {
      return data;
    }
    ComposeWords.Split split = ComposeWords.of(text.text());
    if (split.isBroken()) {
      problems.error(
          data.at(), "`" + place + "` has a quote or bracket that does not end", "write a list");
    } else if (split.isCut()) {
      problems.warning(
          data.at(),
          "`" + place + "` ends for Compose before the first of ; & | < >, and for Berth too",
          "write a list, such as [sh, -c, '…']");
    }
    return new Data.Items(
        split.words().stream().map(word -> (Data) new Data.Text(word, data.at())).toList(),
        data.at());
  }

  private Data duration(Data data, Place place) {
    return nanoseconds(Data.shown(data))
        .map(nanos -> (Data) new Data.Text(Durations.printed(nanos), data.at()))
        .orElseGet(() -> wrong(data, place, "no duration", "write one such as 1m30s"));
  }

  private static Optional<BigDecimal> nanoseconds(String text) {
    if (text.equals("0")) {
      return Optional.of(BigDecimal.ZERO);
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!part.find(end) || part.start() != end) {
        return Optional.empty();
      }
      long unit = Durations.unit(part.group(2));
      if (unit == 0) {
        return Optional.empty();
      }
      sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    return text.isEmpty() || sum.compareTo(Large.LARGEST) > 0
        ? Optional.empty()
        : Optional.of(sum.setScale(0, RoundingMode.DOWN));
  }

  private Data size(Data data, Place place) {
    String text = Data.shown(data);
    if (text.matches("[-+]?\\d{1,18}")) {
      return new Data.Text(Long.toString(Long.parseLong(text)), data.at());
    }
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      return wrong(data, place, "no size", "write one such as 512m");
    }
    String unit = size.group(2) == null ? "b" : size.group(2);
    int power = "bkmgtp".indexOf(unit.charAt(0));
    BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
    return bytes.compareTo(Large.LARGEST) > 0
        ? wrong(data, place, "more than can be", "write one such as 512m")
        : new Data.Text(bytes.setScale(0, RoundingMode.DOWN).toPlainString(), data.at());
  }

  private Data decimal(Data data, Place place) {
    try {
      float value = Float.parseFloat(Data.shown(data));
      return new Data.Numeric(
          new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString(),
          false,
          data.at());
    } catch (NumberFormatException _) {
      return wrong(data, place, "no number", "write one such as 1.5");
    }
  }

  private Data hosts(Data data, Place place) {
    List<Data> lines = new ArrayList<>();
    if (data instanceof Data.Fields mapping) {
      mapping
          .fields()
          .forEach(
              (host, field) -> {
                List<Data> addresses =
                    field.value() instanceof Data.Items list
                        ? list.items()
                        : List.of(field.value());
                addresses.forEach(address -> lines.add(host(host, address)));
              });
    } else if (data instanceof Data.Items list) {
      for (Data item : list.items()) {
        String line = Data.shown(item);
        int equals = line.indexOf('=');
        int cut = equals >= 0 ? equals : line.indexOf(':');
        if (cut <= 0) {
          return wrong(data, place, "no host with its address", "write name=address");
        }
        Stream.of(line.substring(cut + 1).split(",", -1))
            .forEach(
                address ->
                    lines.add(host(line.substring(0, cut), new Data.Text(address, item.at()))));
      }
    }
    lines.sort(Comparator.comparing(Data::shown));
    return new Data.Items(lines, data.at());
  }

  private static Data host(String name, Data address) {
    String text = address instanceof Data.Nothing ? "" : Data.shown(address);
    String bare =
        text.length() > 2 && text.startsWith("[") && text.endsWith("]")
            ? text.substring(1, text.length() - 1)
            : text;
    return new Data.Text(name + "=" + bare, address.at());
  }

  /** In octal: a number is one already, a text is read as one. */
  private Data mode(Data data, Place place) {
    String text = Data.shown(data);
    if (data instanceof Data.Numeric number && number.whole()) {
      return new Data.Text("0" + Long.toOctalString(Long.parseLong(text)), data.at());
    }
    return text.matches("[0-7]{1,10}")
        ? new Data.Text("0" + Long.toOctalString(Long.parseLong(text, 8)), data.at())
        : wrong(data, place, "no mode of a file", "write one such as 0440");
  }

  private Data count(Data data, Place place) {
    String text = Data.shown(data);
    if (text.equalsIgnoreCase("all")) {
      return new Data.Numeric("-1", true, data.at());
    }
    return text.matches("-?\\d{1,18}")
        ? new Data.Numeric(text, true, data.at())
        : wrong(data, place, "no number of devices", "write a number, or all");
  }

  private Data wrong(Data data, Place place, String message, String advice) {
    problems.error(data.at(), "`" + place + "` is " + message, advice);
    return data;
  }
}
