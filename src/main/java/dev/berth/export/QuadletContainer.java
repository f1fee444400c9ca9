package dev.berth.export;

import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Key;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A container as a unit of Quadlet's. */
final class QuadletContainer extends ContainerPart {
  static final String UNIT = "Unit";
  static final String CONTAINER = "Container";
  static final String SERVICE = "Service";

  private final QuadletSet set;
  private final UnitSections unit = new UnitSections(UNIT, CONTAINER, SERVICE, "Install");
  private final List<String> arguments = new ArrayList<>();
  private final List<Document> files = new ArrayList<>();

  /**
   * A key of a unit.
   *
   * @param since the version of Podman that has it first
   * @param option of {@code podman run} that says the same; empty where there is none
   * @param manner how its value is written
   */
  record UnitKey(
      String label, String since, String option, Function<String, Optional<String>> manner) {
    /** One of which the last value counts. */
    static UnitKey last(String label, String since, String option) {
      return new UnitKey(label, since, option, UnitText::last);
    }

    /** One with a line for each value. */
    static UnitKey each(String label, String since, String option) {
      return new UnitKey(label, since, option, UnitText::each);
    }

    /** One whose values are words, in which a backslash is one. */
    static UnitKey word(String label, String since, String option) {
      return new UnitKey(label, since, option, UnitText::word);
    }

    /** One whose values are words as on a command line. */
    static UnitKey argument(String label, String since, String option) {
      return new UnitKey(label, since, option, UnitText::argument);
    }
  }

  QuadletContainer(ContainerSpec spec, QuadletSet set, List<Loss> losses) {
    super(spec, losses);
    this.set = set;
  }

  QuadletSet set() {
    return set;
  }

  UnitSections unit() {
    return unit;
  }

  boolean isTask() {
    return spec().role() != Role.SERVICE;
  }

  /** Adds a file that lies beside the unit. */
  void add(Document file) {
    files.add(file);
  }

  String fileName() {
    return spec().name().text() + ".container";
  }

  /** Its documents: the unit first. */
  List<Document> documents() {
    unit.add(UNIT, "Description", UnitText.last(spec().name().text()).orElse(""));
    unit.add(CONTAINER, "ContainerName", spec().name().text());
    KeyRow.write(QuadletKeys.ALL, this);
    QuadletRelations.put(this);
    arguments.forEach(argument -> unit.add(CONTAINER, "PodmanArgs", argument));
    if (isTask()) {
      unit.add(SERVICE, "Type", "oneshot");
      unit.add(SERVICE, "RemainAfterExit", "yes");
      if (spec().role() == Role.INIT) {
        // It runs at each start of its pod here, too.
        return written();
      }
      lost(
          Key.RESTART,
          spec().at(),
          "a task runs whenever its unit is started, not once for its configuration",
          "systemctl start " + spec().name().text() + ".service");
    } else {
      if (!spec().fields(Key.SYSTEMD_EXEC_FLAGS).containsKey("TimeoutStartSec")) {
        unit.note(SERVICE, "As long as Berth gives a start; systemd's own is 90 s.");
        unit.add(SERVICE, "TimeoutStartSec", Long.toString(spec().longestStart().toSeconds()));
      }
      unit.add("Install", "WantedBy", "default.target");
    }
    return written();
  }

  private List<Document> written() {
    List<Document> documents = new ArrayList<>();
    documents.add(Document.of(fileName(), unit.text(), Sets.mayHoldSecrets(List.of(spec()))));
    documents.addAll(files);
    return documents;
  }

  /** Writes a value as a line of a key, or as the option that says the same. */
  void put(Key key, UnitKey unitKey, String text, SourcePosition at) {
    Optional<String> line =
        set.podman().has(unitKey.since()) ? unitKey.manner().apply(text) : Optional.empty();
    if (line.isPresent()) {
      unit.add(CONTAINER, unitKey.label(), line.get());
    } else if (unitKey.option().isEmpty()) {
      boolean isLater = !set.podman().has(unitKey.since());
      lost(
          key,
          at,
          isLater
              ? "`" + unitKey.label() + "=` came with Podman " + unitKey.since()
              : "`" + unitKey.label() + "=` cannot hold this text",
          isLater ? "--quadlet-podman " + unitKey.since() : "put it into a file of the image's");
    } else {
      argument(key, unitKey.option(), text, at);
    }
  }

  /** Writes each value so. */
  void putAll(Key key, UnitKey unitKey, Value value) {
    items(value).forEach(item -> put(key, unitKey, text(item), item.at()));
  }

  /** Writes an option of {@code podman run} as it is. */
  void argument(Key key, String option, String text, SourcePosition at) {
    UnitText.argument(option + "=" + text)
        .ifPresentOrElse(
            arguments::add,
            () ->
                lost(
                    key,
                    at,
                    "systemd takes this value for no text",
                    "put it into a file that the program reads"));
  }
}
