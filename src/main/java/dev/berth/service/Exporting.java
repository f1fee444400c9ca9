package dev.berth.service;

import static dev.berth.json.JsonText.object;

import dev.berth.export.Document;
import dev.berth.export.Exported;
import dev.berth.export.Loss;
import dev.berth.export.PodmanVersion;
import dev.berth.export.Target;
import dev.berth.model.Desired;
import dev.berth.model.Problem;
import java.util.List;
import java.util.Map;

/** Writes what is desired in another form. */
public final class Exporting {
  /** A form. */
  public enum Form {
    /** Pods and what they need. */
    kubernetes,
    /** Podman's units. */
    quadlet,
    /** Projects. */
    compose,
    /** Berth's own. */
    berth
  }

  /** What a workload becomes in Kubernetes. */
  public enum Workloads {
    /** A Pod. */
    pod,
    /** A Deployment; what runs to its end a Job. */
    deployment
  }

  /**
   * A file of the form.
   *
   * @param name relative to the directory of all
   * @param mode in octal
   */
  public record File(String name, String text, String mode) {}

  /**
   * What came of it.
   *
   * @param files in the order in which they are read
   * @param losses what the form cannot say, as warnings
   */
  public record Result(List<File> files, List<Problem> losses, Map<String, Object> document) {
    /** Keeps its own copies. */
    public Result {
      files = List.copyOf(files);
      losses = List.copyOf(losses);
    }
  }

  private Exporting() {}

  /**
   * What is desired in a form.
   *
   * @param podman the oldest Podman that reads units of Quadlet's, {@code 5.4}
   * @throws InvalidUse where that is no version with Quadlet
   */
  public static Result of(Desired desired, Form form, Workloads workloads, String podman) {
    Exported exported = target(form, workloads, podman).exported(desired);
    return new Result(
        exported.documents().stream().map(Exporting::file).toList(),
        exported.losses().stream().map(Exporting::problem).toList(),
        object(
            "target",
            form.name(),
            "losses",
            exported.losses().stream().map(Exporting::loss).toList()));
  }

  private static Target target(Form form, Workloads workloads, String podman) {
    return switch (form) {
      case kubernetes -> new Target.Kubernetes(workloads == Workloads.deployment);
      case quadlet ->
          new Target.Quadlet(
              PodmanVersion.parse(podman)
                  .orElseThrow(
                      () ->
                          new InvalidUse(
                              "--quadlet-podman '"
                                  + podman
                                  + "' is no version of Podman from "
                                  + PodmanVersion.FIRST
                                  + " on")));
      case compose -> new Target.Compose();
      case berth -> new Target.Own();
    };
  }

  private static File file(Document document) {
    return new File(document.name(), document.text(), document.mode());
  }

  private static Problem problem(Loss loss) {
    String whose = loss.container().isEmpty() ? "" : loss.container() + ": ";
    return Problem.warning(
        loss.at(), whose + "`" + loss.key() + "`: " + loss.what(), loss.instead());
  }

  private static Map<String, Object> loss(Loss loss) {
    Map<String, Object> document = object("file", loss.at().file());
    if (loss.at().line() > 0) {
      document.put("line", loss.at().line());
      document.put("column", loss.at().column());
    }
    document.put("container", loss.container());
    document.put("key", loss.key());
    document.put("message", loss.what());
    document.put("advice", loss.instead());
    return document;
  }

  /** The files for programs. */
  public static List<Map<String, Object>> documents(List<File> files) {
    return files.stream()
        .map(file -> object("name", file.name(), "mode", file.mode(), "text", file.text()))
        .toList();
  }

  /** A mode as {@code rw-r-----}. */
  public static String permissions(String octal) {
    int mode = Integer.parseInt(octal, 8);
    StringBuilder permissions = new StringBuilder("rwxrwxrwx");
    for (int i = 0; i < permissions.length(); i++) {
      if ((mode >> (permissions.length() - 1 - i) & 1) == 0) {
        permissions.setCharAt(i, '-');
      }
    }
    return permissions.toString();
  }
}
