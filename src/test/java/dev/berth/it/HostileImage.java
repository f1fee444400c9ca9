package dev.berth.it;

import dev.berth.json.JsonText;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Builds images on a test host that no honest author would make. */
final class HostileImage {
  private static final String FROM = "FROM localhost/berth-test/busybox:1";

  private HostileImage() {}

  /**
   * Builds {@code localhost/hostile/NAME:1} with the engine of the run: busybox, asleep, with these
   * instructions of a Containerfile (Containerfile(5)); the arguments of VOLUME and CMD are JSON,
   * so that they may hold anything.
   *
   * @return the image's reference
   */
  static String build(TestHost host, String name, String... instructions) {
    List<String> lines = new ArrayList<>(List.of(FROM));
    lines.addAll(List.of(instructions));
    String directory = "/root/hostile/" + name;
    host.write(directory + "/Containerfile", String.join("\n", lines) + "\n");
    String reference = "localhost/hostile/" + name + ":1";
    List<String> build = new ArrayList<>(List.of("build", "--quiet", "--tag", reference));
    if (!host.isDocker()) {
      // The OCI format has no health checks.
      build.addAll(List.of("--format", "docker"));
    }
    build.addAll(List.of("--file", directory + "/Containerfile", directory));
    host.engine(build.toArray(String[]::new));
    return reference;
  }

  /**
   * The instruction that declares these volumes, just as they are: a builder reads the JSON, and
   * then each of its texts as a shell reads a word.
   */
  static String volumes(Collection<String> paths) {
    return "VOLUME "
        + JsonText.compact(
            paths.stream().map(path -> path.replaceAll("[\\\\\"'$]", "\\\\$0")).toList());
  }
}
