package dev.berth.cli;

import dev.berth.service.HostSetting;

/** The settings file that a package brings: every setting, and none of them set. */
final class DefaultSettings {
  private static final int WIDTH = 100;

  private DefaultSettings() {}

  static String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "# Settings of Berth on this host; see berth(1). An option or a variable is stronger.\n");
    for (HostSetting setting : HostSetting.values()) {
      if (setting.isInFile()) {
        text.append('\n');
        comment(text, setting.description());
        text.append(("#" + setting.key() + ": " + setting.fallback()).strip()).append('\n');
      }
    }
    return text.toString();
  }

  private static void comment(StringBuilder text, String words) {
    StringBuilder line = new StringBuilder("#");
    for (String word : words.split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
