package dev.berth.config;

import dev.berth.model.ContentFile;
import dev.berth.model.ShownValue;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files with their content.
 *
 * <p>Canonical: path → {@code content}, {@code mode} in octal with one leading zero, {@code uid}
 * and {@code gid} in digits, all of them always there.
 */
final class FilesReader {
  private static final String SHAPE = "a mapping of paths to contents";
  private static final List<String> KERNELS = List.of("/proc", "/sys", "/dev");
  private static final List<String> FIELDS = List.of("content", "mode", "uid", "gid");

  private FilesReader() {}

  static Optional<Value> read(Setting setting) {
    if (!(setting.value() instanceof Tree.Fields fields)) {
      return setting.wrong(setting.value(), SHAPE);
    }
    SortedMap<String, Value> files = new TreeMap<>();
    for (Tree.Field field : fields.fields()) {
      String path = field.name();
      Optional<String> flaw = flaw(path, files.keySet());
      if (flaw.isPresent()) {
        setting.fail(
            field.at(),
            shown(path) + " " + flaw.get(),
            "write an absolute path, without a colon, of a file below no other");
        continue;
      }
      if (files.containsKey(path)) {
        setting.fail(field.at(), shown(path) + " is given twice", "leave one out");
        continue;
      }
      file(setting, field).ifPresent(file -> files.put(path, file));
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(new Value.Mapping(files, setting.at()));
  }

  /** What is no path may be a content whose path was forgotten. */
  private static String shown(String path) {
    return path.startsWith("/") ? Quote.of(path) : ShownValue.of(path);
  }

  /** Why nothing can be mounted there, in words; empty where something may be. */
  private static Optional<String> flaw(String path, Set<String> others) {
    boolean isPlain =
        path.startsWith("/")
            && path.indexOf(':') < 0
            && path.chars().noneMatch(Character::isISOControl)
            && Stream.of(path.substring(1).split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!isPlain) {
      return Optional.of("is no path of a file");
    }
    if (KERNELS.stream().anyMatch(place -> path.equals(place) || path.startsWith(place + "/"))) {
      return Optional.of("is the kernel's");
    }
    return others.stream()
        .filter(other -> path.startsWith(other + "/") || other.startsWith(path + "/"))
        .findFirst()
        .map(other -> "is not beside " + Quote.of(other));
  }

  private static Optional<Value> file(Setting setting, Tree.Field field) {
    if (!(field.value() instanceof Tree.Fields given)) {
      return setting
          .text(field.value(), "a text, or a mapping with `content`")
          .map(text -> file(text.text(), ContentFile.READABLE, "0", "0", field.at()));
    }
    setting.rejectOthers(given, FIELDS);
    LongForm form = new LongForm(setting, given);
    Optional<Tree.Field> content = given.field("content");
    if (content.isEmpty()) {
      return setting.fail(given.at(), "the file has no `content`", "write what stands in it");
    }
    Optional<String> mode =
        SecretsReader.mode(form.text("mode").orElse(ContentFile.READABLE))
            .filter(octal -> octal.length() <= ContentFile.READABLE.length());
    String uid = form.text("uid").orElse("0");
    String gid = form.text("gid").orElse("0");
    if (mode.isEmpty()) {
      return setting.fail(given.at(), "no mode of a file", "write it in octal, such as 0440");
    }
    if (!isId(uid) || !isId(gid)) {
      return setting.fail(given.at(), "`uid` and `gid` of a file are numbers", "");
    }
    return setting
        .text(content.get().value(), "one text for `content`")
        .map(text -> file(text.text(), mode.get(), uid, gid, field.at()));
  }

  private static boolean isId(String text) {
    return text.matches("\\d{1,9}");
  }

  private static Value file(
      String content, String mode, String uid, String gid, SourcePosition at) {
    SortedMap<String, Value> entries = new TreeMap<>();
    entries.put("content", Setting.scalar(content, at));
    entries.put("mode", Setting.scalar(mode, at));
    entries.put("uid", Setting.scalar(uid, at));
    entries.put("gid", Setting.scalar(gid, at));
    return new Value.Mapping(entries, at);
  }
}
