package dev.berth.cli;

/** A person's yes to what cannot be done without. */
final class Consent {
  private Consent() {}

  /** Shows what will be done and asks; says so where nobody can be asked, or there was no yes. */
  static boolean given(Console console, String what) {
    console.talk(what);
    if (!console.canAsk()) {
      console.error("this needs --yes where nobody can be asked; nothing has changed");
      return false;
    }
    if (!console.ask("Do this?")) {
      console.error("nothing has changed");
      return false;
    }
    return true;
  }
}
