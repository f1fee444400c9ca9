package dev.berth.apply;

import dev.berth.model.Rendered;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What brings containers over from the host's other engine. It keeps a journal, so that whatever a
 * killed run has begun can be finished, or taken back.
 */
public interface Crossing {

  /** For a host whose other engine has nothing that is wanted. */
  Crossing NONE =
      new Crossing() {
        @Override
        public void begin(Collection<String> containers) {}

        @Override
        public Map<String, String> bring(Collection<String> images, Consumer<String> onLine) {
          throw new IllegalStateException("there is no other engine");
        }

        @Override
        public Optional<String> leave(Rendered rendered, Consumer<String> onLine) {
          throw new IllegalStateException("there is no other engine");
        }

        @Override
        public Optional<String> goBack(String container) {
          throw new IllegalStateException("there is no other engine");
        }

        @Override
        public void arrived(Collection<String> containers) {}
      };

  /** Says who will leave: what they share with each other stops being written to together. */
  void begin(Collection<String> containers);

  /**
   * Brings images over.
   *
   * @return what went wrong, by reference; empty where all are here
   */
  Map<String, String> bring(Collection<String> images, Consumer<String> onLine);

  /**
   * Ends a container on the other engine, for good, and brings its data over.
   *
   * @return why that could not be done, in which case it runs there as before; empty where it may
   *     start here
   */
  Optional<String> leave(Rendered rendered, Consumer<String> onLine);

  /**
   * Has the other engine run a container again as it did. Nothing of it may be left running here.
   *
   * @return why it could not be done; empty where it is there as before
   */
  Optional<String> goBack(String container);

  /** Takes down that these run here and are well; those that did not come over are passed over. */
  void arrived(Collection<String> containers);
}
