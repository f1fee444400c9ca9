package dev.berth.it;

import dev.berth.host.CommandStreams;
import dev.berth.host.ProcessRunner;
import dev.berth.host.ProcessStreams;
import dev.berth.json.JsonText;
import dev.berth.migrate.CarriedImage;
import dev.berth.migrate.EngineCli;
import dev.berth.migrate.EngineKind;
import dev.berth.migrate.ImageCarrier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Runs parts of the migration inside a test host, on real engines; what comes of it as JSON. */
public final class CarryDriver {
  private final ProcessRunner runner = new ProcessRunner(command -> {});
  private final CommandStreams streams = new ProcessStreams(command -> {}, Map.of());

  private CarryDriver() {}

  /**
   * The entrance.
   *
   * @param arguments the part, the engine from which and the one to which, and what the part needs
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    try {
      Object answer =
          new CarryDriver()
              .answer(words.getFirst(), words.get(1), words.get(2), words.subList(3, words.size()));
      System.out.println(JsonText.compact(answer));
    } catch (RuntimeException failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  private Object answer(String part, String from, String to, List<String> rest) {
    EngineCli source = engine(from);
    EngineCli target = engine(to);
    return switch (part) {
      case "images" -> images(source, target, rest);
      default -> throw new IllegalArgumentException(part);
    };
  }

  private EngineCli engine(String name) {
    return new EngineCli(EngineKind.valueOf(name.toUpperCase(Locale.ROOT)), name, runner);
  }

  private Object images(EngineCli source, EngineCli target, List<String> references) {
    ImageCarrier carrier = new ImageCarrier(source, target, streams, () -> false);
    AtomicLong bytes = new AtomicLong();
    List<Object> lines = new ArrayList<>();
    for (CarriedImage image : carrier.carry(carrier.plan(references), bytes::set)) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("reference", image.reference());
      line.put("id", image.id());
      line.put("target", image.target());
      line.put("way", image.way().name());
      lines.add(line);
    }
    return Map.of("images", lines, "bytes", bytes.get());
  }
}
