package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the loops of {@link HostChecks} have seen: one file a container, named by its id. Its lines:
 * the container's name; status, failures in a row and the time of the first check; then the last
 * checks, each with start, end, exit code and output in Base64. Times are seconds since the epoch.
 *
 * @param directory where they lie; gone with each boot
 */
public record HealthRecords(Path directory) {
  private static final int HEAD = 2;
  // The script's own files beside a record.
  private static final List<String> SUFFIXES = List.of(".code", ".new", "");

  /** Those of the host's services. */
  public static HealthRecords ofSystem() {
    return new HealthRecords(Path.of("/run/berth/health"));
  }

  /** Those of a user's services. */
  public static HealthRecords ofUser(int uid) {
    return new HealthRecords(Path.of("/run/user", Integer.toString(uid), "berth/health"));
  }

  /** The health of a container; one that has no record that can be read is starting. */
  public ObservedHealth read(String id, ContainerName name) {
    List<String> lines = lines(id);
    String[] head = lines.size() < HEAD ? new String[0] : lines.get(1).split(" ");
    if (head.length < HEAD) {
      return new ObservedHealth(name, Status.STARTING, 0, List.of());
    }
    List<Check> checks = new ArrayList<>();
    lines.stream().skip(HEAD).forEach(line -> add(line, checks));
    return new ObservedHealth(name, status(head[0]), number(head[1]).orElse(0), checks);
  }

  /**
   * Removes what was recorded for a container that is gone, by its name: who is stopped right after
   * its gate never comes to the loop that would. What cannot be removed is gone with the next boot.
   */
  public void forget(ContainerName name) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String id = file.getFileName().toString();
        List<String> lines = lines(id);
        if (!lines.isEmpty() && lines.getFirst().equals(name.text())) {
          for (String suffix : SUFFIXES) {
            Files.deleteIfExists(directory.resolve(id + suffix));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException leftForTheNextBoot) {
      return;
    }
  }

  private List<String> lines(String id) {
    try {
      return id.matches("[0-9a-f]+")
          ? Files.readAllLines(directory.resolve(id), StandardCharsets.UTF_8)
          : List.of();
    } catch (IOException absent) {
      return List.of();
    }
  }

  /** One whose line is not whole was being written when the host fell. */
  private static void add(String line, List<Check> checks) {
    String[] words = line.split(" ");
    OptionalInt code = words.length < 3 ? OptionalInt.empty() : number(words[2]);
    if (code.isPresent()) {
      checks.add(
          new Check(
              instant(words[0]),
              instant(words[1]),
              code.getAsInt(),
              words.length > 3 ? output(words[3]) : ""));
    }
  }

  private static String output(String encoded) {
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return "";
    }
  }

  private static Instant instant(String seconds) {
    return seconds.matches("[0-9]{1,11}")
        ? Instant.ofEpochSecond(Long.parseLong(seconds))
        : Instant.EPOCH;
  }

  private static OptionalInt number(String text) {
    return text.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static Status status(String word) {
    return switch (word) {
      case "healthy" -> Status.HEALTHY;
      case "unhealthy" -> Status.UNHEALTHY;
      default -> Status.STARTING;
    };
  }
}
