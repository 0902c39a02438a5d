package imprint.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one request at a time end an upload, so that a client which asks again while its first
 * request is still at work waits for that one's result. Between servers of one database the rows
 * decide.
 */
@ApplicationScoped
class Turns {
  private final ConcurrentHashMap<UUID, Turn> turns = new ConcurrentHashMap<>();

  private static final class Turn {
    private final ReentrantLock lock = new ReentrantLock();

    /** How many hold or await it; changed only within the map's own lock of its key. */
    private int wanted;
  }

  /** Runs {@code work} while no other work of this id runs. */
  <T> T take(UUID id, Supplier<T> work) {
    Turn turn =
        turns.compute(
            id,
            (key, present) -> {
              Turn mine = present == null ? new Turn() : present;
              mine.wanted++;
              return mine;
            });
    turn.lock.lock();
    try {
      return work.get();
    } finally {
      turn.lock.unlock();
      turns.computeIfPresent(id, (key, mine) -> --mine.wanted == 0 ? null : mine);
    }
  }
}
