package imprint.artifact;

import imprint.failure.Failure;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Sweeps, patrols and writes manifests from time to time: settings {@code imprint.sweep.every} and
 * {@code imprint.patrol.every}, an hour each, and {@code imprint.manifests.every}, ten seconds;
 * {@code off} ends any.
 */
@ApplicationScoped
class Upkeep {
  private static final Logger LOG = Logger.getLogger(Upkeep.class);
  private static final Duration ROUND = Duration.ofMinutes(50);

  private final Sweep sweep;
  private final Patrol patrol;
  private final Manifests manifests;

  Upkeep(Sweep sweep, Patrol patrol, Manifests manifests) {
    this.sweep = sweep;
    this.patrol = patrol;
    this.manifests = manifests;
  }

  @Scheduled(
      every = "${imprint.sweep.every:1h}",
      delayed = "10m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweep() {
    try {
      sweep.run();
    } catch (Failure away) {
      LOG.warnf("the sweep ended early: %s", away.text());
    }
  }

  @Scheduled(
      every = "${imprint.patrol.every:1h}",
      delayed = "20m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void patrol() {
    Patrol.Round round = patrol.walk(ROUND);
    if (round.blobs() > 0) {
      LOG.infof("patrolled: %s", round);
    }
  }

  @Scheduled(
      every = "${imprint.manifests.every:10s}",
      delayed = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void write() {
    Manifests.Round round = manifests.write(ROUND);
    LOG.debugf("wrote manifests: %s", round);
  }
}
