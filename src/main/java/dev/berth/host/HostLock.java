package dev.berth.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The right to change the host, held by one run at a time. The kernel gives it back when its holder
 * ends, however it ends.
 */
public final class HostLock implements AutoCloseable {
  private static final Duration RETRY = Duration.ofMillis(100);

  private final FileChannel channel;

  private HostLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param holder who we are, shown to those who wait
   * @param patience how long to wait for another holder; empty means for ever
   * @param onWait told once who holds it, when it is not free
   * @param givenUp asked while waiting whether to go on
   * @return the lock, or empty when it was not to be had in time
   */
  public static Optional<HostLock> acquire(
      Path file,
      String holder,
      Optional<Duration> patience,
      Consumer<String> onWait,
      BooleanSupplier givenUp) {
    try {
      AtomicFile.refuseLink(file);
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(
                  PosixFilePermissions.fromString(AtomicFile.SECRET)));
      if (await(channel, file, patience, onWait, givenUp)) {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        return Optional.of(new HostLock(channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot lock " + file, cause);
    }
  }

  private static boolean await(
      FileChannel channel,
      Path file,
      Optional<Duration> patience,
      Consumer<String> onWait,
      BooleanSupplier givenUp)
      throws IOException {
    long deadline = patience.map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
    boolean told = false;
    while (channel.tryLock() == null) {
      String other = Files.readString(file);
      // A holder is nameless for an instant between taking the lock and writing its name.
      if (!told && !other.isBlank()) {
        onWait.accept(other);
        told = true;
      }
      if (System.nanoTime() >= deadline || givenUp.getAsBoolean()) {
        return false;
      }
      try {
        Thread.sleep(RETRY);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot give the lock back", cause);
    }
  }
}
