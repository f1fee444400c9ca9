package dev.berth.config;

import dev.berth.model.AbsolutePath;
import dev.berth.model.ContainerPath;
import dev.berth.model.Mount;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Volumes and bind mounts.
 *
 * <p>Canonical: {@code SRC:DST[:OPTS]} in the order written, options verbatim, the same item once;
 * Compose's long form as its short one.
 */
final class MountsReader {
  private static final String SHAPE = "a list of `SRC:DST[:OPTS]`";
  private static final List<String> FIELDS =
      List.of("type", "source", "target", "read_only", "bind", "volume", "tmpfs");

  private static final List<String> TYPES =
      List.of("bind", "volume", "tmpfs", "image", "npipe", "cluster", "glob", "ramfs");

  private MountsReader() {}

  static Optional<Value> read(Setting setting) {
    List<Value> mounts = new ArrayList<>();
    Map<String, Mount> byDestination = new HashMap<>();
    if (setting.value() instanceof Tree.Fields fields) {
      return setting.wrong(fields, SHAPE);
    }
    for (Tree item : setting.items(SHAPE)) {
      Optional<String> text =
          switch (item) {
            case Tree.Text written -> Optional.of(written.text());
            case Tree.Fields fields -> shortForm(setting, fields);
            case Tree.Items items -> setting.wrong(items, SHAPE);
          };
      text.flatMap(given -> mount(setting, given, item.at()))
          .filter(mount -> isNew(setting, mount, byDestination))
          .ifPresent(mount -> mounts.add(Setting.scalar(mount.argument(), item.at())));
    }
    return setting.sequence(mounts);
  }

  private static Optional<Mount> mount(Setting setting, String text, SourcePosition at) {
    Optional<Mount> mount = Mount.parse(text, at);
    if (text.chars().anyMatch(Character::isISOControl)) {
      return setting.fail(
          at, "the text holds a control character", "no unit and no mount can hold one");
    }
    if (mount.isEmpty()) {
      return setting.fail(
          at, "no mount", "write SRC:DST[:OPTS] or NAME:DST[:OPTS] with an absolute DST");
    }
    Optional<String> flaw = flaw(mount.get().destination());
    if (flaw.isPresent()) {
      return setting.fail(
          at, "the destination " + flaw.get(), "write an absolute path below the container's root");
    }
    String source = mount.get().source();
    boolean fits =
        switch (mount.get().kind()) {
          case ANONYMOUS -> true;
          case NAMED -> Names.isValid(source);
          case BIND -> source.startsWith("/");
        };
    if (!fits) {
      String advice =
          mount.get().kind() == Mount.Kind.BIND
              ? "write the absolute path: a unit has no current directory"
              : "a volume's name has letters, digits and _ . -; a path begins with /";
      return setting.fail(at, "the source is not usable", advice);
    }
    Optional<Grammar.Fault> fault = MountOptions.fault(mount.get().options());
    return fault.isEmpty() ? mount : setting.fail(at, fault.get().message(), fault.get().advice());
  }

  private static Optional<String> flaw(String destination) {
    return ContainerPath.flaw(destination)
        .or(
            () ->
                ContainerPath.of(destination).isRoot()
                    ? Optional.of("is the container's own root")
                    : Optional.empty());
  }

  private static boolean isNew(Setting setting, Mount mount, Map<String, Mount> byDestination) {
    Mount first = byDestination.putIfAbsent(AbsolutePath.of(mount.destination()).text(), mount);
    if (first != null && !first.argument().equals(mount.argument())) {
      setting.fail(
          mount.at(),
          "it mounts where another is mounted already, at " + first.at(),
          "remove one of the two");
    }
    return first == null;
  }

  private static Optional<String> shortForm(Setting setting, Tree.Fields fields) {
    setting.rejectOthers(fields, FIELDS);
    LongForm form = new LongForm(setting, fields);
    String type = form.text("type").orElse("volume");
    if (!type.equals("bind") && !type.equals("volume")) {
      String advice =
          type.equals("tmpfs") ? "write it under the key tmpfs" : "the types are bind and volume";
      return setting.fail(
          fields.at(), "a mount of type " + Quote.value(type, TYPES) + " is not made here", advice);
    }
    Optional<String> target = form.text("target");
    if (target.isEmpty()) {
      return setting.fail(fields.at(), "a mount without `target`", "say where it goes");
    }
    Optional<String> source = form.text("source");
    boolean isPath = source.isPresent() && source.get().contains("/");
    if (isPath != type.equals("bind")) {
      return setting.fail(
          fields.at(),
          "the type is "
              + type
              + ", the source "
              + (source.isEmpty() ? "missing" : isPath ? "a path" : "a name"),
          "a bind has a path as its source, a volume a name");
    }
    if ((source.orElse("") + target.get()).contains(":")) {
      return setting.fail(
          fields.at(), "a mount with a colon in its path", "the engines split SRC:DST there");
    }
    List<String> options = options(setting, form, type);
    String path = source.map(given -> given + ":").orElse("") + target.get();
    if (source.isEmpty() && !options.isEmpty()) {
      return setting.fail(
          fields.at(), "a volume without a name takes no options", "give it a `source`");
    }
    return Optional.of(options.isEmpty() ? path : path + ":" + String.join(",", options));
  }

  private static List<String> options(Setting setting, LongForm form, String type) {
    List<String> options = new ArrayList<>();
    if (form.flag("read_only")) {
      options.add("ro");
    }
    form.nested("bind", List.of("propagation", "selinux", "create_host_path"))
        .ifPresent(
            bind -> {
              bind.text("propagation").ifPresent(options::add);
              bind.text("selinux").ifPresent(options::add);
              if (bind.flag("create_host_path")) {
                setting.fail(
                    bind.at(), "`create_host_path` is not read", "use --missing-bind create");
              }
            });
    form.nested("volume", List.of("nocopy"))
        .filter(volume -> volume.flag("nocopy"))
        .ifPresent(_ -> options.add("nocopy"));
    form.rejectNested(type.equals("bind") ? "volume" : "bind", type);
    form.rejectNested("tmpfs", type);
    return options;
  }
}
