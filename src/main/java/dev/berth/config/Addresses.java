package dev.berth.config;

import java.net.Inet6Address;
import java.util.regex.Pattern;

/** Addresses as engines take them: literals only, never a name that would have to be looked up. */
public final class Addresses {
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern V4 = Pattern.compile("(%s\\.){3}%s".formatted(BYTE, BYTE));
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}");

  private Addresses() {}

  /** Whether it is an IPv4 address in four decimal parts. */
  static boolean isV4(String text) {
    return V4.matcher(text).matches();
  }

  /** Whether it is an IPv6 address (RFC 4291, section 2.2), without brackets and zone. */
  static boolean isV6(String text) {
    if (text.indexOf(':') < 0 || !V6.matcher(text).matches()) {
      return false;
    }
    try {
      Inet6Address.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  /** Whether it is either. */
  public static boolean isIp(String text) {
    return isV4(text) || isV6(text);
  }

  /** Whether it is a hardware address of six bytes. */
  static boolean isMac(String text) {
    return MAC.matcher(text).matches();
  }
}
