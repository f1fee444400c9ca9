package dev.berth.apply;

import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What brings containers over from the host's other engine. It keeps a journal, so that whatever a
 * killed run has begun can be finished, or taken back.
 */
public interface Crossing {

  /** What ends a migration, so that another may go the other way. */
  String END_FIRST = "'berth migrate --rollback', or 'berth migrate --commit --purge', first";

  /** Why nothing comes over while these may go back, see {@link #notCommitted}. */
  static String mayGoBack(Collection<String> open) {
    return String.join(", ", open) + " came from the other side and may still go back";
  }

  /** For a host whose other engine has nothing that is wanted. */
  Crossing NONE =
      new Crossing() {
        @Override
        public void begin(Collection<String> containers, Wanted wanted) {}

        @Override
        public Map<String, String> bring(Collection<String> images, Consumer<String> onLine) {
          throw new IllegalStateException("there is no other engine");
        }

        @Override
        public Optional<String> leave(Rendered rendered, boolean starts, Consumer<String> onLine) {
          throw new IllegalStateException("there is no other engine");
        }

        @Override
        public Optional<String> goBack(String container) {
          throw new IllegalStateException("there is no other engine");
        }

        @Override
        public void started(String container) {}

        @Override
        public Optional<String> stay(Collection<String> containers) {
          return Optional.empty();
        }

        @Override
        public Set<String> underWay() {
          return Set.of();
        }

        @Override
        public List<String> notCommitted() {
          return List.of();
        }

        @Override
        public Map<String, String> obstacles(Collection<Rendered> comingOver) {
          return Map.of();
        }

        @Override
        public void arrived(Collection<String> containers) {}

        @Override
        public void accompany(Collection<String> tasks) {}

        @Override
        public Map<String, Duration> downtimes() {
          return Map.of();
        }
      };

  /**
   * Says who will leave, or has ended there: what they share with each other stops being written to
   * together.
   *
   * @param wanted what the run aims at, with them in it
   */
  void begin(Collection<String> containers, Wanted wanted);

  /**
   * Brings images over.
   *
   * @return what went wrong, by reference; empty where all are here
   */
  Map<String, String> bring(Collection<String> images, Consumer<String> onLine);

  /**
   * Ends a container on the other engine, for good, and brings its data over.
   *
   * @param starts whether it is then started here
   * @return why that could not be done, in which case it runs there as before; empty where it may
   *     start here
   */
  Optional<String> leave(Rendered rendered, boolean starts, Consumer<String> onLine);

  /**
   * Has the other engine run a container again as it did. Nothing of it may be left running here.
   *
   * @return why it could not be done; empty where it is there as before
   */
  Optional<String> goBack(String container);

  /** Takes down that a container runs here; whether it is well is not known yet. */
  void started(String container);

  /**
   * Those of these that were ended early, and now do not come over, run there again as before.
   *
   * @return what went wrong with some of them, or empty
   */
  Optional<String> stay(Collection<String> containers);

  /**
   * Those that an earlier run has begun to bring over. The other engine may have nothing of them
   * any more, though their data is there.
   */
  Set<String> underWay();

  /**
   * Those that came the other way and may still go back there: while there are any, nothing comes
   * over this way. Empty where there are none; only reads.
   */
  List<String> notCommitted();

  /**
   * Why some of these cannot come over, for all that can be known before the first one is stopped:
   * who stays uses what they have, or a volume or network cannot be carried. By container; only
   * reads.
   *
   * @param comingOver all that would come over, in their order
   * @throws RuntimeException where something could not be seen
   */
  Map<String, String> obstacles(Collection<Rendered> comingOver);

  /** Takes down that these run here and are well; those that did not come over are passed over. */
  void arrived(Collection<String> containers);

  /**
   * Takes down that these have ended there, and are not run here: they go and return as others do.
   */
  void accompany(Collection<String> tasks);

  /** For how long each of those ran nowhere that this run has moved, also those that went back. */
  Map<String, Duration> downtimes();
}
