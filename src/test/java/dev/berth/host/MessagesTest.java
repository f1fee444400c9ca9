package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void ofAFileTheyTellTheReasonToo() {
    assertThat(Messages.of(new AccessDeniedException("/root/x")))
        .isEqualTo("/root/x: permission denied");
    assertThat(of("cannot read /root/x", new AccessDeniedException("/root/x")))
        .isEqualTo("cannot read /root/x: permission denied");
    assertThat(of("cannot begin", new AccessDeniedException("/root/x")))
        .isEqualTo("cannot begin: /root/x: permission denied");
    assertThat(of("cannot read /x", new NoSuchFileException("/x")))
        .isEqualTo("cannot read /x: no such file or directory");
    assertThat(of("cannot write /x", new FileSystemException("/x", null, "No space left")))
        .isEqualTo("cannot write /x: No space left");
    assertThat(of("cannot read /x: gone", new IOException("gone")))
        .isEqualTo("cannot read /x: gone");
    assertThat(Messages.of(new IllegalStateException("alone"))).isEqualTo("alone");
  }

  @Test
  void noNameOfAClassBeginsThem() {
    assertThat(
            Messages.of(
                new UncheckedIOException(
                    new FileSystemException("/tmp/x", null, "No space left on device"))))
        .isEqualTo("/tmp/x: No space left on device");
    assertThat(Messages.of(new UncheckedIOException(new ClosedChannelException())))
        .isEqualTo("a file, pipe or connection failed (ClosedChannelException)");
    assertThat(of("cannot read /x", new ClosedChannelException()))
        .isEqualTo("cannot read /x: a file, pipe or connection failed (ClosedChannelException)");
  }

  private static String of(String message, IOException cause) {
    return Messages.of(new UncheckedIOException(message, cause));
  }
}
