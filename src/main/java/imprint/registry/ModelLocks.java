package imprint.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of one model follow each other. The lock of the model's row decides; before it,
 * those who ask the same server wait for each other here, as whoever waits in the database holds a
 * connection that others need.
 */
@ApplicationScoped
public class ModelLocks {
  private static final int STRIPES = 256;
  private static final int PATIENCE_SECONDS = 30;

  private final ModelStore models;
  private final Database database;
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  ModelLocks(ModelStore models, Database database) {
    this.models = models;
    this.database = database;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock(true);
    }
  }

  /**
   * Work on a model that nobody else can change meanwhile, in one transaction, which joins the
   * caller's.
   *
   * @throws Failure.Missing when there is no such model
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> T locked(
      Scope scope, String model, Function<LockedModel, T> work) {
    return inTurn(
        scope,
        model,
        () ->
            database.transaction(
                () -> {
                  ModelStore.Locked locked =
                      models.lock(scope, model).orElseThrow(() -> Model.missing(model));
                  return work.apply(new LockedModel(locked.id(), model, locked.lastNumber()));
                }));
  }

  /**
   * Runs {@code work} while no other change of this model runs; within it, it may be called again
   * for the same model.
   *
   * @throws Failure.Unavailable after waiting for half a minute
   */
  public <T extends @Nullable Object> T inTurn(Scope scope, String model, Supplier<T> work) {
    ReentrantLock turn =
        stripes[Math.floorMod(model.hashCode() * 31 + Long.hashCode(scope.project()), STRIPES)];
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
    return new Failure.Unavailable(
        "Too many changes of this model are waiting. Try again shortly.");
  }
}
