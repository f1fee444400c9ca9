package dev.berth.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;
import picocli.CommandLine.TypeConversionException;

/**
 * An option or a parameter of a command, and what the command line has given for it. picocli is
 * told of it in its own words; from annotations it would learn it by reflection, at every start.
 *
 * @param <T> what is given, or what stands for it where nothing is
 */
final class Argument<T> implements CommandPart {
  private final ArgSpec spec;
  private final Supplier<T> value;

  private Argument(ArgSpec spec, Supplier<T> value) {
    this.spec = spec;
    this.value = value;
  }

  /**
   * One that is given or not, without a value.
   *
   * @param names with blanks between them
   */
  static Argument<Boolean> flag(String names, String description) {
    return flag(option(names, description));
  }

  /** One with a value, which may be missing; {@code label} stands for it in the help. */
  static Argument<Optional<String>> text(String names, String label, String description) {
    return text(option(names, description).paramLabel(label));
  }

  /** One with a whole number as its value. */
  static Argument<Optional<Integer>> number(String names, String label, String description) {
    return number(option(names, description).paramLabel(label));
  }

  /** One that may be repeated; none is an empty list. */
  static Argument<List<String>> texts(String names, String label, String description) {
    return texts(option(names, description).paramLabel(label));
  }

  /** One of some words. */
  static <E extends Enum<E>> Argument<E> choice(
      E initial, E[] all, String names, String label, String description) {
    return choice(initial, all, option(names, description).paramLabel(label));
  }

  /** A word that is no option. */
  static Argument<Optional<String>> word(String label, String arity, String description) {
    return text(
        PositionalParamSpec.builder().paramLabel(label).arity(arity).description(description));
  }

  /** The words that are no options. */
  static Argument<List<String>> words(String label, String arity, String description) {
    return texts(
        PositionalParamSpec.builder().paramLabel(label).arity(arity).description(description));
  }

  private static OptionSpec.Builder option(String names, String description) {
    String[] all = names.split(" ");
    return OptionSpec.builder(all[0], Arrays.copyOfRange(all, 1, all.length))
        .description(description);
  }

  /** One that is given or not, without a value. */
  static Argument<Boolean> flag(OptionSpec.Builder option) {
    OptionSpec spec = option.type(boolean.class).initialValue(false).build();
    return new Argument<>(spec, () -> Boolean.TRUE.equals(spec.getValue()));
  }

  /** One without a value that may be repeated: how often it is given. */
  static Argument<Integer> count(OptionSpec.Builder option) {
    Range valueless = new Range(0, 0, false, true, "0");
    OptionSpec spec =
        option.type(boolean[].class).arity(valueless).initialValue(new boolean[0]).build();
    return new Argument<>(
        spec,
        () -> Optional.ofNullable(spec.<boolean[]>getValue()).map(all -> all.length).orElse(0));
  }

  /** One with a value, which may be missing. */
  static Argument<Optional<String>> text(OptionSpec.Builder option) {
    return optional(option.type(String.class).build());
  }

  /** The same for a word that is no option. */
  static Argument<Optional<String>> text(PositionalParamSpec.Builder parameter) {
    return optional(parameter.type(String.class).build());
  }

  /** One with a whole number as its value. */
  static Argument<Optional<Integer>> number(OptionSpec.Builder option) {
    return optional(option.type(Integer.class).build());
  }

  /** One that may be repeated; none is an empty list. */
  static Argument<List<String>> texts(OptionSpec.Builder option) {
    return defaulting(option.type(List.class).auxiliaryTypes(String.class).build(), List.of());
  }

  /** The same for the words that are no options. */
  static Argument<List<String>> texts(PositionalParamSpec.Builder parameter) {
    return defaulting(parameter.type(List.class).auxiliaryTypes(String.class).build(), List.of());
  }

  /** One of some words; picocli itself would ask the enum for them by reflection. */
  static <E extends Enum<E>> Argument<E> choice(E initial, E[] all, OptionSpec.Builder option) {
    return defaulting(
        option
            .type(initial.getDeclaringClass())
            .initialValue(initial)
            .converters(oneOf(all))
            .completionCandidates(names(all))
            .build(),
        initial);
  }

  /** The same for a word that is no option. */
  static <E extends Enum<E>> Argument<E> choice(
      E initial, E[] all, PositionalParamSpec.Builder parameter) {
    return defaulting(
        parameter
            .type(initial.getDeclaringClass())
            .initialValue(initial)
            .converters(oneOf(all))
            .completionCandidates(names(all))
            .build(),
        initial);
  }

  private static <T> Argument<Optional<T>> optional(ArgSpec spec) {
    return new Argument<>(spec, () -> Optional.ofNullable(spec.<T>getValue()));
  }

  private static <T> Argument<T> defaulting(ArgSpec spec, T initial) {
    return new Argument<>(spec, () -> Optional.ofNullable(spec.<T>getValue()).orElse(initial));
  }

  private static <E extends Enum<E>> List<String> names(E[] all) {
    return Arrays.stream(all).map(Enum::name).toList();
  }

  private static <E extends Enum<E>> ITypeConverter<E> oneOf(E[] all) {
    return word -> {
      for (E one : all) {
        if (one.name().equals(word)) {
          return one;
        }
      }
      throw new TypeConversionException(
          "expected one of " + names(all) + " (case-sensitive) but was '" + word + "'");
    };
  }

  /** A group of these, to be made a choice of one, or what is given together. */
  static ArgGroupSpec.Builder group(List<? extends Argument<?>> members) {
    ArgGroupSpec.Builder group = ArgGroupSpec.builder();
    for (Argument<?> member : members) {
      group.addArg(member.spec);
    }
    return group;
  }

  /** What is given; before the command line is read, what stands for nothing. */
  T get() {
    return value.get();
  }

  /** Whether it is an option with this name. */
  boolean isCalled(String name) {
    return spec instanceof OptionSpec option && List.of(option.names()).contains(name);
  }

  /** Its value as a word, {@code true} for a flag; empty where it is not given. */
  Optional<String> word() {
    return get() instanceof Optional<?> given
        ? given.map(Object::toString)
        : Optional.of("true").filter(_ -> Boolean.TRUE.equals(get()));
  }

  /** Lets a value stand here as if the command line had given it. */
  void set(Object given) {
    spec.setValue(given);
  }

  @Override
  public void addTo(CommandSpec command) {
    command.add(spec);
  }
}
