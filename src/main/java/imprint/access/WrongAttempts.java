package imprint.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Counts wrong tokens by the address they come from: from the twentieth within a minute on, an
 * address is told to wait. A right token is let in all the same: it is 256 random bits, which
 * nobody guesses, and behind a proxy one stranger would lock everybody out. Of 10,000 addresses at
 * most something is remembered.
 */
@ApplicationScoped
class WrongAttempts {
  private static final Logger LOG = Logger.getLogger(WrongAttempts.class);
  private static final int MOST = 20;
  private static final int ADDRESSES = 10_000;
  private static final int IPV6_NETWORK = 8;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Cache<String, Window> windows =
      Caffeine.newBuilder().maximumSize(ADDRESSES).expireAfterWrite(WINDOW).build();

  WrongAttempts(InstantSource clock) {
    this.clock = clock;
  }

  /** A minute that began with a wrong attempt. */
  private record Window(Instant end, AtomicInteger attempts) {}

  /**
   * Notes a wrong attempt.
   *
   * @param address an IP address in digits
   * @throws Failure.TooOften when there were too many
   */
  void note(String address) {
    String from = network(address);
    Instant now = clock.instant();
    Window window =
        windows
            .asMap()
            .compute(
                from,
                (same, old) ->
                    old == null || !now.isBefore(old.end())
                        ? new Window(now.plus(WINDOW), new AtomicInteger())
                        : old);
    int attempts = window.attempts().incrementAndGet();
    if (attempts < MOST) {
      return;
    }
    if (attempts == MOST) {
      LOG.warnf("%s sent %d wrong tokens within a minute and is told to wait", from, MOST);
    }
    long seconds = Math.max(1, Duration.between(now, window.end()).toSeconds());
    throw new Failure.TooOften(
        "Too many wrong tokens came from this address. Try again in a minute.",
        Duration.ofSeconds(seconds));
  }

  /** Whoever has one IPv6 address has the 2^64 of its network. */
  private static String network(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return bytes.length == 2 * IPV6_NETWORK
          ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(bytes, IPV6_NETWORK)) + "::/64"
          : address;
    } catch (IllegalArgumentException noAddress) {
      return "unknown";
    }
  }
}
