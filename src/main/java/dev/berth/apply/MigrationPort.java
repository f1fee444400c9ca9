package dev.berth.apply;

import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Returning;
import dev.berth.run.Handler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What brings containers over from the host's other engine. It keeps a journal, so that whatever a
 * killed run has begun can be finished, or taken back.
 */
public interface MigrationPort {

  /** What ends a migration, so that another may go the other way. */
  String END_FIRST = "'berth migrate --rollback', or 'berth migrate --commit --purge', first";

  /** Why nothing comes over while these may go back, see {@link #notCommitted}. */
  static String mayGoBack(Collection<ContainerName> open) {
    return ContainerName.listed(open) + " came from the other side and may still go back";
  }

  /** The port of a host whose other engine has nothing that is wanted. */
  MigrationPort NONE =
      new MigrationPort() {
        @Override
        public void begin(Collection<ContainerName> containers, RenderedState wanted) {}

        @Override
        public Set<ContainerName> underWay() {
          return Set.of();
        }

        @Override
        public List<ContainerName> notCommitted() {
          return List.of();
        }

        @Override
        public Outlook outlook(
            Collection<Rendered> comingOver,
            Collection<ContainerName> tasks,
            RenderedState wanted) {
          return Outlook.NOTHING;
        }

        @Override
        public List<Returning> returning(Collection<ContainerName> containers) {
          return List.of();
        }

        @Override
        public Handler handler() {
          return (operations, output) -> {
            throw new IllegalStateException("there is no other engine");
          };
        }

        @Override
        public Map<ContainerName, Duration> downtimes() {
          return Map.of();
        }
      };

  /**
   * What would come over.
   *
   * @param obstacles why some cannot, for all that can be known before the first one is stopped:
   *     who stays uses what they have, or a volume or network cannot be carried; by container
   * @param departing what goes with each, by container
   */
  record Outlook(Map<ContainerName, String> obstacles, Map<ContainerName, Evacuation> departing) {
    /** Nothing would. */
    public static final Outlook NOTHING = new Outlook(Map.of(), Map.of());

    /** Keeps its own copies. */
    public Outlook {
      obstacles = Map.copyOf(obstacles);
      departing = Map.copyOf(departing);
    }
  }

  /**
   * Says who will leave, or has ended there: what they share with each other stops being written to
   * together.
   *
   * @param wanted what the run aims at, with them in it
   */
  void begin(Collection<ContainerName> containers, RenderedState wanted);

  /**
   * Those that an earlier run has begun to bring over. The other engine may have nothing of them
   * any more, though their data is there.
   */
  Set<ContainerName> underWay();

  /**
   * Those that came the other way and may still go back there: while there are any, nothing comes
   * over this way. Empty where there are none; only reads.
   */
  List<ContainerName> notCommitted();

  /**
   * Looks at what would come over; only reads.
   *
   * @param comingOver all that would, in their order
   * @param tasks those that have run there and need not run here
   * @param wanted what the run aims at, with them in it
   * @throws RuntimeException where something could not be seen
   */
  Outlook outlook(
      Collection<Rendered> comingOver, Collection<ContainerName> tasks, RenderedState wanted);

  /**
   * Says that these, which have ended here, go back; who shares something with them does not stop
   * them again.
   *
   * @return they, and those that could not go back before; in the order in which they start there
   */
  List<Returning> returning(Collection<ContainerName> containers);

  /** Carries out what is done to bring containers over, or back. */
  Handler handler();

  /** How long each ran nowhere that this run has moved, also those that went back. */
  Map<ContainerName, Duration> downtimes();
}
