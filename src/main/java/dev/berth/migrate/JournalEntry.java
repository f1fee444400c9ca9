package dev.berth.migrate;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that a migration has begun or done.
 *
 * @param time when
 * @param event what
 * @param container which one it is about; empty where it is about none
 * @param details what a later run needs to know, by name
 */
public record JournalEntry(
    Instant time, Event event, String container, Map<String, String> details) {

  /** What may happen, in the order in which it does. */
  public enum Event {
    /** A run begins; from where to where, and with what. */
    BEGIN,
    /** An image has come over. */
    IMAGE,
    /** A network is about to come over; as it was. */
    NETWORK,
    /** A network is where it was, as it was. */
    NETWORK_BACK,
    /** A container is about to leave: from here on it may be stopped. */
    LEAVING,
    /** A volume of it is about to be carried over. */
    VOLUME_BEGUN,
    /** The volume is whole on the other side. */
    VOLUME_DONE,
    /** The content of a volume that was moved is where it was. */
    VOLUME_BACK,
    /** Nothing of the container runs where it was, and all of its data is on the other side. */
    LEFT,
    /** It was started on the other side. */
    STARTED,
    /** It runs on the other side, and is well. */
    ARRIVED,
    /**
     * It has ended on the other side and is about to be where it was: from here on that is where
     * its data is newest.
     */
    RETURNING,
    /** It is where it was, as it was. */
    BACK,
    /** What was left of it where it was is gone. */
    COMMITTED
  }

  /** Keeps its own copy. */
  public JournalEntry {
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }

  /** A detail; empty text where there is none of the name. */
  public String detail(String name) {
    return details.getOrDefault(name, "");
  }
}
