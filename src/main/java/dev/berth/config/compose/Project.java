package dev.berth.config.compose;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Compose project, everything in it written out.
 *
 * @param services those whose profile is active, by name
 * @param disabled the names of the others
 */
record Project(
    String name,
    Data.Fields services,
    Set<String> disabled,
    Data.Fields networks,
    Data.Fields volumes,
    Data.Fields secrets,
    Data.Fields configs) {
  private static final String NAME = "COMPOSE_PROJECT_NAME";

  Project {
    disabled = Set.copyOf(disabled);
  }

  /**
   * How a project is read.
   *
   * @param files one over the other, {@code -} for standard input; empty for those of the directory
   * @param standardInput what stands there
   * @param directory where relative paths begin, and where {@code .env} is
   * @param name as the operator gave it; empty for that of the files
   * @param profiles that are active; empty for those of the environment
   * @param envFiles instead of {@code .env}
   * @param home what {@code ~} stands for; empty where that is unknown
   */
  record Request(
      List<Path> files,
      List<Document> standardInput,
      Path directory,
      String name,
      List<String> profiles,
      List<Path> envFiles,
      Map<String, String> environment,
      String home,
      boolean interpolates) {
    Request {
      files = List.copyOf(files);
      standardInput = List.copyOf(standardInput);
      profiles = List.copyOf(profiles);
      envFiles = List.copyOf(envFiles);
      environment = Map.copyOf(environment);
    }
  }

  /** The project that the files hold; empty where a problem ends it. */
  static Optional<Project> read(Request request, Problems problems) {
    int errors = problems.errors();
    Map<String, String> environment =
        new HashMap<>(
            environment(request.directory(), request.envFiles(), request.environment(), problems));
    if (problems.errors() > errors) {
      return Optional.empty();
    }
    List<Path> files =
        request.files().isEmpty()
            ? ComposeFiles.of(request.directory(), environment)
            : request.files();
    if (files.isEmpty()) {
      problems.error(
          SourcePosition.of(request.directory().toString()), "COMPOSE_FILE names no file", "");
      return Optional.empty();
    }
    Optional<List<SourceFile>> sources = SourceFile.all(files, request.standardInput(), problems);
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    String name = name(request, environment, sources.get(), problems);
    if (problems.errors() > errors) {
      return Optional.empty();
    }
    environment.put(NAME, name);
    return new Loader(
            request.directory(), environment, request.home(), request.interpolates(), problems)
        .load(sources.get(), List.of())
        .flatMap(file -> of(file, name, environment, request, problems));
  }

  private static Optional<Project> of(
      Data.Fields file,
      String name,
      Map<String, String> environment,
      Request request,
      Problems problems) {
    int errors = problems.errors();
    if (file.names().isEmpty()) {
      problems.error(file.at(), "nothing stands in it", "write `services`");
      return Optional.empty();
    }
    Data.Fields whole = new Values(problems).formed(new Normal(name, environment).of(file));
    Data.Fields all = whole.fields("services");
    Set<String> disabled = new TreeSet<>();
    Set<String> profiles = profiles(request, environment);
    for (String service : all.names()) {
      if (!isEnabled(all.fields(service), profiles)) {
        disabled.add(service);
      }
    }
    EnvFiles files = new EnvFiles(environment, problems);
    Project project =
        new Project(
            name,
            all.without(disabled),
            disabled,
            whole.fields("networks"),
            whole.fields("volumes"),
            whole.fields("secrets"),
            whole.fields("configs"));
    if (problems.errors() > errors) {
      return Optional.empty();
    }
    new Consistency(project, problems).check();
    if (problems.errors() > errors) {
      return Optional.empty();
    }
    Data.Fields resolved =
        project.services().mapped((_, service) -> files.resolved((Data.Fields) service));
    return problems.errors() > errors
        ? Optional.empty()
        : Optional.of(
            new Project(
                name,
                resolved,
                disabled,
                project.networks(),
                project.volumes(),
                valued(project.secrets(), environment),
                valued(project.configs(), environment)));
  }

  /** The content may stand in a variable. */
  private static Data.Fields valued(Data.Fields resources, Map<String, String> environment) {
    return resources.mapped(
        (_, value) -> {
          String found =
              value instanceof Data.Fields resource
                  ? environment.get(resource.text("environment"))
                  : null;
          return found == null || !(value instanceof Data.Fields resource)
              ? value
              : resource.with("content", new Data.Text(found, resource.at()));
        });
  }

  private static boolean isEnabled(Data.Fields service, Set<String> profiles) {
    List<Data> own = service.items("profiles");
    return own.isEmpty()
        || profiles.contains("*")
        || own.stream().anyMatch(profile -> profiles.contains(Data.shown(profile)));
  }

  private static Set<String> profiles(Request request, Map<String, String> environment) {
    Collection<String> given =
        request.profiles().isEmpty()
            ? List.of(environment.getOrDefault("COMPOSE_PROFILES", "").split(","))
            : request.profiles();
    Set<String> profiles = new TreeSet<>();
    given.forEach(profile -> profiles.add(profile.strip()));
    return profiles;
  }

  /**
   * The variables: what is set counts before what stands in files.
   *
   * @param files empty for {@code .env} of the directory
   */
  private static Map<String, String> environment(
      Path directory, List<Path> files, Map<String, String> set, Problems problems) {
    Path standard = directory.resolve(".env");
    return Loader.withDotEnv(
        set,
        !files.isEmpty() || !ComposeFiles.isThere(standard) ? files : List.of(standard),
        problems);
  }

  private static String name(
      Request request,
      Map<String, String> environment,
      List<SourceFile> sources,
      Problems problems) {
    String given = request.name().isEmpty() ? environment.getOrDefault(NAME, "") : request.name();
    if (!given.isEmpty()) {
      if (!normalised(given).equals(given)) {
        problems.error(
            SourcePosition.of(request.name().isEmpty() ? NAME : request.directory().toString()),
            "'" + given + "' is no name of a Compose project",
            "use lower-case letters, digits, - and _, the first a letter or digit");
      }
      return given;
    }
    Interpolation interpolation = new Interpolation(environment, new Problems());
    String own =
        sources.stream()
            .flatMap(source -> source.documents().stream())
            .map(Document::top)
            .filter(top -> !top.text("name").isEmpty())
            .reduce((_, last) -> last)
            .map(top -> normalised(interpolation.filled(top.text("name"), top.at())))
            .orElse("");
    Path directory = request.directory().toAbsolutePath().normalize().getFileName();
    return own.isEmpty() ? normalised(directory == null ? "" : directory.toString()) : own;
  }

  /** As Compose makes a name of anything: only some signs are kept. */
  static String normalised(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceAll("^[_-]+", "");
  }

  /** How many containers a service has. */
  static int replicas(Data.Fields service) {
    String scale = service.text("scale");
    String replicas = scale.isEmpty() ? service.fields("deploy").text("replicas") : scale;
    return replicas.matches("\\d{1,6}") ? Integer.parseInt(replicas) : 1;
  }
}
