package dev.berth.engine.podman;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Ranges of addresses: Podman keeps the first and the last, Docker wants a prefix. */
final class AddressRange {
  private AddressRange() {}

  /** The smallest prefix that holds both addresses; empty where one of them is missing. */
  static String smallest(String first, String last) {
    if (first.isEmpty() || last.isEmpty()) {
      return "";
    }
    try {
      // Literals only: nothing is looked up.
      byte[] low = InetAddress.ofLiteral(first).getAddress();
      byte[] high = InetAddress.ofLiteral(last).getAddress();
      int bits = low.length * 8;
      BigInteger from = new BigInteger(1, low);
      int free = from.xor(new BigInteger(1, high)).bitLength();
      BigInteger base = from.shiftRight(free).shiftLeft(free);
      byte[] all = base.toByteArray();
      byte[] address = new byte[low.length];
      int count = Math.min(all.length, address.length);
      System.arraycopy(all, all.length - count, address, address.length - count, count);
      return InetAddress.getByAddress(address).getHostAddress() + "/" + (bits - free);
    } catch (IllegalArgumentException | UnknownHostException noAddress) {
      return "";
    }
  }
}
