package dev.berth.engine.docker;

import dev.berth.engine.EngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where Docker answers. A program called {@code docker} proves nothing: {@code podman-docker}
 * installs one, and may put Podman's socket in this one's place.
 *
 * @param path the socket
 * @param pidFile where the daemon writes its process id
 * @param patience how long an answer may take
 */
public record DockerSocket(Path path, Path pidFile, Duration patience) {
  private static final String SCHEME = "unix://";
  private static final Path USUAL = Path.of("/run/docker.sock");
  private static final Path PID_FILE = Path.of("/run/docker.pid");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LONGEST_ANSWER = 16 * 1024;

  /**
   * The socket that Docker's own client would use.
   *
   * @throws EngineException when {@code DOCKER_HOST} names another host
   */
  public static DockerSocket of(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isEmpty() && !host.startsWith(SCHEME)) {
      throw new EngineException(
          "DOCKER_HOST is "
              + host
              + ", but only the Docker of this host can be managed (unix://…)");
    }
    return new DockerSocket(
        host.isEmpty() ? USUAL : Path.of(host.substring(SCHEME.length())), PID_FILE, PATIENCE);
  }

  /** Whether the daemon runs; asks nothing of a socket whose daemon systemd would start for it. */
  public boolean isRunning() {
    try {
      String pid = Files.readString(pidFile).strip();
      return pid.matches("\\d{1,10}")
          && Files.readString(Path.of("/proc", pid, "comm")).strip().equals("dockerd");
    } catch (IOException absent) {
      return false;
    }
  }

  /**
   * Makes sure that Docker answers.
   *
   * @throws EngineException that says why it does not
   */
  public void ping() {
    if (Files.notExists(path)) {
      throw new EngineException(
          "there is no " + path + ": is Docker installed and running (systemctl start docker)?");
    }
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor();
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Future<String> answer = side.submit(() -> ask(channel));
      try {
        judge(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException hanging) {
        throw new EngineException(
            "Docker at " + path + " gave no answer within " + patience.toSeconds() + " s", hanging);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted while asking Docker at " + path, interrupted);
    } catch (ExecutionException failed) {
      throw refused(failed.getCause() instanceof Exception cause ? cause : failed);
    } catch (IOException failed) {
      throw refused(failed);
    }
  }

  private String ask(SocketChannel channel) throws IOException {
    channel.connect(UnixDomainSocketAddress.of(path));
    channel.write(
        ByteBuffer.wrap("GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    return new String(
        Channels.newInputStream(channel).readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
  }

  private EngineException refused(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof AccessDeniedException || message.contains("Permission denied")) {
      return new EngineException(
          "Docker's socket " + path + " is not for this user: run berth as root", cause);
    }
    return new EngineException(
        "nobody answers at " + path + ": is Docker running (systemctl start docker)? " + message,
        cause);
  }

  private void judge(String answer) {
    String lines = answer.toLowerCase(Locale.ROOT);
    if (lines.contains("\r\nserver: libpod") || lines.contains("\r\nlibpod-api-version:")) {
      throw new EngineException(
          "at " + path + " it is Podman that answers (podman-docker?), not Docker");
    }
    if (!lines.startsWith("http/1.") || !lines.contains("\r\nserver: docker")) {
      throw new EngineException("what answers at " + path + " is not Docker");
    }
    String first = answer.lines().findFirst().orElse("");
    if (!first.contains(" 200 ")) {
      throw new EngineException("Docker at " + path + " is not well: " + first);
    }
  }
}
