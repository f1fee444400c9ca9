package dev.berth.run;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.model.ContainerName;
import dev.berth.model.operation.ContainerOperation.LookForUsers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks for users and groups in the files of a container that was made and not started. */
final class TrialUsers {
  private static final int TAR_HEADER = 512;

  private final RuntimeControl control;

  TrialUsers(RuntimeControl control) {
    this.control = control;
  }

  Result look(LookForUsers look) {
    return unknown(look.name(), look.users(), "/etc/passwd")
        .map(name -> "the image has no user '" + name + "'")
        .or(
            () ->
                unknown(look.name(), look.groups(), "/etc/group")
                    .map(name -> "the image has no group '" + name + "'"))
        .map(Result::refused)
        .orElseGet(Result::done);
  }

  /** The first that the file does not name; empty where it names all, or cannot be read. */
  private Optional<String> unknown(ContainerName container, List<String> names, String file) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    CommandResult copied = control.copyOut(container, file);
    String words = copied.stderr().toLowerCase(Locale.ROOT);
    boolean isAbsent = words.contains("could not be found") || words.contains("could not find");
    if (!copied.succeeded() && !isAbsent) {
      return Optional.empty();
    }
    Set<String> known = new HashSet<>();
    content(copied.stdout()).lines().forEach(line -> known.add(line.split(":", 2)[0]));
    return names.stream().filter(name -> !known.contains(name)).findFirst();
  }

  /** The content of the one file of a tar archive: text, and then zeros to the block's end. */
  private static String content(String tar) {
    if (tar.length() <= TAR_HEADER) {
      return "";
    }
    int end = tar.indexOf('\0', TAR_HEADER);
    return tar.substring(TAR_HEADER, end < 0 ? tar.length() : end);
  }
}
