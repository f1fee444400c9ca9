package dev.berth.model.operation;

/**
 * One call to the host, with all that the call needs. Each means <em>see to it that</em>: what is
 * that way already is no failure, so that a run that was killed may be repeated.
 *
 * <p>The families are those of who carries them out; a handler is a {@code switch} over one.
 */
public sealed interface Operation
    permits Barrier,
        ManagerOperation,
        ContainerOperation,
        StoreOperation,
        FileOperation,
        LookOperation,
        MemoryOperation,
        MigrationOperation {

  /**
   * What is done, in words, without the subject ({@code stop unit}); the same for each of a kind.
   */
  String verb();

  /**
   * What it is done to: a unit, a container, a volume, a path. Together with the verb it names the
   * operation among those of its workload; it never holds a secret.
   */
  String subject();
}
