package dev.berth.systemd;

import dev.berth.model.PlainText;
import java.util.Map;
import java.util.SortedMap;

/** The content of a file for EnvironmentFile= (systemd.exec(5)). */
public final class EnvironmentFileText {
  private EnvironmentFileText() {}

  /**
   * One variable a line, in double quotes; what is inside stays as it is, newlines included, save
   * for the four characters that a backslash must stand before.
   *
   * @throws IllegalArgumentException when systemd would drop a name, or no value can be so
   */
  public static String render(SortedMap<String, String> variables) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      if (!variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException(
            "EnvironmentFile= takes no variable named '" + variable.getKey() + "'");
      }
      if (variable.getValue().indexOf('\0') >= 0) {
        throw new IllegalArgumentException("variable " + variable.getKey() + " holds a NUL");
      }
      if (PlainText.firstForbidden(variable.getValue()).isPresent()) {
        throw new IllegalArgumentException(
            "variable " + variable.getKey() + " holds what systemd takes for no text");
      }
      text.append(variable.getKey())
          .append("=\"")
          .append(variable.getValue().replaceAll("([\"\\\\`$])", "\\\\$1"))
          .append("\"\n");
    }
    return text.toString();
  }
}
