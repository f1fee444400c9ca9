package dev.berth.host;

/**
 * How two processes ended, one of which fed the other.
 *
 * @param source the one that wrote; its output is not kept
 * @param sink the one that read
 * @param refused whether the sink ended before it had read everything
 * @param bytes how much passed
 */
public record PipeResult(CommandResult source, CommandResult sink, boolean refused, long bytes) {

  /** Whether both ended well. */
  public boolean succeeded() {
    return source.succeeded() && sink.succeeded() && !refused;
  }

  /**
   * The one whose end explains a failure. A source whose sink has gone complains of a broken pipe,
   * a sink whose source has failed of a short stream: neither is the cause.
   */
  public CommandResult culprit() {
    return refused || source.succeeded() ? sink : source;
  }
}
