package dev.berth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.berth.host.AtomicFile;
import dev.berth.host.Command;
import dev.berth.host.CommandRunner;
import dev.berth.systemd.Systemctl;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rooms and the arrows between them; docs/architecture.md says what each holds. */
class ArchitectureTest {
  private static final JavaClasses BERTH =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.berth");

  /** Which rooms a room may know; a new room needs its row here. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          entry("model", List.of()),
          entry("host", List.of()),
          entry("json", List.of()),
          entry("config", List.of("model", "json")),
          entry("config.compose", List.of("config", "model")),
          entry("config.quadlet", List.of("config", "model")),
          entry("config.kubernetes", List.of("config", "model")),
          entry("plan", List.of("model")),
          entry("graph", List.of("model")),
          entry("engine", List.of("model", "host", "json")),
          entry("engine.cli", List.of("engine", "model", "host", "json")),
          entry("engine.podman", List.of("engine.cli", "engine", "model", "host", "json")),
          entry("engine.docker", List.of("engine.cli", "engine", "model", "host", "json")),
          entry("systemd", List.of("model", "host")),
          entry("model.operation", List.of("model")),
          entry("plan.lowering", List.of("model", "model.operation")),
          entry(
              "supervisor",
              List.of(
                  "plan",
                  "plan.lowering",
                  "model.operation",
                  "model",
                  "engine",
                  "systemd",
                  "host")),
          entry("run", List.of("model.operation", "model", "engine", "systemd", "host")),
          entry(
              "apply",
              List.of(
                  "plan",
                  "plan.lowering",
                  "run",
                  "supervisor",
                  "engine",
                  "systemd",
                  "model.operation",
                  "model",
                  "host",
                  "json")),
          entry("export", List.of("model")),
          entry(
              "migrate",
              List.of(
                  "apply",
                  "export",
                  "plan",
                  "plan.lowering",
                  "run",
                  "engine",
                  "systemd",
                  "model.operation",
                  "model",
                  "host",
                  "json")),
          entry(
              "service",
              List.of(
                  "apply",
                  "migrate",
                  "plan",
                  "graph",
                  "config",
                  "config.compose",
                  "config.quadlet",
                  "config.kubernetes",
                  "export",
                  "supervisor",
                  "engine",
                  "engine.podman",
                  "engine.docker",
                  "systemd",
                  "model.operation",
                  "model",
                  "host",
                  "json")),
          entry(
              "cli",
              List.of(
                  "service",
                  "apply",
                  "migrate",
                  "plan",
                  "graph",
                  "config",
                  "supervisor",
                  "engine",
                  "engine.podman",
                  "engine.docker",
                  "systemd",
                  "model",
                  "host",
                  "json")));

  static final List<String> ROOMS = MAY_KNOW.keySet().stream().sorted().toList();

  /** Each library has its rooms, so that it can be replaced, and does not slow what needs none. */
  static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "picocli..", List.of("cli"),
          "org.yaml.snakeyaml..", List.of("config", "cli"),
          "tools.jackson..", List.of("json"));

  static final List<String> LIBRARY_PACKAGES = LIBRARIES.keySet().stream().sorted().toList();

  @Test
  void everyRoomHasItsArrows() {
    assertThat(BERTH.stream().map(type -> type.getPackageName()).distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS.stream().map(ArchitectureTest::named).toList());
  }

  @ParameterizedTest
  @FieldSource("ROOMS")
  void aRoomKnowsOnlyTheRoomsBelowIt(String room) {
    String[] known =
        Stream.concat(Stream.of(room), MAY_KNOW.get(room).stream())
            .map(ArchitectureTest::named)
            .toArray(String[]::new);
    classes()
        .that(resideInAPackage(named(room)))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.berth..").or(resideInAnyPackage(known)))
        .check(BERTH);
  }

  /**
   * A later runtime may ask by a socket: what it tells, and the command lines that are written for
   * it, know of no process; those stand in the rooms below.
   */
  @Test
  void howARuntimeIsAskedIsItsOwnAffair() {
    noClasses()
        .that()
        .haveFullyQualifiedName("dev.berth.engine.ContainerRuntime")
        .or()
        .haveFullyQualifiedName("dev.berth.engine.CommandLine")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(named("host"))
        .check(BERTH);
    noClasses()
        .that()
        .resideInAPackage(named("engine"))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(CommandRunner.class, Command.class)
        .check(BERTH);
  }

  /** systemd may one day be asked by its socket, or not at all where something else tells. */
  @Test
  void howSystemdIsObservedIsTheSupervisorsAffair() {
    noClasses()
        .that()
        .haveNameMatching("dev\\.berth\\.apply\\.(Observer|Renderer|Unchecked|VolumeUsers)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Systemctl.class)
        .check(BERTH);
  }

  @Test
  void noTwoRoomsKnowEachOther() {
    slices().matching("dev.berth.(**)").should().beFreeOfCycles().check(BERTH);
  }

  @ParameterizedTest
  @FieldSource("LIBRARY_PACKAGES")
  void aLibraryStaysInItsRooms(String library) {
    String[] rooms =
        LIBRARIES.get(library).stream().map(ArchitectureTest::named).toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(BERTH);
  }

  /** Annotations are read by reflection, for which classes are made at every start. */
  @Test
  void picocliIsToldOfCommandsWithoutAnnotations() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("picocli..").and(assignableTo(Annotation.class)))
        .check(BERTH);
  }

  @Test
  void onlyTheCommandsPrintAndEndTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage(named("cli"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(BERTH);
  }

  @Test
  void onlyTheHostRoomStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage(named("host"))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Process.class, ProcessBuilder.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(BERTH);
  }

  /** All else is its owner's alone, so that no writer of a secret has a mode to choose. */
  @Test
  void onlyFilesOfSystemdAreWrittenForEverybodyToRead() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.berth.systemd.SystemdFile")
        .and()
        .doNotHaveFullyQualifiedName("dev.berth.host.WholeFile")
        .should()
        .callMethod(AtomicFile.class, "writeReadable", Path.class, String.class)
        .check(BERTH);
  }

  @Test
  void modelPlanAndGraphArePure() {
    noClasses()
        .that()
        .resideInAnyPackage(named("model"), named("plan"), named("graph"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.security..",
                    "java.util.concurrent..",
                    "java.util.random..")
                .or(belongToAnyOf(Clock.class, java.util.Random.class)))
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(BERTH);
  }

  /**
   * A clock that jumps may change what is shown, never what is done: waits are measured with a
   * clock that cannot be set, and no decision hangs on the time of a file. Systemctl compares both
   * clocks, to see whether one was set since systemd read the units; where not, a file's time
   * counts. ProcessStart tells whether a file that was changed by hand is younger than a process;
   * what that was started with its engine is asked.
   */
  @Test
  void noDecisionHangsOnAClockThatCanBeSet() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.berth.cli.HealthWatch")
        .and()
        // A reader's "10m" is of the clock that the lines have their times from.
        .doNotHaveFullyQualifiedName("dev.berth.cli.LogsCommand")
        .and()
        .doNotHaveFullyQualifiedName("dev.berth.service.Wiring")
        .and()
        .doNotHaveFullyQualifiedName("dev.berth.systemd.Systemctl")
        .and()
        .doNotHaveFullyQualifiedName("dev.berth.host.ProcessStart")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(java.io.File.class, "lastModified")
        .orShould()
        .callMethod(
            java.nio.file.Files.class,
            "getLastModifiedTime",
            java.nio.file.Path.class,
            java.nio.file.LinkOption[].class)
        .check(BERTH);
  }

  /** "Has a unit" says neither who looks after a service nor that it is one; {@code Care} does. */
  @Test
  void whoLooksAfterAServiceIsAskedByItsName() throws IOException {
    Pattern guess =
        Pattern.compile("rendered(\\(\\))?\\s*\\.unit\\(\\)\\s*\\.is(Present|Empty)\\(");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(guess);
      }
    }
  }

  @Test
  void nothingMutableIsShared() {
    fields().that().areStatic().should().beFinal().check(BERTH);
    noClasses().should().dependOnClassesThat().belongToAnyOf(ThreadLocal.class).check(BERTH);
  }

  @Test
  void everyRoomIsCheckedForNulls() {
    classes().should(resideInANullMarkedPackage()).check(BERTH);
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + (marked ? " is" : " is not") + " @NullMarked"));
      }
    };
  }

  private static String named(String room) {
    return "dev.berth." + room;
  }
}
