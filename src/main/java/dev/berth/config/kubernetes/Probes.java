package dev.berth.config.kubernetes;

import dev.berth.config.Tree;
import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The probes of a container as the one health check that it can have. */
final class Probes {
  private static final String LIVENESS = "livenessProbe";
  private static final String READINESS = "readinessProbe";
  private static final String STARTUP = "startupProbe";
  private static final List<String> ACTIONS = List.of("exec", "grpc", "httpGet", "tcpSocket");
  private static final long PERIOD = 10;
  private static final long THRESHOLD = 3;

  private final Node container;
  private final Problems problems;

  Probes(Node container, Problems problems) {
    this.container = container;
    this.problems = problems;
  }

  /** Whether it has a probe of any kind. */
  static boolean areIn(Node container) {
    return Stream.of(LIVENESS, READINESS, STARTUP).anyMatch(container::has);
  }

  /**
   * Adds the check.
   *
   * @param restarts whether a container that ends starts again
   */
  void put(Body body, boolean restarts) {
    Optional<String> main =
        Stream.of(LIVENESS, READINESS, STARTUP).filter(container::has).findFirst();
    if (main.isEmpty()) {
      return;
    }
    Node probe = container.object(main.get());
    Optional<Tree> test = test(probe, true);
    if (test.isEmpty()) {
      return;
    }
    long period = seconds(probe, "periodSeconds", PERIOD, 1);
    Body check = new Body(container.named(main.get()));
    check.put("test", probe.at(), test.get());
    check.put("interval", period + "s", probe.at("periodSeconds"));
    check.put("timeout", seconds(probe, "timeoutSeconds", 1, 1) + "s", probe.at("timeoutSeconds"));
    check.put(
        "retries",
        Long.toString(seconds(probe, "failureThreshold", THRESHOLD, 1)),
        probe.at("failureThreshold"));
    long start = seconds(probe, "initialDelaySeconds", 0, 0) + startup(main.get(), test.get());
    if (start > 0) {
      check.put("start_period", start + "s", probe.at("initialDelaySeconds"));
    }
    if (!main.get().equals(READINESS)) {
      check.put("on_failure", restarts ? "restart" : "stop", probe.at());
    }
    if (seconds(probe, "successThreshold", 1, 1) > 1) {
      problems.warning(
          probe.named("successThreshold"), "one success is enough here", "leave it out");
    }
    tellOthers(main.get(), test.get());
    body.put("healthcheck", check);
  }

  /** For how many seconds failures do not count as the program is starting. */
  private long startup(String main, Tree test) {
    if (!container.has(STARTUP) || main.equals(STARTUP)) {
      return 0;
    }
    Node startup = container.object(STARTUP);
    Optional<Tree> other = test(startup, false);
    if (other.isPresent() && !isSame(other.get(), test)) {
      problems.warning(
          container.named(STARTUP),
          "`"
              + startup.path()
              + "` only says how long failures do not count: a container has one check, that of `"
              + main
              + "`",
          "let both ask the same");
    }
    return startupSeconds(startup);
  }

  private long startupSeconds(Node startup) {
    return Math.min(
        Integer.MAX_VALUE,
        seconds(startup, "initialDelaySeconds", 0, 0)
            + seconds(startup, "periodSeconds", PERIOD, 1)
                * seconds(startup, "failureThreshold", THRESHOLD, 1));
  }

  private void tellOthers(String main, Tree test) {
    if (main.equals(STARTUP)) {
      problems.warning(
          container.named(STARTUP),
          "`" + container.path(STARTUP) + "` goes on when the container has started",
          "add a livenessProbe that says what is asked then");
    }
    if (!main.equals(READINESS) && container.has(READINESS)) {
      Node readiness = container.object(READINESS);
      Optional<Tree> other = test(readiness, false);
      if (other.isPresent() && !isSame(other.get(), test)) {
        problems.warning(
            container.named(READINESS),
            "`"
                + readiness.path()
                + "` is not asked: a container has one check, that of `"
                + main
                + "`",
            "leave one of the two out");
      }
    }
  }

  private static boolean isSame(Tree one, Tree other) {
    return words(one).equals(words(other));
  }

  private static List<String> words(Tree tree) {
    return tree instanceof Tree.Items list
        ? list.items().stream()
            .map(item -> item instanceof Tree.Text text ? text.text() : "")
            .toList()
        : List.of();
  }

  private long seconds(Node probe, String name, long otherwise, long least) {
    long given = probe.number(name, otherwise);
    if (given < least || given > Integer.MAX_VALUE) {
      problems.error(
          probe.at(name),
          "`" + probe.path(name) + "` is less than " + least + ", or far too much",
          "");
      return Math.max(least, 1);
    }
    return given;
  }

  private Optional<Tree> test(Node probe, boolean tells) {
    List<String> actions = ACTIONS.stream().filter(probe::has).toList();
    if (actions.size() != 1) {
      problems.error(
          probe.at(),
          "`"
              + probe.path()
              + "` says "
              + (actions.isEmpty() ? "nothing" : "several things")
              + " to do",
          "write one of " + String.join(", ", ACTIONS));
      return Optional.empty();
    }
    Node action = probe.object(actions.getFirst());
    return switch (actions.getFirst()) {
      case "exec" -> exec(action);
      case "grpc" -> {
        tellNeeds(probe, action, "grpc_health_probe", tells);
        yield port(action).map(_ -> grpc(action, seconds(probe, "timeoutSeconds", 1, 1)));
      }
      case "httpGet" -> {
        tellNeeds(probe, action, "curl or wget", tells);
        yield port(action).map(port -> http(action, port, seconds(probe, "timeoutSeconds", 1, 1)));
      }
      default -> {
        tellNeeds(probe, action, "nc -z or bash", tells);
        yield port(action).map(port -> tcp(action, port));
      }
    };
  }

  private void tellNeeds(Node probe, Node action, String programs, boolean tells) {
    if (tells) {
      problems.warning(
          action.at(),
          "`" + probe.path() + "` is asked in the container, by " + programs + " of its image",
          "write `exec` with a program that it has, if it has none of these");
    }
  }

  private Optional<Tree> exec(Node action) {
    List<Tree.Text> words = action.texts("command");
    if (words.isEmpty()) {
      problems.error(action.at(), "`" + action.path() + "` has no `command`", "name a program");
      return Optional.empty();
    }
    List<Tree> test = new ArrayList<>();
    test.add(Body.text("CMD", action.at()));
    test.addAll(words);
    return Optional.of(new Tree.Items(test, action.at()));
  }

  private static Tree shell(Node action, String line) {
    return new Tree.Items(
        List.of(Body.text("CMD-SHELL", action.at()), Body.text(line, action.at())), action.at());
  }

  private Tree grpc(Node action, long timeout) {
    String service = action.text("service");
    return shell(
        action,
        "grpc_health_probe -addr=127.0.0.1:"
            + action.number("port", 0)
            + " -connect-timeout="
            + timeout
            + "s -rpc-timeout="
            + timeout
            + "s"
            + (service.isEmpty() ? "" : " -service=" + quoted(service)));
  }

  private static Tree http(Node action, String port, long timeout) {
    boolean isSecure = action.text("scheme").equals("HTTPS");
    String path = action.text("path");
    String url =
        (isSecure ? "https://" : "http://")
            + (host(action).contains(":") ? "[" + host(action) + "]" : host(action))
            + ":"
            + port
            + (path.startsWith("/") ? path : "/" + path);
    StringBuilder curl =
        new StringBuilder("curl -fsS -o /dev/null -m ")
            .append(timeout)
            .append(isSecure ? " -k" : "");
    StringBuilder wget =
        new StringBuilder("wget -q -O /dev/null -T ")
            .append(timeout)
            .append(isSecure ? " --no-check-certificate" : "");
    for (Node header : action.objects("httpHeaders")) {
      String line = quoted(header.text("name") + ": " + header.text("value"));
      curl.append(" -H ").append(line);
      wget.append(" --header ").append(line);
    }
    return shell(
        action,
        "if command -v curl >/dev/null; then "
            + curl
            + " "
            + quoted(url)
            + "; else "
            + wget
            + " "
            + quoted(url)
            + "; fi");
  }

  private static Tree tcp(Node action, String port) {
    return shell(
        action,
        "if command -v nc >/dev/null; then nc -z "
            + quoted(host(action))
            + " "
            + port
            + "; else bash -c "
            + quoted("exec 3<>/dev/tcp/" + host(action) + "/" + port)
            + "; fi");
  }

  private static String host(Node action) {
    String host = action.text("host");
    return host.isEmpty() ? "127.0.0.1" : host;
  }

  private Optional<String> port(Node action) {
    String given = action.text("port");
    String host = action.text("host");
    if (!host.matches("[A-Za-z0-9.:_-]*")) {
      problems.error(action.at("host"), "`" + action.path("host") + "` is no name of a host", "");
      return Optional.empty();
    }
    return Ports.number(container, given)
        .or(
            () -> {
              problems.error(
                  action.at("port"),
                  "`" + action.path("port") + "` is no port",
                  "write a number, or the name of a port of the container");
              return Optional.empty();
            });
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9./:_=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
