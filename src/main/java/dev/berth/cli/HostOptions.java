package dev.berth.cli;

import dev.berth.service.HostSetting;
import dev.berth.service.InvalidUse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The same for all but {@code debug}, where {@code --user} is who the container runs as. */
final class HostOptions extends PlainHostOptions {
  final Argument<Boolean> user =
      Argument.flag("--user", "The same as --scope user, as with systemctl.");

  @Override
  public List<Argument<?>> arguments() {
    return Stream.concat(super.arguments().stream(), Stream.of(user)).toList();
  }

  /** The options of the same command with nothing given but these labels. */
  HostOptions withOnly(List<String> given) {
    HostOptions options = new HostOptions();
    options.command = command;
    options.labels.set(given);
    return options;
  }

  @Override
  public Map<HostSetting, String> given() {
    Map<HostSetting, String> given = super.given();
    if (user.get() && !given.getOrDefault(HostSetting.SCOPE, "user").equals("user")) {
      throw new InvalidUse(
          "--user and --scope " + scope.get().orElseThrow() + " contradict each other");
    }
    if (user.get()) {
      given.put(HostSetting.SCOPE, "user");
    }
    return given;
  }
}
