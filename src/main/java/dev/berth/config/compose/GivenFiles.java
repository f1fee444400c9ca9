package dev.berth.config.compose;

import dev.berth.model.Problems;
import java.util.List;

/** What a service is given as files: configs and secrets. */
final class GivenFiles {
  private static final List<String> OWNERS = List.of("uid", "gid", "mode");
  private static final List<String> DRIVERS = List.of("driver", "driver_opts", "template_driver");

  private final Project project;
  private final Problems problems;

  GivenFiles(Project project, Problems problems) {
    this.project = project;
    this.problems = problems;
  }

  /** Adds those of a kind, {@code configs} or {@code secrets}. */
  void put(Body body, String kind, Data value) {
    Data.Fields declared = kind.equals("secrets") ? project.secrets() : project.configs();
    Body contents = new Body(value.at());
    for (Data item : ((Data.Items) value).items()) {
      Data.Fields reference = (Data.Fields) item;
      Data.Fields resource = declared.fields(reference.text("source"));
      refuseDrivers(kind, reference.text("source"), resource);
      if (!resource.fields("x-berth").text("credential").isEmpty()) {
        credential(body, kind, reference, resource);
      } else if (resource.has("file")) {
        mount(body, kind, reference, resource);
      } else if (resource.flag("external")) {
        external(body, kind, reference, resource);
      } else {
        content(contents, kind, reference, resource);
      }
    }
    if (!contents.tree().fields().isEmpty()) {
      body.merge("files", value.at(), contents.tree());
    }
  }

  private void refuseDrivers(String kind, String name, Data.Fields resource) {
    for (String label : DRIVERS) {
      Data given = resource.get(label);
      if (given != null) {
        problems.error(
            given.at(),
            "`" + kind + "." + name + "." + label + "` is not carried over: it is of a swarm",
            "give its `file`, `content` or `environment` alone");
      }
    }
  }

  private void mount(Body body, String kind, Data.Fields reference, Data.Fields resource) {
    passOverOwners(reference, "the file is mounted as it is", "chown, chmod");
    body.add(
        "volumes",
        Body.text(resource.text("file") + ":" + target(kind, reference) + ":ro", reference.at()));
  }

  private void external(Body body, String kind, Data.Fields reference, Data.Fields resource) {
    if (!kind.equals("secrets")) {
      problems.error(
          reference.at(),
          "`configs." + reference.text("source") + "` is external, and no engine keeps configs",
          "give its `file` or `content`");
      return;
    }
    Body secret = new Body(reference.at());
    secret.put("source", new Data.Text(resource.text("name"), reference.at()));
    copy(secret, reference, "target");
    OWNERS.forEach(owner -> copy(secret, reference, owner));
    body.add("secrets", secret.tree());
  }

  private void credential(Body body, String kind, Data.Fields reference, Data.Fields resource) {
    passOverOwners(reference, "root alone may read a credential", "leave it out");
    Body secret = new Body(reference.at());
    secret.put(
        "credential", new Data.Text(resource.fields("x-berth").text("credential"), resource.at()));
    secret.put("target", new Data.Text(target(kind, reference), reference.at()));
    body.add("secrets", secret.tree());
  }

  private void content(Body contents, String kind, Data.Fields reference, Data.Fields resource) {
    String path = target(kind, reference);
    if (!resource.has("content")) {
      problems.error(
          resource.at(),
          "`" + kind + "." + reference.text("source") + "` has nothing in it",
          resource.has("environment")
              ? "set the variable " + resource.text("environment")
              : "give its `file`, `content` or `environment`");
      return;
    }
    Body file = new Body(reference.at());
    file.put("content", new Data.Text(resource.text("content"), resource.at()));
    OWNERS.forEach(owner -> copy(file, reference, owner));
    contents.put(path, reference.at(), file.tree());
  }

  private void passOverOwners(Data.Fields reference, String why, String advice) {
    for (String owner : OWNERS) {
      if (reference.has(owner)) {
        problems.warning(reference.at(), "`" + owner + "` has no effect: " + why, advice);
      }
    }
  }

  private static void copy(Body body, Data.Fields reference, String label) {
    Data value = reference.get(label);
    if (value != null) {
      body.put(label, value);
    }
  }

  private static String target(String kind, Data.Fields reference) {
    String target =
        reference.has("target") ? reference.text("target") : "/" + reference.text("source");
    return kind.equals("secrets") && !reference.text("target").startsWith("/")
        ? "/run/secrets/" + target.replaceFirst("^/", "")
        : target;
  }
}
