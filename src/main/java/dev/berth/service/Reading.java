package dev.berth.service;

import dev.berth.config.ComposeOptions;
import dev.berth.config.ConfigReader;
import dev.berth.config.Dialect;
import dev.berth.config.FrontEnds;
import dev.berth.config.ReadOptions;
import dev.berth.config.compose.ComposeFrontEnd;
import dev.berth.config.kubernetes.KubernetesFrontEnd;
import dev.berth.config.quadlet.QuadletDocument;
import dev.berth.config.quadlet.QuadletFrontEnd;
import dev.berth.export.BerthYaml;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads files into what is desired. */
public final class Reading {
  private static final String IMPORTED = "quadlet";
  private static final String HEAD =
      "# Made from Quadlet units by 'berth import quadlet'. From here on this file is the source.\n";

  private final Map<String, String> environment;
  private final Settings settings;
  private final Dialect dialect;

  Reading(Map<String, String> environment, Settings settings, Dialect dialect) {
    this.environment = environment;
    this.settings = settings;
    this.dialect = dialect;
  }

  /**
   * How files are read, beside the settings.
   *
   * @param configId the configuration's id; empty for that of the file's name
   * @param overrides JSON, or {@code @} and the name of a file
   * @param steps whether the path is a directory of {@code step_N} directories
   * @param step the only step that is wanted; empty for all
   * @param compose how a Compose file is read
   */
  public record Request(
      String configId,
      List<String> overrides,
      boolean steps,
      OptionalInt step,
      ComposeOptions compose) {}

  /**
   * What was read.
   *
   * @param desired what is desired, as far as it could be read
   * @param problems in the order of their positions
   * @param errors how many errors there are in all; with one of them nothing is to be done
   */
  public record Outcome(Desired desired, List<Problem> problems, int errors) {
    private static Outcome of(Desired desired, Problems problems) {
      return new Outcome(desired, problems.sorted(), problems.errors());
    }
  }

  /**
   * What paths ask for: a file, a directory, or {@code -} for standard input; several files only of
   * a Compose project.
   */
  public Outcome read(List<String> paths, Request request) {
    Problems problems = new Problems();
    Desired desired = reader(request).read(paths, problems);
    new FileTrust(problems).configuration(desired, request.overrides());
    return Outcome.of(desired, problems);
  }

  /**
   * What the stacks of a directory ask for. One that is wrong by itself holds up no other.
   *
   * @param allowEmpty whether it may hold none
   * @param applied from which path each configuration was applied, by id
   */
  public Outcome readStacks(
      Path directory, boolean allowEmpty, SortedMap<String, String> applied, Request request) {
    Problems problems = new Problems();
    Path whole = directory.toAbsolutePath().normalize();
    Stacks stacks = Stacks.in(whole, allowEmpty, problems);
    SortedMap<String, String> broken = new TreeMap<>();
    Desired desired = sound(stacks.paths(), broken, problems, request);
    FileTrust trust = new FileTrust(problems);
    trust.configuration(desired, request.overrides());
    trust.file(whole.toString(), SourcePosition.startOf(whole.toString()));
    return new Outcome(
        new Desired(desired.sets(), false, stacks.gone(applied), broken),
        problems.sorted(),
        broken.isEmpty() ? problems.errors() : 0);
  }

  private Desired sound(
      SortedMap<String, String> paths,
      SortedMap<String, String> broken,
      Problems problems,
      Reading.Request request) {
    Problems all = new Problems();
    Desired desired = reader(request).readStacks(paths, all);
    SortedMap<String, String> sound = new TreeMap<>(paths);
    Problems own = new Problems();
    if (all.hasErrors()) {
      sound.entrySet().removeIf(stack -> isWrong(stack.getKey(), stack.getValue(), request, own));
    }
    Problems rest = new Problems();
    if (!sound.isEmpty() && sound.size() < paths.size() && !problems.hasErrors()) {
      desired = reader(request).readStacks(sound, rest);
      if (!rest.hasErrors()) {
        broken.putAll(paths);
        broken.keySet().removeAll(sound.keySet());
        // What follows from those that are left out is not true of the others.
        own.sorted().forEach(rest::add);
        all = rest;
      }
    }
    all.sorted().forEach(problems::add);
    return desired;
  }

  /** Adds what is wrong with one by itself. */
  private boolean isWrong(String id, String path, Request request, Problems problems) {
    Problems own = new Problems();
    reader(request).readStacks(new TreeMap<>(Map.of(id, path)), own);
    if (own.hasErrors()) {
      own.sorted().forEach(problems::add);
    }
    return own.hasErrors();
  }

  /** The same for a file that is not written yet, with this text. */
  public Outcome readText(String path, String text, Request request) {
    Problems problems = new Problems();
    return Outcome.of(reader(request).read(path, text, problems), problems);
  }

  /**
   * What Quadlet units come to in Berth's own form.
   *
   * @param text of a file that says the same; empty where problems forbid it
   * @param outcome what the units ask for
   */
  public record Imported(String text, Outcome outcome) {}

  /** Reads Quadlet units once, to go on with a file of Berth's own form. */
  public Imported importQuadlet(List<Path> paths, Request request) {
    Problems problems = new Problems();
    QuadletDocument document =
        QuadletDocument.read(paths, UnitSurroundings.ofProcess(environment), problems);
    Desired desired = reader(request).read(document.group(IMPORTED, problems), problems);
    new FileTrust(problems).configuration(desired, request.overrides());
    String text = HEAD + BerthYaml.of(document.plain());
    if (!problems.hasErrors()) {
      checkSame(desired, readText("quadlet.yaml", text, request).desired(), problems);
    }
    return new Imported(problems.hasErrors() ? "" : text, Outcome.of(desired, problems));
  }

  /** What cannot be written so that it is read as it was is never written. */
  private static void checkSame(Desired units, Desired file, Problems problems) {
    units
        .containers()
        .filter(
            spec ->
                file.container(spec.name())
                    .filter(
                        other ->
                            other
                                .flattened(EnumSet.allOf(Key.Scope.class))
                                .equals(spec.flattened(EnumSet.allOf(Key.Scope.class))))
                    .isEmpty())
        .forEach(
            spec ->
                problems.error(
                    spec.at(),
                    "'" + spec.name() + "' cannot be written as Berth's own form reads it",
                    "tell us: this is a fault of Berth's"));
  }

  private ConfigReader reader(Request request) {
    return new ConfigReader(
        new ReadOptions(
            environment,
            request.configId(),
            Choices.unknownKeysAreErrors(settings),
            request.overrides(),
            request.steps(),
            request.step(),
            Choices.flag(settings, HostSetting.CONFIG_HASH),
            System.in,
            new IsolatedProcessors(),
            dialect),
        new FrontEnds(
            List.of(
                new ComposeFrontEnd(environment, request.compose()),
                new QuadletFrontEnd(() -> UnitSurroundings.ofProcess(environment)),
                new KubernetesFrontEnd(UnitSurroundings::hostName))));
  }
}
