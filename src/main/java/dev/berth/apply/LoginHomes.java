package dev.berth.apply;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** The homes of those who log in, from passwd(5). */
final class LoginHomes {
  /** UID_MIN of login.defs(5). A service below it may well have its data for a home. */
  private static final int FIRST_PERSON = 1000;

  private LoginHomes() {}

  static Set<String> read(String passwd) {
    return passwd
        .lines()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length == 7 && isPerson(fields[2]) && fields[5].startsWith("/"))
        .map(fields -> Path.of(fields[5]).normalize())
        .filter(home -> home.getNameCount() > 0)
        .map(Path::toString)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isPerson(String uid) {
    return uid.equals("0") || (uid.matches("[0-9]{4,10}") && Long.parseLong(uid) >= FIRST_PERSON);
  }
}
