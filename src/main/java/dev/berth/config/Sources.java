package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What the path that an operator gave may be, and the containers in it. */
final class Sources {
  private static final String STANDARD_INPUT = "<stdin>";
  private static final String DEFAULT_PREFIX = "tripleo";
  private static final String HASHED = "hashed-";

  private final ReadOptions options;
  private final FrontEnd frontEnd;
  private final Problems problems;
  private final Steps steps;
  private final ReadFiles files = new ReadFiles();

  Sources(ReadOptions options, FrontEnd frontEnd, Problems problems) {
    this.options = options;
    this.frontEnd = frontEnd;
    this.problems = problems;
    this.steps = new Steps(problems);
  }

  /**
   * What stands in files of Berth's own form.
   *
   * @param declarations what stands beside the containers, at most one of each file
   */
  private record Found(List<Draft> drafts, List<Tree> declarations) {
    private static final Found NOTHING = new Found(List.of(), List.of());

    Found and(Found other) {
      return new Found(
          Stream.concat(drafts.stream(), other.drafts.stream()).toList(),
          Stream.concat(declarations.stream(), other.declarations.stream()).toList());
    }

    Draft.Group group(String id, boolean isWanted, Problems problems) {
      return declarations.isEmpty()
          ? new Draft.Group(id, isWanted, drafts)
          : new Draft.Group(id, isWanted, drafts, Declarations.readAll(declarations, problems), "");
    }
  }

  /** What is given by one path, or by several of another form. */
  List<Draft.Group> read(List<String> given) {
    return given.size() == 1 ? read(given.getFirst()) : ofFrontEnd(given);
  }

  private List<Draft.Group> ofFrontEnd(List<String> given) {
    List<Path> paths = new ArrayList<>();
    byte[] input = given.contains("-") ? standardInput().orElse(new byte[0]) : new byte[0];
    for (String one : given) {
      FileBytes.path(one, SourcePosition.startOf(one), problems).ifPresent(paths::add);
    }
    // One says it for all: a file that is laid over another need not have services of its own.
    boolean areOthers = paths.stream().noneMatch(path -> isPartOfFrontEnd(path, input));
    for (Path path : paths) {
      if (Files.isDirectory(path) || areOthers) {
        problems.error(
            SourcePosition.startOf(path.toString()),
            "several paths are the files of one Compose project",
            "give this one alone");
      }
    }
    return problems.hasErrors()
        ? List.of()
        : frontEnd.read(paths, input, options.configId(), problems).stream()
            .map(
                group ->
                    paths.getFirst().toString().equals("-") ? group : group.from(paths.getFirst()))
            .toList();
  }

  private boolean isPartOfFrontEnd(Path path, byte[] input) {
    return path.toString().equals("-") ? frontEnd.isFile(path, input) : isOfFrontEnd(path);
  }

  private List<Draft.Group> read(String given) {
    SourcePosition start = SourcePosition.startOf(given);
    if (given.equals("-")) {
      return ofStandardInput();
    }
    Optional<Path> path = FileBytes.path(given, start, problems);
    return path.isEmpty()
        ? List.of()
        : at(path.get(), start).stream().map(group -> group.from(path.get())).toList();
  }

  private List<Draft.Group> at(Path path, SourcePosition start) {
    if (options.hasSteps()) {
      return steps(path, start);
    }
    if (isOfFrontEnd(path)) {
      return frontEnd.read(List.of(path), new byte[0], options.configId(), problems).stream()
          .toList();
    }
    Path source = steps.meant(path);
    Found found =
        Files.isDirectory(source)
            ? directory(source, start, !source.equals(path), problems)
            : file(source, options.dialect(), problems);
    String id = options.configId().isEmpty() ? nameOf(path) : options.configId();
    return List.of(found.group(checkedId(id, start), true, problems));
  }

  private boolean isOfFrontEnd(Path path) {
    if (Files.isDirectory(path)) {
      return frontEnd.isDirectory(path, files);
    }
    return Files.isRegularFile(path)
        && (isConfiguration(path) || frontEnd.isNamed(path))
        && files.look(path).filter(bytes -> frontEnd.isFile(path, bytes)).isPresent();
  }

  /** YAML may begin with a brace too, but its authors seldom quote the first key then. */
  private static boolean isJson(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.UTF_8);
    return start.matches("(?s)\\s*\\{\\s*\".*");
  }

  /** A file that is not written yet. */
  List<Draft.Group> read(String path, String text) {
    Found found =
        document(path, "", text.getBytes(StandardCharsets.UTF_8), options.dialect(), problems);
    String id = options.configId().isEmpty() ? nameOf(Path.of(path)) : options.configId();
    return List.of(found.group(checkedId(id, SourcePosition.startOf(path)), true, problems));
  }

  private List<Draft.Group> ofStandardInput() {
    Optional<byte[]> input = standardInput();
    if (input.isEmpty()) {
      return List.of();
    }
    byte[] bytes = input.get();
    Path path = Path.of("-");
    if (frontEnd.isFile(path, bytes)) {
      return frontEnd.read(List.of(path), bytes, options.configId(), problems).stream().toList();
    }
    SourcePosition start = SourcePosition.startOf(STANDARD_INPUT);
    if (options.configId().isEmpty()) {
      problems.error(
          start, "standard input has no name to make a config id from", "--config-id ID");
    }
    Found found =
        document(
            STANDARD_INPUT,
            "",
            bytes,
            isJson(bytes) ? options.dialect().ofPaunch() : options.dialect(),
            problems);
    return List.of(found.group(checkedId(options.configId(), start), true, problems));
  }

  private Optional<byte[]> standardInput() {
    try {
      return Optional.of(options.standardInput().readNBytes(DocumentText.MOST_BYTES + 1));
    } catch (IOException fault) {
      problems.error(
          SourcePosition.startOf(STANDARD_INPUT),
          "standard input cannot be read: " + fault.getMessage());
      return Optional.empty();
    }
  }

  /** A file or directory name that holds nothing usable leaves the id to the operator. */
  private String checkedId(String id, SourcePosition start) {
    boolean given = !options.configId().isEmpty();
    if (given && !Names.sanitised(id).equals(id)) {
      problems.error(
          SourcePosition.of("--config-id"),
          Quote.of(id) + " is no config id",
          "use letters, digits and _ . -, the first a letter or digit");
    } else if (id.isEmpty() && !start.file().equals(STANDARD_INPUT)) {
      problems.error(start, "its name gives no config id", "--config-id ID");
    }
    return id;
  }

  private static String nameOf(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    OptionalInt step = name == null ? OptionalInt.empty() : Steps.ofFile(name.toString());
    return step.isPresent() ? idOf(DEFAULT_PREFIX, step.getAsInt()) : Names.ofPath(path);
  }

  /** A step that is not wanted is read all the same: a dependency may name its containers. */
  private List<Draft.Group> steps(Path path, SourcePosition start) {
    SortedMap<Integer, Path> found = steps.in(path, inner -> entries(inner, start, problems));
    int wanted = options.step().orElse(0);
    if (found.isEmpty() || (wanted != 0 && !found.containsKey(wanted))) {
      problems.error(
          start,
          "no directory " + Steps.NAME + (wanted == 0 ? "N" : wanted) + " in it",
          "steps are directories named step_1, step_2 …");
    }
    String prefix = options.configId().isEmpty() ? DEFAULT_PREFIX : options.configId();
    checkedId(prefix, start);
    List<Draft.Group> groups = new ArrayList<>();
    for (Map.Entry<Integer, Path> step : found.entrySet()) {
      boolean isWanted = wanted == 0 || step.getKey() == wanted;
      Problems here = isWanted ? problems : new Problems();
      Path source = step.getValue();
      Found inStep =
          Files.isDirectory(source)
              ? directory(source, SourcePosition.startOf(source.toString()), true, here)
              : file(source, options.dialect().ofPaunch(), here);
      groups.add(inStep.group(idOf(prefix, step.getKey()), isWanted, here));
    }
    return groups;
  }

  /** As TripleO calls the configuration of a step. */
  private static String idOf(String prefix, int step) {
    return prefix + "_step" + step;
  }

  private Found directory(Path path, SourcePosition start, boolean isStep, Problems here) {
    List<Path> entries = entries(path, start, here);
    List<Path> files = entries.stream().filter(Sources::isConfiguration).toList();
    List<Path> hashed =
        files.stream()
            .filter(file -> name(file).startsWith(HASHED) && name(file).endsWith(".json"))
            .toList();
    Optional<Path> ofStep =
        files.stream().filter(file -> Steps.ofFile(name(file)).isPresent()).findFirst();
    if (ofStep.isPresent()) {
      here.error(
          SourcePosition.startOf(ofStep.get().toString()),
          "holds the containers of a step",
          "give --steps, or this file alone");
      return Found.NOTHING;
    }
    if (files.isEmpty() && !isStep && Files.isReadable(path)) {
      boolean hasSteps = entries.stream().anyMatch(Steps::isStep);
      here.error(
          start,
          "no *.json, *.yaml or *.yml file in it",
          hasSteps ? "it holds steps: give --steps" : "to remove containers use berth delete");
    }
    Found all = Found.NOTHING;
    for (Path file : hashed.isEmpty() ? files : hashed) {
      all = all.and(file(file, isStep ? options.dialect().ofPaunch() : options.dialect(), here));
    }
    return all;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static boolean isConfiguration(Path file) {
    String name = name(file);
    boolean fits = name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    return fits && !name.startsWith(".") && !Files.isDirectory(file);
  }

  private static List<Path> entries(Path path, SourcePosition start, Problems here) {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.sorted().toList();
    } catch (IOException fault) {
      here.error(start, FileBytes.reason(path, fault), "name a directory that can be read");
      return List.of();
    }
  }

  private Found file(Path file, Dialect given, Problems here) {
    String shown = file.toString();
    String name = Names.withoutExtension(name(file.toAbsolutePath()));
    String container = name.startsWith(HASHED) ? name.substring(HASHED.length()) : name;
    Dialect dialect = shown.endsWith(".json") ? given.ofPaunch() : given;
    return files
        .read(file, SourcePosition.startOf(shown), here)
        .map(bytes -> document(shown, container, bytes, dialect, here))
        .orElse(Found.NOTHING);
  }

  private static Found document(
      String shown, String container, byte[] bytes, Dialect dialect, Problems here) {
    Optional<Tree> read = DocumentReader.read(shown, bytes, here);
    if (read.isEmpty()) {
      return Found.NOTHING;
    }
    if (!(read.get() instanceof Tree.Fields top)) {
      here.error(
          read.get().at(),
          "the top level is " + read.get().shape(),
          "write a mapping: one container, or names and containers");
      return Found.NOTHING;
    }
    if (isOneContainer(top)) {
      return new Found(oneContainer(container, top, dialect, here), List.of());
    }
    // A name that begins with a dot or with x- is no container's: a place for anchors.
    return new Found(
        top.fields().stream()
            .filter(field -> !field.name().startsWith(".") && !field.name().startsWith("x-"))
            .map(field -> new Draft(field.name(), field.at(), field.value(), dialect))
            .toList(),
        top.field(Declarations.LABEL).map(Tree.Field::value).stream().toList());
  }

  private static List<Draft> oneContainer(
      String container, Tree.Fields top, Dialect dialect, Problems here) {
    if (container.isEmpty()) {
      here.error(top.at(), "one container without a name", "write `name: {…}` around it");
      return List.of();
    }
    return List.of(new Draft(container, top.at(), top, dialect));
  }

  /** Also one whose image was forgotten: its keys are keys, and their values no containers. */
  private static boolean isOneContainer(Tree.Fields top) {
    boolean named =
        Stream.of(Key.IMAGE, Key.ACTION)
            .flatMap(key -> top.field(key.label()).stream())
            .anyMatch(field -> !(field.value() instanceof Tree.Fields));
    return named
        || top.fields().stream()
            .anyMatch(
                field ->
                    Key.named(field.name()).isPresent()
                        && !(field.value() instanceof Tree.Fields)
                        && !field.value().isNothing());
  }
}
