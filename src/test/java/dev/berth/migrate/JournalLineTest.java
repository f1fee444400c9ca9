package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Endpoint;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.Back;
import dev.berth.migrate.JournalEvent.Committed;
import dev.berth.migrate.JournalEvent.ImageCarried;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.JournalEvent.NetworkBack;
import dev.berth.migrate.JournalEvent.NetworkBegun;
import dev.berth.migrate.JournalEvent.Returning;
import dev.berth.migrate.JournalEvent.RollingBack;
import dev.berth.migrate.JournalEvent.RunBegun;
import dev.berth.migrate.JournalEvent.Started;
import dev.berth.migrate.JournalEvent.VolumeBack;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.JournalEvent.VolumeDone;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.migrate.SourceDescription.OfEngine;
import dev.berth.migrate.SourceDescription.OfUnit;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalLineTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final String START = "{\"time\":\"2026-03-01T12:00:00.123Z\",\"event\":\"";

  /** Every kind of line as journals have it, and what it tells. */
  static Stream<Arguments> lines() {
    Map<String, String> volumes = new LinkedHashMap<>();
    volumes.put("/a b", "x y");
    volumes.put("/c\"d", "z");
    return Stream.of(
        line(
            "begin\",\"container\":\"\",\"from\":\"docker\",\"to\":\"podman\","
                + "\"setting.unit-prefix\":\"x-\",\"label.0\":\"a=b c\",\"label.1\":\"d\","
                + "\"configuration\":\"/var/lib/berth/migration/1\",\"containers\":\"web db\"}",
            new RunBegun(
                "docker",
                "podman",
                Map.of("unit-prefix", "x-"),
                List.of("a=b c", "d"),
                "/var/lib/berth/migration/1",
                List.of(new ContainerName("web"), new ContainerName("db")))),
        line(
            "begin\",\"container\":\"\",\"from\":\"docker\",\"to\":\"podman\","
                + "\"configuration\":\"\",\"containers\":\"shop-db\","
                + "\"name.a1\":\"shop-db\",\"networks\":"
                + "\"[{\\\"subnets\\\":[{\\\"subnet\\\":\\\"10.7.0.0/24\\\","
                + "\\\"gateway\\\":\\\"\\\",\\\"range\\\":\\\"\\\"}],"
                + "\\\"internal\\\":false,\\\"ipv6\\\":true,\\\"mtu\\\":\\\"\\\","
                + "\\\"bridge\\\":\\\"\\\",\\\"labels\\\":{\\\"k\\\":\\\"v\\\"},"
                + "\\\"name\\\":\\\"shop_front\\\",\\\"driver\\\":\\\"macvlan\\\","
                + "\\\"options\\\":{\\\"parent\\\":\\\"eth0\\\"}}]\"}",
            new RunBegun(
                "docker",
                "podman",
                Map.of(),
                List.of(),
                "",
                List.of(new ContainerName("shop-db")),
                new RunBegun.Declared(
                    Map.of("a1", new ContainerName("shop-db")),
                    List.of(
                        new Network(
                            "shop_front",
                            "macvlan",
                            List.of(new Subnet("10.7.0.0/24", "", "")),
                            false,
                            true,
                            "",
                            "",
                            new TreeMap<>(Map.of("parent", "eth0")),
                            new TreeMap<>(Map.of("k", "v")),
                            List.of()))))),
        line(
            "image\",\"container\":\"\",\"reference\":\"web:1\",\"id\":\"11\"}",
            new ImageCarried("web:1", "11")),
        line(
            "network\",\"container\":\"\",\"network\":\"app\",\"way\":\"INSTEAD\",\"was\":"
                + "\"{\\\"subnets\\\":[{\\\"subnet\\\":\\\"10.7.0.0/24\\\","
                + "\\\"gateway\\\":\\\"10.7.0.1\\\",\\\"range\\\":\\\"\\\"}],"
                + "\\\"internal\\\":true,\\\"ipv6\\\":false,\\\"mtu\\\":\\\"1400\\\","
                + "\\\"bridge\\\":\\\"br0\\\",\\\"labels\\\":{\\\"k\\\":\\\"v\\\"},"
                + "\\\"endpoints\\\":[{\\\"container\\\":\\\"web\\\","
                + "\\\"ipv4\\\":\\\"10.7.0.9\\\",\\\"ipv6\\\":\\\"\\\","
                + "\\\"aliases\\\":[\\\"front\\\",\\\"www\\\"]}]}\"}",
            new NetworkBegun(
                new CarriedNetwork(
                    Network.bridge(
                        "app",
                        List.of(new Subnet("10.7.0.0/24", "10.7.0.1", "")),
                        true,
                        false,
                        "1400",
                        "br0",
                        new TreeMap<>(Map.of("k", "v")),
                        List.of()),
                    Way.INSTEAD,
                    List.of(
                        new Endpoint(
                            new ContainerName("web"), "10.7.0.9", "", List.of("front", "www")))))),
        line("network-back\",\"container\":\"\",\"network\":\"app\"}", new NetworkBack("app")),
        line(
            "leaving\",\"container\":\"task\",\"id\":\"1f\",\"restart\":\"always\","
                + "\"runs\":\"true\"}",
            new Leaving(
                new ContainerName("task"), new OfEngine("1f", "always", true, Optional.empty()))),
        line(
            "leaving\",\"container\":\"my_web\",\"id\":\"1f\",\"restart\":\"\",\"runs\":\"false\","
                + "\"mounted\":\"{\\\"/a b\\\":\\\"x y\\\",\\\"/c\\\\\\\"d\\\":\\\"z\\\"}\","
                + "\"joined\":\"app back\"}",
            new Leaving(
                new ContainerName("my_web"),
                new OfEngine(
                    "1f",
                    "",
                    false,
                    Optional.of(new Attachments(volumes, Set.of("app", "back")))))),
        line(
            "leaving\",\"container\":\"unit\",\"unit\":\"[Unit]\\nDescription=\\\"wéb\\\"\\n\","
                + "\"enabled\":\"true\",\"runs\":\"false\",\"mounted\":\"{}\",\"joined\":\"\"}",
            new Leaving(
                new ContainerName("unit"),
                new OfUnit(
                    "[Unit]\nDescription=\"wéb\"\n", true, false, Optional.of(Attachments.NONE)))),
        line(
            "volume-begun\",\"container\":\"web\",\"source\":\"s\",\"target\":\"t\"}",
            new VolumeBegun(new ContainerName("web"), "s", "t", false)),
        line(
            "volume-begun\",\"container\":\"web\",\"source\":\"s\",\"target\":\"t\","
                + "\"mode\":\"move\"}",
            new VolumeBegun(new ContainerName("web"), "s", "t", true)),
        line(
            "volume-done\",\"container\":\"web\",\"source\":\"s\",\"target\":\"t\"}",
            new VolumeDone(new ContainerName("web"), "s", "t")),
        line(
            "volume-back\",\"container\":\"\",\"source\":\"s\",\"target\":\"t\"}",
            new VolumeBack("s", "t")),
        line(
            "left\",\"container\":\"web\",\"volumes\":\"t u\",\"starts\":\"true\"}",
            new Left(new ContainerName("web"), List.of("t", "u"), true)),
        line(
            "left\",\"container\":\"web\",\"volumes\":\"\",\"starts\":\"false\"}",
            new Left(new ContainerName("web"), List.of(), false)),
        line("started\",\"container\":\"web\"}", new Started(new ContainerName("web"))),
        line("arrived\",\"container\":\"web\"}", new Arrived(new ContainerName("web"))),
        line(
            "rolling-back\",\"container\":\"\",\"containers\":\"web db\"}",
            new RollingBack(List.of(new ContainerName("web"), new ContainerName("db")))),
        line("returning\",\"container\":\"web\"}", new Returning(new ContainerName("web"))),
        line("back\",\"container\":\"web\"}", new Back(new ContainerName("web"))),
        line("committed\",\"container\":\"web\"}", new Committed(new ContainerName("web"))));
  }

  private static Arguments line(String rest, JournalEvent event) {
    return Arguments.of(START + rest, event);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyKindOfLineIsReadAndWrittenAsJournalsHaveIt(String line, JournalEvent event) {
    JournalEntry entry = new JournalEntry(TIME, event);
    assertThat(JournalLine.parse(line)).contains(entry);
    assertThat(JournalLine.of(entry)).isEqualTo(line);
  }

  @Test
  void theTableHasEveryKind() {
    assertThat(lines().map(row -> row.get()[1].getClass().getName()))
        .containsAll(
            Stream.of(JournalEvent.class.getPermittedSubclasses()).map(Class::getName).toList());
  }

  @Test
  void theOrderOfDetailsAndWhatALaterVersionAddsTellNothing() {
    assertThat(
            JournalLine.parse(
                START
                    + "leaving\",\"container\":\"web\",\"runs\":\"true\",\"joined\":\"app\","
                    + "\"later\":\"x\",\"mounted\":\"{}\",\"unit\":\"U\",\"enabled\":\"false\"}"))
        .contains(
            new JournalEntry(
                TIME,
                new Leaving(
                    new ContainerName("web"),
                    new OfUnit(
                        "U", false, true, Optional.of(new Attachments(Map.of(), Set.of("app")))))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"time\":\"2026-03-01T1",
        "{\"time\":\"\",\"event\":\"left\",\"container\":\"web\"}",
        START + "dancing\",\"container\":\"web\"}",
        START + "\",\"container\":\"web\"}",
        START + "network\",\"container\":\"\",\"network\":\"app\",\"way\":\"UP\",\"was\":\"{}\"}",
        START + "leaving\",\"container\":\"web\",\"mounted\":\"{\"}"
      })
  void whatIsTornOrOfALaterVersionTellsNothing(String line) {
    assertThat(JournalLine.parse(line)).isEmpty();
  }
}
