package dev.berth.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The options after {@code SRC:DST:}, as one of the engines knows them: podman-run(1) and
 * docker-run(1), {@code --volume}. Which of them the chosen engine takes is for its check to say.
 */
final class MountOptions {
  private static final List<String> WORDS =
      List.of(
          "ro",
          "rw",
          "z",
          "Z",
          "U",
          "O",
          "copy",
          "nocopy",
          "exec",
          "noexec",
          "suid",
          "nosuid",
          "dev",
          "nodev",
          "bind",
          "rbind",
          "private",
          "rprivate",
          "shared",
          "rshared",
          "slave",
          "rslave",
          "unbindable",
          "runbindable",
          "no-dereference",
          "idmap",
          "consistent",
          "cached",
          "delegated");
  private static final Pattern WITH_VALUE =
      Pattern.compile("(idmap|subpath|consistency|volume-opt)=.+|(upperdir|workdir)=/.+");

  private MountOptions() {}

  /** What is wrong with the first of these options that no engine knows. */
  static Optional<Grammar.Fault> fault(List<String> options) {
    for (String option : options) {
      if (!WORDS.contains(option) && !WITH_VALUE.matcher(option).matches()) {
        return Optional.of(
            new Grammar.Fault(
                "a mount has no option " + Quote.value(option, WORDS),
                Suggestion.advice(option, WORDS, "write options such as ro, z, nocopy, rslave"),
                WORDS));
      }
    }
    return Optional.empty();
  }
}
