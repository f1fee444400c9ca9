package dev.berth.config.compose;

import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Published ports that follow one another.
 *
 * @param ip the host's address, with a colon behind it; empty for any
 * @param host the first of the host; -1 where the engine chooses
 * @param choice the ports of the host of which one is wanted; empty where that is no matter
 * @param first the first in the container
 * @param last the last in the container
 */
record Published(
    String ip, int host, String choice, int first, int last, String protocol, SourcePosition at) {

  /** The ports, those that follow one another as one. */
  static List<Published> of(Data.Items ports) {
    List<Published> ranges = new ArrayList<>();
    for (Data item : ports.items()) {
      Published port = one((Data.Fields) item);
      if (!ranges.isEmpty() && ranges.getLast().isBefore(port)) {
        Published before = ranges.removeLast();
        ranges.add(
            new Published(
                before.ip, before.host, "", before.first, port.last, before.protocol, before.at));
      } else {
        ranges.add(port);
      }
    }
    return ranges;
  }

  private static Published one(Data.Fields port) {
    String ip = port.text("host_ip");
    String address = ip.isEmpty() ? "" : (ip.contains(":") ? "[" + ip + "]" : ip) + ":";
    String published = port.text("published");
    int target = Integer.parseInt(port.text("target"));
    boolean isOne = published.matches("\\d{1,5}");
    int host = isOne ? Integer.parseInt(published) : 0;
    return new Published(
        address,
        host == 0 ? -1 : host,
        isOne ? "" : published,
        target,
        target,
        port.text("protocol"),
        port.at());
  }

  private boolean isBefore(Published next) {
    return host >= 0
        && next.host == host + last - first + 1
        && next.first == last + 1
        && next.ip.equals(ip)
        && next.protocol.equals(protocol);
  }

  /** Whether the author leaves it to the engine which of some ports it is. */
  boolean isChoice() {
    return !choice.isEmpty();
  }

  /** As Berth's own files have it. */
  String text() {
    int size = last - first;
    String inside = size == 0 ? "" + first : first + "-" + last;
    String outside = host < 0 ? "" : size == 0 ? "" + host : host + "-" + (host + size);
    String front = ip.isEmpty() && outside.isEmpty() ? "" : ip + outside + ":";
    return front + inside + "/" + protocol;
  }
}
