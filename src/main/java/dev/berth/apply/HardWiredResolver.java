package dev.berth.apply;

import dev.berth.model.Change.Service;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Docker answers names in its networks at an address of its own, which Podman does not have. Who
 * has written it down, as the resolver of a proxy, finds nobody once it has come over.
 */
final class HardWiredResolver {
  private static final String ADDRESS = "127.0.0.11";
  private static final Pattern MENTION = Pattern.compile("(?<![0-9.])127\\.0\\.0\\.11(?![0-9])");

  /** Bytes of a file: configurations are smaller, and what is larger is data. */
  private static final long LARGEST = 256L * 1024;

  /** How deep directories are looked into, and at how many files of each. */
  private static final int DEPTH = 3;

  private static final int MOST_FILES = 200;

  private static final String ADVICE =
      "Podman's resolver is the gateway of the container's network: take the address from"
          + " /etc/resolv.conf when it starts, or leave it out";

  private HardWiredResolver() {}

  /** A warning for each place where one that comes over has it. */
  static List<Problem> problems(Plan plan) {
    Problems problems = new Problems();
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service && service.isComingOver()) {
        look(service.rendered().spec(), problems);
      }
    }
    return problems.sorted();
  }

  /** Warns of each place where one has it. */
  static void look(ContainerSpec spec, Problems problems) {
    spec.flattened(EnumSet.allOf(Key.Scope.class)).entrySet().stream()
        .filter(value -> MENTION.matcher(value.getValue()).find())
        .forEach(value -> warn(spec, position(spec, value.getKey()), value.getKey(), problems));
    for (Mount mount : spec.mounts()) {
      if (mount.kind() == Mount.Kind.BIND) {
        files(Path.of(mount.source()))
            .forEach(file -> line(file).ifPresent(at -> warn(spec, mount.at(), at, problems)));
      }
    }
  }

  private static SourcePosition position(ContainerSpec spec, String path) {
    return Key.named(path.split("[.\\[]", 2)[0]).map(spec::position).orElse(spec.at());
  }

  private static void warn(ContainerSpec spec, SourcePosition at, String where, Problems problems) {
    problems.warning(
        at, "'" + spec.name() + "' has Docker's resolver " + ADDRESS + " in " + where, ADVICE);
  }

  /** The small files there; none where nobody may look. */
  private static List<Path> files(Path source) {
    if (!Files.isDirectory(source)) {
      return isSmall(source) ? List.of(source) : List.of();
    }
    try (Stream<Path> all = Files.walk(source, DEPTH)) {
      return all.filter(
              file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isSmall(file))
          .limit(MOST_FILES)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException unseen) {
      return List.of();
    }
  }

  private static boolean isSmall(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST;
    } catch (IOException gone) {
      return false;
    }
  }

  /** The first line that has it, with its file. */
  private static Optional<String> line(Path file) {
    try {
      // Byte by byte, as not every small file is text.
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      return Stream.iterate(0, line -> line < lines.size(), line -> line + 1)
          .filter(line -> MENTION.matcher(lines.get(line)).find())
          .findFirst()
          .map(line -> file + ":" + (line + 1));
    } catch (IOException unread) {
      return Optional.empty();
    }
  }
}
