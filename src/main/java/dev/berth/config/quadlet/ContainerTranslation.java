package dev.berth.config.quadlet;

import dev.berth.config.Dialect;
import dev.berth.config.Draft;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes a container of Berth's own form of a container unit. */
final class ContainerTranslation {
  private static final String SECURITY = "security_opt";

  private final Unit unit;
  private final Resources resources;
  private final PodTranslation pods;
  private final Problems problems;
  private final Values values;
  private final Body body;

  ContainerTranslation(Unit unit, Resources resources, PodTranslation pods, Problems problems) {
    this.unit = unit;
    this.pods = pods;
    this.resources = resources;
    this.problems = problems;
    this.values = resources.values(unit);
    this.body = new Body(unit.at(unit.section()));
  }

  /** The container, with what it depends on. */
  Draft draft(Relations relations) {
    new KeyCheck(unit, problems).check(unit.section(), ContainerKeys.ALL);
    for (KeyRow row : ContainerKeys.ALL) {
      if (row.fate() == KeyRow.Fate.DONE && values.has(row.label())) {
        put(row.label());
      }
    }
    checkImage();
    new ServiceSection(unit, resources, problems).addTo(body);
    relations.of(unit).ifPresent(tree -> body.put("depends_on", tree));
    relations.putPartOf(unit, body);
    SourcePosition at = values.last("ContainerName").map(Word::at).orElse(unit.at(unit.section()));
    return new Draft(resources.name(unit), at, body.tree(), Dialect.OF_FILE, true);
  }

  private void checkImage() {
    if (!values.has("Image") && !values.has("Rootfs")) {
      problems.error(unit.at(unit.section()), "`[Container]` has no `Image=`", "name one");
      // One problem is enough.
      body.put("image", "none", unit.at());
    } else if (body.get("image").isEmpty()) {
      body.put("image", "none", unit.at());
    }
  }

  private void put(String key) {
    switch (key) {
      case "AddDevice", "Annotation", "Environment", "Label", "LogOpt", "Sysctl" -> mapping(key);
      case "NoNewPrivileges", "ReadOnly", "ReadOnlyTmpfs", "RunInit", "VolatileTmp" -> flag(key);
      case "Mask", "SeccompProfile", "Unmask" -> security(key);
      case "SecurityLabelDisable",
          "SecurityLabelNested",
          "SecurityLabelFileType",
          "SecurityLabelLevel",
          "SecurityLabelType" ->
          label(key);
      case "Mount", "Volume" -> new Mounts(unit, resources, problems).put(key, values, body);
      case "Image" -> image();
      case "Network" -> new JoinedNetworks(resources, problems).put(values, body);
      case "Pod" -> pods.addTo(unit, body);
      case "StartWithPod" -> startWithPod(key);
      case "PodmanArgs" -> new PodmanArguments(problems).put(values, body);
      case "User", "Group" -> user(key);
      case "HealthCmd",
          "HealthInterval",
          "HealthOnFailure",
          "HealthRetries",
          "HealthStartPeriod",
          "HealthTimeout",
          "Notify" ->
          new HealthKeys(unit, problems).put(key, values, body);
      default -> plain(key);
    }
  }

  private void plain(String key) {
    switch (key) {
      case "AddCapability" -> body.add("cap_add", upper(values.words(key)));
      case "DropCapability" -> body.add("cap_drop", upper(values.words(key)));
      case "AddHost" -> body.add("extra_hosts", values.each(key));
      case "DNS" -> body.add("dns", values.each(key));
      case "DNSOption" -> body.add("dns_opt", values.each(key));
      case "DNSSearch" -> body.add("dns_search", values.each(key));
      case "EnvironmentFile" -> environmentFiles(key);
      case "Exec" -> body.add("command", values.lastArguments(key));
      case "Entrypoint" -> entrypoint(key);
      case "ExposeHostPort" -> body.add("expose", values.each(key));
      case "GroupAdd" -> body.add("group_add", values.each(key));
      case "NetworkAlias" -> body.add("network_alias", values.each(key));
      case "PublishPort" -> body.add("ports", values.each(key));
      case "Secret" -> body.add("secrets", values.arguments(key));
      case "Tmpfs" -> body.add("tmpfs", values.each(key));
      case "Ulimit" -> body.add("ulimit", values.each(key));
      case "AutoUpdate" ->
          values.last(key).ifPresent(it -> body.entry("labels", "io.containers.autoupdate", it));
      case "CgroupsMode" -> only(key, "split", "a service has its own part of the unit's group");
      case "Pull" -> pull(key);
      case "HostName" -> scalar("hostname", key);
      case "IP" -> scalar("ip", key);
      case "IP6" -> scalar("ip6", key);
      case "LogDriver" -> scalar("log_driver", key);
      case "Memory" -> scalar("mem_limit", key);
      case "PidsLimit" -> scalar("pids_limit", key);
      case "ReloadSignal" -> scalar("reload_signal", key);
      case "ShmSize" -> scalar("shm_size", key);
      case "StopSignal" -> scalar("stop_signal", key);
      case "StopTimeout" -> scalar("stop_grace_period", key);
      case "UserNS" -> scalar("userns", key);
      case "WorkingDir" -> scalar("working_dir", key);
      default -> {} // Its name is that of the container, or of its service.
    }
  }

  private void scalar(String target, String key) {
    values.last(key).ifPresent(word -> body.put(target, word));
  }

  private static List<Word> upper(List<Word> words) {
    return words.stream().map(word -> word.with(word.text().toUpperCase(Locale.ROOT))).toList();
  }

  private void mapping(String key) {
    switch (key) {
      case "AddDevice" ->
          values
              .words(key)
              .forEach(
                  word -> {
                    if (word.text().startsWith("-")) {
                      problems.error(
                          word.at(),
                          "`AddDevice=`: a device that may be missing is not carried over",
                          "take the - away where it is there, or else the line");
                    } else {
                      body.add("devices", Body.text(word));
                    }
                  });
      case "Annotation" -> pairs("annotations", values.pairs(key));
      case "Environment" -> pairs("environment", values.pairs(key));
      case "Label" -> pairs("labels", values.pairs(key));
      case "LogOpt" -> pairs("log_opts", values.plainPairs(key));
      default -> pairs("sysctls", values.plainPairs(key));
    }
  }

  private void pairs(String target, List<Values.Pair> pairs) {
    pairs.forEach(pair -> body.entry(target, pair.name(), new Word(pair.value(), pair.at())));
  }

  private void flag(String key) {
    Optional<Boolean> given = values.flag(key);
    boolean isReadOnly = values.flag("ReadOnly").orElse(false);
    SourcePosition at = values.at(key);
    switch (key) {
      case "NoNewPrivileges" -> {
        if (given.orElse(false)) {
          body.add(SECURITY, Body.text(new Word("no-new-privileges", at)));
        }
      }
      case "ReadOnly" -> given.ifPresent(it -> body.put("read_only", it.toString(), at));
      case "RunInit" -> given.ifPresent(it -> body.put("init", it.toString(), at));
      case "VolatileTmp" -> {
        if (given.orElse(false) && !isReadOnly) {
          body.add("tmpfs", Body.text(new Word("/tmp:rw,size=512M,mode=1777", at)));
        }
      }
      default -> {
        if (isReadOnly && !given.orElse(true)) {
          problems.error(
              at,
              "`ReadOnlyTmpfs=false` beside `ReadOnly=true` is not carried over",
              "leave it out: /run, /tmp and /var/tmp are in memory then");
        }
      }
    }
  }

  private void security(String key) {
    String option =
        switch (key) {
          case "Mask" -> "mask=";
          case "Unmask" -> "unmask=";
          default -> "seccomp=";
        };
    List<Word> words =
        key.equals("SeccompProfile") ? values.last(key).stream().toList() : values.arguments(key);
    words.forEach(word -> body.add(SECURITY, Body.text(word.with(option + word.text()))));
  }

  private void label(String key) {
    switch (key) {
      case "SecurityLabelDisable", "SecurityLabelNested" -> {
        if (values.flag(key).orElse(false)) {
          String word = key.equals("SecurityLabelDisable") ? "label=disable" : "label=nested";
          body.add(SECURITY, Body.text(new Word(word, values.at(key))));
        }
      }
      default -> {
        String kind =
            switch (key) {
              case "SecurityLabelFileType" -> "filetype";
              case "SecurityLabelLevel" -> "level";
              default -> "type";
            };
        values
            .last(key)
            .ifPresent(
                word ->
                    body.add(SECURITY, Body.text(word.with("label=" + kind + ":" + word.text()))));
      }
    }
  }

  private void image() {
    Optional<Word> image = values.last("Image");
    if (values.has("Rootfs")) {
      problems.error(
          values.at("Rootfs"), "`Image=` and `Rootfs=` are not both possible", "keep one of them");
    }
    image.ifPresent(
        word -> {
          boolean isUnit = word.text().endsWith(".image") || word.text().endsWith(".build");
          if (!isUnit) {
            body.put("image", word);
            return;
          }
          resources
              .named(word, word.text())
              .ifPresent(
                  named -> {
                    body.put("image", word.with(resources.name(named)));
                    // An image unit pulls whenever it starts; one with a tag loads an archive.
                    boolean isPulled =
                        named.id().kind() == UnitKind.IMAGE
                            && resources.values(named).last("ImageTag").isEmpty();
                    if (isPulled && !values.has("Pull")) {
                      body.put("pull_policy", "always", word.at());
                    }
                  });
        });
  }

  private void environmentFiles(String key) {
    for (Word word : values.arguments(key)) {
      if (word.text().startsWith("-")) {
        problems.error(
            word.at(),
            "`EnvironmentFile=`: Quadlet knows no - for a file that may be missing",
            "take it away");
      } else {
        body.add(
            "env_file",
            Body.text(word.with(unit.directory().resolve(word.text()).normalize().toString())));
      }
    }
  }

  private void entrypoint(String key) {
    values
        .last(key)
        .ifPresent(
            word -> {
              List<Word> words = JsonWords.of(word).orElse(List.of(word));
              body.add("entrypoint", words);
            });
  }

  private void only(String key, String expected, String advice) {
    values
        .last(key)
        .filter(word -> !word.text().equals(expected))
        .ifPresent(
            word ->
                problems.error(
                    word.at(),
                    "`" + key + "=` other than " + expected + " is not carried over",
                    advice));
  }

  private void startWithPod(String key) {
    if (!values.flag(key).orElse(true)) {
      problems.error(
          values.at(key),
          "`StartWithPod=false` is not carried over: a member starts with its pod",
          "take it out of the pod where something else starts it");
    }
  }

  private void pull(String key) {
    values
        .last(key)
        .ifPresent(
            word -> {
              if (word.text().equals("newer")) {
                problems.error(
                    word.at(), "`Pull=newer` is not carried over", "write always or missing");
              } else {
                body.put("pull_policy", word);
              }
            });
  }

  private void user(String key) {
    Optional<Word> user = values.last("User");
    Optional<Word> group = values.last("Group");
    if (user.isEmpty() && group.isPresent()) {
      problems.error(group.get().at(), "`Group=` without `User=`", "name the user, too");
    }
    if (key.equals("User")) {
      user.ifPresent(
          word ->
              body.put(
                  "user", word.with(word.text() + group.map(it -> ":" + it.text()).orElse(""))));
    }
  }
}
