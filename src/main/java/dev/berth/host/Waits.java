package dev.berth.host;

import java.time.Duration;

/** How a run waits between two looks at something, and for how long it has. */
public interface Waits {
  /** As time passes. */
  Waits REAL =
      new Waits() {
        @Override
        public boolean pause(Duration time) {
          return Pause.of(time);
        }

        @Override
        public Duration now() {
          return Stopwatch.since(0);
        }
      };

  /** Whether it was waited to the end; an interrupted thread stays interrupted. */
  boolean pause(Duration time);

  /** The time since some moment, by a clock that never jumps. */
  Duration now();
}
