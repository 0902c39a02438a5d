package imprint.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Keeps when tokens were last used, to the minute; no request waits for it. */
@ApplicationScoped
class TokenUses {
  private static final Logger LOG = Logger.getLogger(TokenUses.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final TokenStore store;

  /** When each token was last noted, by {@link System#nanoTime}; there are few tokens. */
  private final Map<Long, Long> noted = new ConcurrentHashMap<>();

  TokenUses(TokenStore store) {
    this.store = store;
  }

  void note(long token) {
    long now = System.nanoTime();
    Long last = noted.get(token);
    if (last != null && now - last < EVERY.toNanos()) {
      return;
    }
    boolean mine =
        last == null ? noted.putIfAbsent(token, now) == null : noted.replace(token, last, now);
    if (mine) {
      Thread.ofVirtual().name("token-use").start(() -> write(token));
    }
  }

  private void write(long token) {
    try {
      store.used(token);
    } catch (RuntimeException failed) {
      LOG.debugf("the use of token %d was not noted: %s", token, failed);
    }
  }
}
