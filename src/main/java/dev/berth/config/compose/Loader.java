package dev.berth.config.compose;

import dev.berth.config.FileBytes;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads files, those that they include and those that their services extend, into one that is
 * written out.
 */
final class Loader {
  private static final int LONGEST_CHAIN = 500;
  private static final List<String> KINDS =
      List.of("services", "networks", "volumes", "secrets", "configs", "models");

  private final Path directory;
  private final Map<String, String> environment;
  private final String home;
  private final Problems problems;
  private final boolean interpolates;
  private final Merge merge;
  private final Map<Path, Base> bases = new HashMap<>();
  private final IdentityHashMap<Origin, Map<String, Data>> known = new IdentityHashMap<>();

  /**
   * Loads from a directory.
   *
   * @param directory where relative paths begin
   * @param environment the variables that are put in
   * @param home what {@code ~} stands for
   */
  Loader(
      Path directory,
      Map<String, String> environment,
      String home,
      boolean interpolates,
      Problems problems) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.interpolates = interpolates;
    this.problems = problems;
    this.merge = new Merge(problems);
  }

  /** A document, with where its own relative files begin. */
  private record Origin(Path file, Document document) {}

  /** A service that another one extends, with the resets of the file that it stands in. */
  private record Base(Data.Fields services, Origin origin, Path directory) {}

  /** The files as one; empty where a problem ends it. */
  Optional<Data.Fields> load(List<SourceFile> files, List<Path> including) {
    Data.Fields whole =
        Data.Fields.empty(SourcePosition.startOf(files.getFirst().file().toString()));
    for (SourceFile file : files) {
      Optional<Data.Fields> over = over(whole, file, including);
      if (over.isEmpty()) {
        return Optional.empty();
      }
      whole = over.get();
    }
    return Optional.of(finished(whole));
  }

  private Data.Fields finished(Data.Fields whole) {
    Data.Fields defaulted = Defaults.added(whole);
    return new Paths(directory, home).absolute(withVariables(defaulted));
  }

  private Optional<Data.Fields> over(Data.Fields base, SourceFile file, List<Path> including) {
    Data.Fields whole = base;
    int errors = problems.errors();
    for (Document read : file.documents()) {
      Document document = interpolated(read);
      if (problems.errors() > errors) {
        return Optional.empty();
      }
      List<Path> chain = new ArrayList<>(including);
      chain.add(file.file());
      Data.Fields own = included(document, chain);
      whole = document.applied(whole);
      Origin origin = new Origin(file.file(), new Document(own, document.resets()));
      own = extended(own, origin);
      if (problems.errors() > errors) {
        return Optional.empty();
      }
      whole = merge.over(whole, own);
      if (!new ShapeCheck(problems).fits(whole)) {
        return Optional.empty();
      }
      whole = merge.unique(new ShortForms(problems).writtenOut(whole.without("version")));
    }
    return problems.errors() > errors ? Optional.empty() : Optional.of(whole);
  }

  private Document interpolated(Document document) {
    return interpolates
        ? new Document(
            new Interpolation(environment, problems).of(document.top()), document.resets())
        : document;
  }

  private Data.Fields withVariables(Data.Fields file) {
    return file.with(
        "services",
        file.fields("services")
            .mapped(
                (_, service) ->
                    service instanceof Data.Fields fields
                            && fields.get("environment") instanceof Data.Items list
                        ? fields.with("environment", Normal.valued(list, environment))
                        : service));
  }

  // --- include ---

  private Data.Fields included(Document document, List<Path> chain) {
    Data.Fields own = document.top();
    Data include = own.get("include");
    if (include == null) {
      return own;
    }
    if (!(include instanceof Data.Items entries)) {
      problems.error(include.at(), "`include` is " + Data.shape(include), "write a list of files");
      return own.without("include");
    }
    for (Data entry : entries.items()) {
      Optional<Data.Fields> imported = imported(entry, chain);
      if (imported.isPresent()) {
        own = withResources(own, imported.get(), document);
      }
    }
    return own.without("include");
  }

  private Optional<Data.Fields> imported(Data entry, List<Path> chain) {
    Data.Fields given =
        entry instanceof Data.Fields mapping
            ? mapping
            : Data.Fields.empty(entry.at()).with("path", entry);
    List<Path> files = new ArrayList<>();
    for (String path : texts(given.get("path"))) {
      Optional<Path> file = local(path, directory, entry.at());
      if (file.isEmpty()) {
        return Optional.empty();
      }
      files.add(file.get());
    }
    if (files.isEmpty()) {
      problems.error(entry.at(), "an `include` without a path", "name a file");
      return Optional.empty();
    }
    Path first = files.getFirst();
    if (chain.stream().anyMatch(file -> isSame(file, first))) {
      problems.error(entry.at(), "this file includes itself", "");
      return Optional.empty();
    }
    String named = given.text("project_directory");
    Path project =
        named.isEmpty()
            ? parent(first)
            : directory.resolve(new Paths(directory, home).resolved(named));
    return environmentOf(given, project, entry.at())
        .flatMap(
            variables ->
                SourceFile.all(files, List.of(), problems)
                    .flatMap(
                        sources ->
                            new Loader(project, variables, home, interpolates, problems)
                                .load(sources, chain)));
  }

  private Optional<Map<String, String>> environmentOf(
      Data.Fields include, Path project, SourcePosition at) {
    List<Path> files = new ArrayList<>();
    if (include.has("env_file")) {
      for (String file : texts(include.get("env_file"))) {
        if (!file.equals("/dev/null")) {
          files.add(directory.resolve(file).normalize());
        }
      }
    } else if (Files.isRegularFile(project.resolve(".env"))) {
      files.add(project.resolve(".env"));
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (Path file : files) {
      if (!EnvFiles.read(file, environment, found, at, problems)) {
        return Optional.empty();
      }
    }
    found.putAll(environment);
    return Optional.of(found);
  }

  private Data.Fields withResources(Data.Fields own, Data.Fields imported, Document document) {
    Data.Fields result = own;
    for (String kind : KINDS) {
      Data.Fields theirs = imported.fields(kind);
      if (theirs.names().isEmpty()) {
        continue;
      }
      Data.Fields resources = result.fields(kind);
      for (Map.Entry<String, Data.Field> entry : theirs.fields().entrySet()) {
        String name = entry.getKey();
        Data their = entry.getValue().value();
        Data mine = resources.get(name);
        if (mine == null) {
          resources = resources.with(name, their);
        } else if (!Data.same(their, mine)) {
          Data kept =
              their instanceof Data.Fields mapping
                  ? document.applied(mapping, Place.of(kind, name))
                  : their;
          resources = resources.with(name, merge.resource(kept, mine, kind, name));
        }
      }
      result = result.with(kind, resources);
    }
    return result;
  }

  // --- extends ---

  private Data.Fields extended(Data.Fields file, Origin origin) {
    if (!(file.get("services") instanceof Data.Fields services)) {
      return file;
    }
    Base base = new Base(services, origin, directory);
    return file.with(
        "services", services.mapped((name, value) -> extended(name, value, base, List.of())));
  }

  private Data extended(String name, Data value, Base in, List<String> chain) {
    Map<String, Data> here = known.computeIfAbsent(in.origin(), _ -> new HashMap<>());
    Data whole = here.get(name);
    if (whole == null) {
      whole = resolved(name, value, in, chain);
      here.put(name, whole);
    }
    return whole;
  }

  private Data resolved(String name, Data value, Base in, List<String> chain) {
    Data named = value instanceof Data.Fields given ? given.get("extends") : null;
    if (named == null || !(value instanceof Data.Fields service)) {
      return value;
    }
    Data.Fields own = service.without("extends");
    String reference =
        named instanceof Data.Fields mapping ? mapping.text("service") : Data.shown(named);
    String file = named instanceof Data.Fields mapping ? mapping.text("file") : "";
    String link = in.origin().file() + "\0" + name;
    if (chain.size() > LONGEST_CHAIN) {
      problems.error(named.at(), "more than " + LONGEST_CHAIN + " services extend one another", "");
      return own;
    }
    if (chain.contains(link)) {
      problems.error(named.at(), "the service `" + name + "` extends itself", "");
      return own;
    }
    List<String> longer = new ArrayList<>(chain);
    longer.add(link);
    Base base = file.isEmpty() ? in : base(file, in, named.at());
    if (base == null) {
      return own;
    }
    Data found = base.services().get(reference);
    if (found == null) {
      problems.error(
          named.at(),
          "there is no service `"
              + reference
              + "` to extend"
              + (file.isEmpty() ? "" : " in " + base.origin().file()),
          "");
      return own;
    }
    return extended(reference, found, base, longer) instanceof Data.Fields whole
        ? merge.service(
            in.origin().document().applied(whole, Place.of("services", name)), own, name)
        : own;
  }

  /** The services of another file, their paths absolute; null with a problem where it has none. */
  private @Nullable Base base(String path, Base from, SourcePosition at) {
    Optional<Path> file = local(path, from.directory(), at);
    if (file.isEmpty()) {
      return null;
    }
    Base loaded = bases.get(file.get());
    if (loaded != null) {
      return loaded;
    }
    Optional<SourceFile> source = SourceFile.read(file.get(), at, problems);
    if (source.isEmpty()) {
      return null;
    }
    Data.Fields whole = Data.Fields.empty(SourcePosition.startOf(file.get().toString()));
    List<Place> resets = new ArrayList<>();
    for (Document read : source.get().documents()) {
      Document document = interpolated(read);
      whole = merge.over(document.applied(whole), document.top());
      resets.addAll(document.resets());
    }
    if (!(whole.get("services") instanceof Data.Fields)) {
      problems.error(at, file.get() + " has no services", "");
      return null;
    }
    Path itsDirectory = parent(file.get());
    Data.Fields written =
        new Paths(itsDirectory, home)
            .absolute(merge.unique(new ShortForms(problems).writtenOut(whole)));
    Base base =
        new Base(
            written.fields("services"),
            new Origin(file.get(), new Document(written, resets)),
            itsDirectory);
    bases.put(file.get(), base);
    return base;
  }

  private Optional<Path> local(String path, Path from, SourcePosition at) {
    if (path.contains("://") || path.startsWith("git@")) {
      problems.error(at, "this file is elsewhere", "fetch it, and name the copy");
      return Optional.empty();
    }
    return FileBytes.path(new Paths(from, home).resolved(path), at, problems);
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  static Path parent(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static List<String> texts(@Nullable Data data) {
    return switch (data) {
      case null -> List.of();
      case Data.Nothing _ -> List.of();
      case Data.Items list -> list.items().stream().map(Data::shown).toList();
      default -> List.of(Data.shown(data));
    };
  }

  /** The variables of a file's text, with those that are there already. */
  static Map<String, String> withDotEnv(
      Map<String, String> environment, List<Path> files, Problems problems) {
    Map<String, String> found = new LinkedHashMap<>();
    files.forEach(
        file ->
            EnvFiles.read(
                file, environment, found, SourcePosition.startOf(file.toString()), problems));
    Map<String, String> all = new HashMap<>(found);
    all.putAll(environment);
    return all;
  }
}
