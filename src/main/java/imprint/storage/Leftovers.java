package imprint.storage;

import java.time.Instant;
import java.util.stream.Stream;

/**
 * What a storage holds beside the bytes under its keys: uploads that go on, and those that never
 * will. Whether one goes on only its age and the caller can tell.
 */
public interface Leftovers {
  /**
   * Bodies of which the last byte came before a moment, in no order, read as the stream is
   * consumed. The caller closes it.
   */
  Stream<Leftover> bodies(Instant before);

  /** Uploads in parts of which the last part came before a moment, in the same way. */
  Stream<Leftover> parts(Instant before);

  /** Frees the bytes; those that are gone are no error. */
  void free(Leftover leftover);
}
