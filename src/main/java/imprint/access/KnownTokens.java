package imprint.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that were not revoked, read twice a second at most, so that no request costs a query,
 * right or wrong. What this answers is never older than a second; a change on this server is known
 * to it at once.
 */
@ApplicationScoped
class KnownTokens {
  /** Older than this, one request reads them anew, and the others do not wait for it. */
  private static final Duration FRESH = Duration.ofMillis(500);

  /** Older than this, all wait: what another server revoked is refused from then on. */
  private static final Duration STALE = Duration.ofSeconds(1);

  private final TokenStore store;
  private final boolean required;
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong changes = new AtomicLong();
  private volatile @Nullable Known known;

  /**
   * The tokens of a configuration.
   *
   * @param required the setting {@code imprint.tokens-required}: demand a token even while there is
   *     none. The launcher sets it where other machines reach the server.
   */
  KnownTokens(
      TokenStore store,
      @ConfigProperty(name = "imprint.tokens-required", defaultValue = "false") boolean required) {
    this.store = store;
    this.required = required;
  }

  /** All tokens, by the hash of their secret, at a time of {@link System#nanoTime}. */
  private record Known(Map<ByteBuffer, TokenStore.Valid> tokens, long readAt) {
    Duration age() {
      return Duration.ofNanos(System.nanoTime() - readAt);
    }
  }

  /**
   * Whether requests must bring a token: one exists that was not revoked. One that expired still
   * counts, or a server would open itself at that moment.
   */
  boolean areDemanded() {
    return required || !tokens().isEmpty();
  }

  Optional<TokenStore.Valid> withHash(byte[] hash) {
    return Optional.ofNullable(tokens().get(ByteBuffer.wrap(hash)));
  }

  /** Told after tokens were changed and committed. */
  void changed() {
    changes.incrementAndGet();
    known = null;
  }

  private Map<ByteBuffer, TokenStore.Valid> tokens() {
    Known last = known;
    if (last == null || last.age().compareTo(STALE) >= 0) {
      reading.lock();
    } else if (last.age().compareTo(FRESH) < 0 || !reading.tryLock()) {
      return last.tokens();
    }
    try {
      Known meanwhile = known;
      return meanwhile != null && meanwhile.age().compareTo(FRESH) < 0
          ? meanwhile.tokens()
          : read().tokens();
    } finally {
      reading.unlock();
    }
  }

  private Known read() {
    long before = changes.get();
    long now = System.nanoTime();
    List<TokenStore.Valid> rows = store.valid();
    Known read =
        new Known(
            rows.stream()
                .collect(Collectors.toUnmodifiableMap(TokenStore.Valid::hash, Function.identity())),
            now);
    known = read;
    if (changes.get() != before) {
      known = null; // what was read may be older than the change
    }
    return read;
  }
}
