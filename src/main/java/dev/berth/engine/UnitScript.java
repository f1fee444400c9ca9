package dev.berth.engine;

import java.nio.file.Path;

/**
 * A script for {@code /bin/sh} that the units of an engine run.
 *
 * @param fileName how its file is called
 * @param text what it does
 */
public record UnitScript(String fileName, String text) {
  /** What the script of every engine has in the place of LAST. */
  private static final String LAST =
      """
      # What the last start has made, as far as that is known.
      last() {
        id=''
        [ ! -s "$made" ] || read -r id <"$made" || :
        case $id in *[!0-9a-f]*) id='' ;; esac
        [ -n "$id" ]
      }\
      """;

  /**
   * The script of an engine.
   *
   * @param text with {@code LAST} on a line of its own where it reads what the last start has made,
   *     and {@code 'MADE'} for the directory
   * @param made where the ids of the containers that units have made are kept, a file for each name
   */
  public static UnitScript of(String fileName, String text, Path made) {
    return new UnitScript(
        fileName,
        text.replace("LAST\n", LAST + "\n")
            .replace("'MADE'", HealthOptions.shellWord(made.toString())));
  }
}
