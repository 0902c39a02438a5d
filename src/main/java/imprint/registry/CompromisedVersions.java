package imprint.registry;

import imprint.failure.Failure;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Takes versions out of every reference when the patrol found that a byte of them is not what was
 * stored.
 */
@ApplicationScoped
class CompromisedVersions {
  private static final Logger LOG = Logger.getLogger(CompromisedVersions.class);

  private final VersionStore versions;
  private final InstantSource clock;

  CompromisedVersions(VersionStore versions, InstantSource clock) {
    this.versions = versions;
    this.clock = clock;
  }

  /** Marks what was found since; how many versions. */
  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void mark() {
    try {
      int marked =
          versions.compromise("a stored byte is not the byte that was stored", clock.millis());
      if (marked > 0) {
        LOG.errorf("%d versions are compromised: their stored bytes have changed", marked);
      }
    } catch (Failure away) {
      LOG.warnf("damaged versions were not looked for: %s", away.text());
    }
  }
}
