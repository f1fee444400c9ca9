package dev.berth.host;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses as {@code 10.88.0.0/16} writes it.
 *
 * @param address any in it
 * @param bits how many of the first bits all of them share
 */
public record AddressBlock(InetAddress address, int bits) {
  private static final int BYTE = 8;

  /** What is written; empty where it is no range. */
  public static Optional<AddressBlock> parse(String text) {
    int slash = text.indexOf('/');
    String bits = text.substring(slash + 1);
    if (slash < 0 || !bits.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    return address(text.substring(0, slash))
        .filter(found -> Integer.parseInt(bits) <= found.getAddress().length * BYTE)
        .map(found -> new AddressBlock(found, Integer.parseInt(bits)));
  }

  /** An address as it is written; empty where it is none. */
  public static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notUnderstood) {
      return Optional.empty();
    }
  }

  /** Whether an address lies in it. */
  public boolean contains(InetAddress other) {
    return shares(other.getAddress(), bits);
  }

  /** Whether they have an address in common; of what is no range that is unknown, and so false. */
  public static boolean overlap(String one, String other) {
    Optional<AddressBlock> first = parse(one);
    Optional<AddressBlock> second = parse(other);
    return first.isPresent()
        && second.isPresent()
        && first
            .get()
            .shares(
                second.get().address().getAddress(),
                Math.min(first.get().bits(), second.get().bits()));
  }

  private boolean shares(byte[] other, int first) {
    byte[] mine = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < first; bit++) {
      int mask = 1 << (BYTE - 1 - bit % BYTE);
      if ((mine[bit / BYTE] & mask) != (other[bit / BYTE] & mask)) {
        return false;
      }
    }
    return true;
  }
}
