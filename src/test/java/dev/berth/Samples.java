package dev.berth;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Random values from a fixed seed, for what must hold for any of them; a failure names its try. */
public final class Samples {
  private final Random random;

  private Samples(long seed) {
    this.random = new Random(seed);
  }

  /** Checks a property against many samples, each from a seed of its own. */
  public static void forAll(int tries, Consumer<Samples> property) {
    for (int seed = 0; seed < tries; seed++) {
      try {
        property.accept(new Samples(seed));
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("with seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
  }

  /** A number from 0, near the bounds more often than by chance. */
  public long number(long most) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong(Math.min(3, most + 1));
      case 1 -> most;
      default -> random.nextLong(most + 1);
    };
  }

  /** True or false. */
  public boolean flag() {
    return random.nextBoolean();
  }

  /** One of several. */
  @SafeVarargs
  public final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** Up to so many of something. */
  public <T> List<T> list(int most, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      items.add(item.get());
    }
    return items;
  }

  /** Any text without unpaired surrogates: ASCII mostly, control and other characters too. */
  public String text(int longest) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(longest + 1); left > 0; left--) {
      int point =
          switch (random.nextInt(8)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x80 + random.nextInt(0xD800 - 0x80);
            case 2 -> 0x10000 + random.nextInt(0xFFFFF);
            default -> 0x20 + random.nextInt(0x5F);
          };
      text.appendCodePoint(point);
    }
    return text.toString();
  }

  /** Any bytes. */
  public byte[] bytes(int longest) {
    byte[] bytes = new byte[random.nextInt(longest + 1)];
    random.nextBytes(bytes);
    return bytes;
  }
}
