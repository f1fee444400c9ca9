package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.RestartPolicy;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.ServiceUnit.Commands;
import dev.berth.systemd.ServiceUnit.Lifetime;
import dev.berth.systemd.ServiceUnit.Relations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each value of a unit in turn would add a line to it, were it pasted: whatever is added to the
 * records is tried as well.
 */
class UnitInjectionTest {
  private static final String EVIL = "ExecStartPre=/bin/evil";
  private static final List<String> HOSTILE =
      List.of(
          "/x\n[Service]\n" + EVIL,
          "/x\r" + EVIL + "\r",
          "x\n" + EVIL,
          "x\n[Service]\n" + EVIL + "\n[X-Berth]\nManagedBy=other",
          "/x \\",
          "x\\");

  @Test
  void noValueOfAServiceAddsALine() throws ReflectiveOperationException {
    ServiceUnit plain = plain();
    for (RecordComponent component : ServiceUnit.class.getRecordComponents()) {
      for (String hostile : HOSTILE) {
        for (Object value : values(plain, component, hostile)) {
          check(component, hostile, () -> UnitText.render(with(plain, component, value), 257));
        }
      }
    }
  }

  @Test
  void noValueOfATargetAddsALine() throws ReflectiveOperationException {
    TargetUnit plain = new TargetUnit(new UnitName("a.target"), "a", List.of(), owner("a"));
    for (RecordComponent component : TargetUnit.class.getRecordComponents()) {
      for (String hostile : HOSTILE) {
        for (Object value : values(plain, component, hostile)) {
          check(
              component,
              hostile,
              () -> UnitText.render(with(plain, component, value), Scope.SYSTEM));
        }
      }
    }
  }

  /** Makes a text that holds the value. */
  private interface Rendering {
    String text() throws ReflectiveOperationException;
  }

  private static void check(RecordComponent component, String hostile, Rendering rendering)
      throws ReflectiveOperationException {
    String text;
    try {
      text = rendering.text();
    } catch (IllegalArgumentException refused) {
      return;
    }
    assertThat(text.split("[\r\n]+"))
        .as("%s of %s", component.getName(), hostile)
        .noneMatch(line -> line.strip().startsWith(EVIL))
        .noneMatch(UnitInjectionTest::goesOn)
        .filteredOn(line -> line.startsWith("ManagedBy="))
        .hasSize(1);
  }

  /** A backslash at the end that none stands before (systemd.syntax(7)). */
  private static boolean goesOn(String line) {
    return (line.length() - line.replaceAll("\\\\+$", "").length()) % 2 == 1;
  }

  /** The values of a component that hold a text, each alone; none where it can hold none. */
  private static List<Object> values(Record plain, RecordComponent component, String text)
      throws ReflectiveOperationException {
    if (component.getType().getEnclosingClass() == ServiceUnit.class) {
      Record group = (Record) component.getAccessor().invoke(plain);
      List<Object> groups = new ArrayList<>();
      for (RecordComponent part : component.getType().getRecordComponents()) {
        for (Object value : values(group, part, text)) {
          groups.add(with(group, part, value));
        }
      }
      assertThat(groups).as("%s with a hostile value", component).isNotEmpty();
      return groups;
    }
    return switch (component.getGenericType().getTypeName()) {
      case "java.lang.String" -> List.of(text);
      case "java.util.List<java.lang.String>" ->
          List.of(List.of(text), List.of("/bin/x", text), List.of("a.service", text));
      case "java.util.List<java.util.List<java.lang.String>>" ->
          List.of(List.of(List.of("/bin/x", text)), List.of(List.of(text)));
      case "java.util.List<java.nio.file.Path>" -> List.of(List.of(Path.of(text)));
      case "java.util.Map<java.lang.String, java.lang.String>" ->
          List.of(Map.of("Nice", text), Map.of(text, "1"));
      case "dev.berth.model.UnitName" -> List.copyOf(units(text));
      case "java.util.List<dev.berth.model.UnitName>" ->
          units(text).stream().<Object>map(List::of).toList();
      case "dev.berth.model.UnitOwner" -> List.of(owner(text));
      default -> {
        assertThat(component.getType())
            .as("what a test has to know how to fill: %s", component)
            .isIn(Scope.class, Duration.class, RestartPolicy.class, boolean.class);
        yield List.of();
      }
    };
  }

  /** Those names with the text that there can be at all. */
  private static List<UnitName> units(String text) {
    return Stream.of(text, text + ".service").flatMap(it -> UnitName.find(it).stream()).toList();
  }

  private static UnitOwner owner(String text) {
    return new UnitOwner(
        text,
        text,
        ContainerName.find(text),
        text,
        new UnitFacts(
            OptionalInt.of(1),
            true,
            List.of(new UnitDependency(text, Condition.SERVICE_STARTED, true))));
  }

  private static <R extends Record> R with(R plain, RecordComponent component, Object value)
      throws ReflectiveOperationException {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) plain.getClass();
    RecordComponent[] components = type.getRecordComponents();
    List<Object> values = new ArrayList<>();
    for (RecordComponent each : components) {
      values.add(
          each.getName().equals(component.getName()) ? value : each.getAccessor().invoke(plain));
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values.toArray());
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof IllegalArgumentException cause) {
        throw cause;
      }
      throw refused;
    }
  }

  private static ServiceUnit plain() {
    List<String> command = List.of("/bin/x", "a");
    return new ServiceUnit(
        "a",
        Scope.SYSTEM,
        new Commands(
            ServiceUnit.NOTIFY,
            List.of(command),
            command,
            List.of(command),
            List.of(command),
            command,
            command,
            command),
        new Lifetime(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            RestartPolicy.parse("always").orElseThrow(),
            false,
            "mixed"),
        new Relations(
            List.of(new UnitName("a.service")),
            List.of(new UnitName("b.service")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of("/srv")),
        List.of(Path.of("/a")),
        Map.of("Nice", "1"),
        owner("a"),
        List.of());
  }
}
