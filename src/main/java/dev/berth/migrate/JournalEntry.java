package dev.berth.migrate;

import java.time.Instant;

/** When something was put down in the journal of migrations, and what. */
public record JournalEntry(Instant time, JournalEvent event) {}
