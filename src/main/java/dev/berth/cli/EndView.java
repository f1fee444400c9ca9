package dev.berth.cli;

import dev.berth.model.ContainerName;
import dev.berth.service.Documents;
import java.util.List;
import java.util.Map;

/**
 * What an end of a migration would do, as a dry run shows it.
 *
 * @param what what would become of the containers: {@code removed}, {@code back}
 * @param where the engine that they were on before
 * @param containers those of which it would
 * @param failed why it would not of others, by container
 * @param objects what else would be removed, each with its kind
 * @param kept why else something would not be, by what it is
 */
record EndView(
    String what,
    String where,
    List<ContainerName> containers,
    Map<ContainerName, String> failed,
    List<String> objects,
    Map<String, String> kept) {

  /** A way back, which removes nothing else. */
  static EndView ofReturn(
      String where, List<ContainerName> containers, Map<ContainerName, String> failed) {
    return new EndView("back", where, containers, failed, List.of(), Map.of());
  }

  /** Shows it; the status is that with which the end itself would end. */
  int show(Console console, OutputFormat format) {
    console.data(
        format == OutputFormat.text
            ? text()
            : format.write(Documents.dryEnd(what, containers, objects, failed, kept)));
    return failed.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    String preposition = what.equals("back") ? " on " : " from ";
    containers.forEach(
        name ->
            text.append(padded(what)).append(name.text()).append(preposition + where).append('\n'));
    objects.forEach(
        object ->
            text.append(padded(what)).append(object).append(preposition + where).append('\n'));
    failed.forEach((name, why) -> text.append(padded("failed")).append(name + ": " + why + "\n"));
    kept.forEach((name, why) -> text.append(padded("kept")).append(name + ": " + why + "\n"));
    return text.append("A dry run: nothing has changed.").toString();
  }

  private static String padded(String word) {
    return String.format("%-9s", word);
  }
}
