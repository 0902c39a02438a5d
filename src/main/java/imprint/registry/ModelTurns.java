package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets those who change one model wait for each other here rather than in the database, where each who waits holds a
 * connection that others need. Between servers of one database the lock of the model's row decides.
 */
@ApplicationScoped
public class ModelTurns {
  private static final int STRIPES = 256;
  private static final int PATIENCE_SECONDS = 30;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  ModelTurns() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock(true);
    }
  }

  /**
   * Runs {@code work} while no other change of this model runs; within it, it may be called again for the same model.
   *
   * @throws Failure.Unavailable after waiting for half a minute
   */
  public <T> T take(Scope scope, String model, Supplier<T> work) {
    ReentrantLock turn = stripes[Math.floorMod(model.hashCode() * 31 + Long.hashCode(scope.project()), STRIPES)];
    try {
      if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  private static Failure.Unavailable busy() {
    return new Failure.Unavailable("Too many changes of this model are waiting. Try again shortly.");
  }
}
