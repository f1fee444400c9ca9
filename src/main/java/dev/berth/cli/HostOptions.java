package dev.berth.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** The same for all but {@code debug}, where {@code --user} is who the container runs as. */
final class HostOptions extends PlainHostOptions {
  @Option(names = "--user", description = "The same as --scope user, as with systemctl.")
  boolean user;

  @Override
  Map<HostSetting, String> given() {
    Map<HostSetting, String> given = super.given();
    if (user && !given.getOrDefault(HostSetting.SCOPE, "user").equals("user")) {
      throw new InvalidUse("--user and --scope " + scope + " contradict each other");
    }
    if (user) {
      given.put(HostSetting.SCOPE, "user");
    }
    return given;
  }
}
