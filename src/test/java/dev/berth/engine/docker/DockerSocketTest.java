package dev.berth.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DockerSocketTest {
  private static final String DOCKER =
      "HTTP/1.0 200 OK\r\nApi-Version: 1.45\r\nServer: Docker/26.1.5+dfsg1 (linux)\r\n\r\nOK";
  private static final String PODMAN =
      "HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nLibpod-Api-Version: 5.4.2\r\n"
          + "Server: Libpod/5.4.2 (linux)\r\n\r\nOK";

  // A socket's path is short: 107 bytes at most.
  private Path directory = Path.of("/nowhere");

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("ds");
  }

  @AfterEach
  void removeDirectory() throws IOException {
    Files.deleteIfExists(path());
    Files.deleteIfExists(directory.resolve("pid"));
    Files.delete(directory);
  }

  @Test
  void isSatisfiedWithDocker() throws IOException {
    assertThatCode(() -> answering(DOCKER)).doesNotThrowAnyException();
  }

  @Test
  void isNotDeceivedByPodman() {
    assertThatThrownBy(() -> answering(PODMAN))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("it is Podman that answers");
  }

  @Test
  void isNotDeceivedByAnythingElse() {
    assertThatThrownBy(() -> answering("220 mail ready\r\n"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is not Docker");
    assertThatThrownBy(() -> answering(DOCKER.replace("200 OK", "500 Internal Server Error")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("500 Internal Server Error");
  }

  @Test
  void saysThatThereIsNoSocket() {
    assertThatThrownBy(socket()::ping)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("there is no " + path())
        .hasMessageContaining("systemctl start docker");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path()))
        .close();
    assertThatThrownBy(socket()::ping)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nobody answers at");
  }

  @Test
  void doesNotWaitForEver() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path()));
      assertThatThrownBy(new DockerSocket(path(), path(), Duration.ofSeconds(1))::ping)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("gave no answer within 1 s");
    }
  }

  @Test
  void goesWhereTheClientGoes() {
    assertThat(DockerSocket.of(Map.of()).path()).isEqualTo(Path.of("/run/docker.sock"));
    assertThat(DockerSocket.of(Map.of("DOCKER_HOST", "unix:///x/y")).path())
        .isEqualTo(Path.of("/x/y"));
    assertThatThrownBy(() -> DockerSocket.of(Map.of("DOCKER_HOST", "tcp://h:1")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("tcp://h:1");
  }

  @Test
  void seesADaemonByItsPidAlone() throws IOException {
    assertThat(socket().isRunning()).isFalse();
    Files.writeString(directory.resolve("pid"), "1");
    assertThat(socket().isRunning()).as("process 1 is no dockerd").isFalse();
    Files.writeString(directory.resolve("pid"), "../../etc");
    assertThat(socket().isRunning()).isFalse();
  }

  private Path path() {
    return directory.resolve("s");
  }

  private DockerSocket socket() {
    return new DockerSocket(path(), directory.resolve("pid"), Duration.ofSeconds(20));
  }

  /** Pings a server that says this to whoever comes. */
  private void answering(String text) throws IOException {
    Files.deleteIfExists(path());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path()));
      Thread.startVirtualThread(() -> serve(server, text));
      socket().ping();
    }
  }

  private static void serve(ServerSocketChannel server, String text) {
    try (SocketChannel client = server.accept()) {
      client.read(ByteBuffer.allocate(1024));
      client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }
}
