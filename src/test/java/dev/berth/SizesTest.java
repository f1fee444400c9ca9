package dev.berth;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Values in a long row are easily taken for each other: what belongs together is a value of its
 * own.
 */
class SizesTest {
  private static final int COMPONENTS = 10;
  private static final int PARAMETERS = 8;

  private static final List<JavaClass> BERTH =
      new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages("dev.berth")
              .stream()
              .sorted(Comparator.comparing(JavaClass::getName))
              .toList();

  @Test
  void noRecordHasMoreComponents() {
    Map<String, Integer> sizes =
        BERTH.stream()
            .filter(JavaClass::isRecord)
            .collect(Collectors.toMap(SizesTest::name, SizesTest::components));
    assertThat(longer(sizes, COMPONENTS)).isEmpty();
  }

  /** That of all components of a record is the record's own. */
  @Test
  void noConstructorTakesMore() {
    Map<String, Integer> sizes =
        BERTH.stream().collect(Collectors.toMap(SizesTest::name, SizesTest::parameters));
    assertThat(longer(sizes, PARAMETERS)).isEmpty();
  }

  private static Map<String, Integer> longer(Map<String, Integer> sizes, int limit) {
    Map<String, Integer> longer = new TreeMap<>(sizes);
    longer.values().removeIf(size -> size <= limit);
    return longer;
  }

  private static int components(JavaClass type) {
    return (int)
        type.getFields().stream()
            .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
            .count();
  }

  private static int parameters(JavaClass type) {
    return type.getConstructors().stream()
        .filter(constructor -> !isCanonical(type, constructor))
        .mapToInt(constructor -> constructor.getRawParameterTypes().size())
        .max()
        .orElse(0);
  }

  private static boolean isCanonical(JavaClass type, JavaConstructor constructor) {
    return type.isRecord() && constructor.getRawParameterTypes().size() == components(type);
  }

  private static String name(JavaClass type) {
    return type.getName().substring("dev.berth.".length());
  }
}
