package imprint.upload;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Ends expired uploads as often as the storages are swept: setting {@code imprint.sweep.every}. */
@ApplicationScoped
class Upkeep {
  private static final Logger LOG = Logger.getLogger(Upkeep.class);

  private final ExpiredUploads expired;

  Upkeep(ExpiredUploads expired) {
    this.expired = expired;
  }

  @Scheduled(
      every = "${imprint.sweep.every:1h}",
      delayed = "5m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweep() {
    int freed = expired.sweep();
    if (freed > 0) {
      LOG.infof("freed %d uploads that nobody ended", freed);
    }
  }
}
