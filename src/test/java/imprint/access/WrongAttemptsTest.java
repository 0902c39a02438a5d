package imprint.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import imprint.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrongAttemptsTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final WrongAttempts attempts = new WrongAttempts(() -> now);

  @Test
  void theTwentiethWithinAMinuteIsOneTooMany() {
    for (int i = 1; i < 20; i++) {
      attempts.note("192.0.2.1");
    }
    now = now.plusSeconds(20);
    Failure.TooOften told = assertThrows(Failure.TooOften.class, () -> attempts.note("192.0.2.1"));
    assertEquals(Optional.of(Duration.ofSeconds(40)), told.retryAfter());
    assertDoesNotThrow(() -> attempts.note("192.0.2.2"));
    now = now.plusSeconds(40);
    assertDoesNotThrow(() -> attempts.note("192.0.2.1"));
  }

  @Test
  void allAddressesOfAnIpv6NetworkCountAsOne() {
    for (int i = 1; i < 20; i++) {
      attempts.note("2001:db8:1:2::" + i);
    }
    assertThrows(Failure.TooOften.class, () -> attempts.note("2001:db8:1:2:ffff::1"));
    assertDoesNotThrow(() -> attempts.note("2001:db8:1:3::1"));
  }

  @Test
  void whatIsNoAddressIsOne() {
    for (int i = 1; i < 20; i++) {
      attempts.note("");
    }
    assertThrows(Failure.TooOften.class, () -> attempts.note("nonsense"));
  }
}
