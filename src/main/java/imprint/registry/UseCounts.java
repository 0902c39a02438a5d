package imprint.registry;

import imprint.project.Scope;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Counts who used which reference, by the hour. Counts are held in memory for seconds and written
 * together, so that a resolution costs no write; what a crash takes with it is seconds of counting.
 */
@ApplicationScoped
public class UseCounts {
  private static final Logger LOG = Logger.getLogger(UseCounts.class);
  private static final int MOST_HELD = 10_000;

  private final UseCountStore store;
  private final InstantSource clock;
  private final Map<Use, Long> held = new ConcurrentHashMap<>();

  UseCounts(UseCountStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What is counted. */
  record Use(long model, Instant hour, String reference, long version, String actor) {}

  /**
   * A row of what was counted.
   *
   * @param lastHour the beginning of the last hour in which it was used
   */
  public record Counted(
      String reference, int number, String semver, String actor, Instant lastHour, long uses) {}

  void count(Scope scope, ModelVersion version, String reference) {
    if (held.size() < MOST_HELD) {
      held.merge(
          new Use(
              version.modelId(),
              clock.instant().truncatedTo(ChronoUnit.HOURS),
              reference,
              version.id(),
              scope.actor()),
          1L,
          Long::sum);
    }
  }

  /** Who used what of a model since a moment: the most used first, at most 1000 rows. */
  public List<Counted> of(long model, Instant since) {
    write();
    return store.read(model, since);
  }

  /** Writes what is held. */
  @Scheduled(
      every = "10s",
      delayed = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void write() {
    Map<Use, Long> taken = new HashMap<>();
    for (Use use : List.copyOf(held.keySet())) {
      Long count = held.remove(use);
      if (count != null) {
        taken.put(use, count);
      }
    }
    if (!taken.isEmpty()) {
      try {
        store.add(taken);
      } catch (RuntimeException failed) {
        LOG.warnf("%d counts of uses are lost: %s", taken.size(), failed.getMessage());
      }
    }
  }

  void atEnd(@Observes @Priority(1) ShutdownEvent event) {
    write();
  }
}
