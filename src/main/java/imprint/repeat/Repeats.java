package imprint.repeat;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Lets a request happen once however often it is sent: who sends it names it by a key, and for 24
 * hours the same key gets the same answer. The answer commits together with the effect, so that
 * neither is ever there without the other.
 */
@ApplicationScoped
public class Repeats {
  private static final Logger LOG = Logger.getLogger(Repeats.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 200;

  private final AnswerStore store;
  private final Database database;

  Repeats(AnswerStore store, Database database) {
    this.store = store;
    this.database = database;
  }

  /**
   * An answer to send.
   *
   * @param replayed whether an earlier request of the key had it already
   */
  public record Outcome(Answer answer, boolean replayed) {}

  /**
   * Runs {@code work} unless it was run under this key before, in one transaction with the keeping
   * of its answer. When it fails, nothing is kept and the key is free. While the first of a key is
   * at work the others wait, for five seconds at most.
   *
   * @param key 1 to 255 characters, of this actor in this project
   * @param requestHash of everything that makes a request another one, in hexadecimal digits
   * @param work may run more than once, as in {@link Database#transaction}; transactions it opens
   *     join this one
   * @throws Failure.KeyReused when the key came with another request
   * @throws Failure.InProgress when the first is still at work
   */
  public Outcome once(Scope scope, String key, String requestHash, Supplier<Answer> work) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      Optional<Outcome> outcome =
          database.transaction(() -> attempt(scope, key, requestHash, work));
      if (outcome.isPresent()) {
        return outcome.get();
      }
      if (System.nanoTime() > deadline) {
        throw atWork();
      }
      pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  /** Empty when another request of the key is at work. */
  private Optional<Outcome> attempt(
      Scope scope, String key, String requestHash, Supplier<Answer> work) {
    if (!store.claim(scope, key)) {
      return Optional.empty();
    }
    Optional<AnswerStore.Kept> kept = store.find(scope, key);
    if (kept.isPresent()) {
      if (!kept.get().requestHash().equals(requestHash)) {
        throw new Failure.KeyReused(
            "This Idempotency-Key was sent with another request. A new request needs a new key.");
      }
      return Optional.of(new Outcome(kept.get().answer(), true));
    }
    Answer answer = work.get();
    store.keep(scope, key, new AnswerStore.Kept(requestHash, answer));
    return Optional.of(new Outcome(answer, false));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw atWork();
    }
  }

  private static Failure.InProgress atWork() {
    return new Failure.InProgress(
        "The first request of this Idempotency-Key is still at work. Send it again shortly.");
  }

  @Scheduled(
      every = "1h",
      delayed = "15m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void forget() {
    try {
      LOG.debugf("%d old answers were forgotten", store.forget());
    } catch (Failure away) {
      LOG.warnf("old answers were not forgotten: %s", away.text());
    }
  }
}
