package dev.berth.run;

import dev.berth.model.operation.Operation;
import java.util.List;
import java.util.function.Consumer;

/** Carries out operations of one kind. */
public interface Handler {

  /**
   * Carries out some, all of one {@link Lane}, in one call where that is possible.
   *
   * @param operations one where the lane merges nothing
   * @param output told each line that a program of theirs prints, from any thread
   * @return what became of each, in their order
   * @throws RuntimeException where none of them could be asked for
   */
  List<Result> run(List<Operation> operations, Consumer<String> output);
}
