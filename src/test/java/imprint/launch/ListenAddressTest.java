package imprint.launch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @Test
  void takenPortIsRefused() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Refusal refusal =
          assertThrows(Refusal.class, () -> ListenAddress.free("127.0.0.1", other.getLocalPort()));
      assertTrue(String.valueOf(refusal.getMessage()).contains("is in use"));
    }
  }

  @Test
  void zeroFindsAFreePort() {
    assertTrue(ListenAddress.free("127.0.0.1", 0).port() > 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void impossiblePortIsRefused(int port) {
    assertThrows(Refusal.class, () -> ListenAddress.free("127.0.0.1", port));
  }

  @Test
  void hostOfAnotherMachineIsRefused() {
    // 192.0.2.0/24 is kept for documentation (RFC 5737): no machine has it
    assertThrows(Refusal.class, () -> ListenAddress.free("192.0.2.1", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
  void loopbackNeedsNoPermission(String host) {
    assertDoesNotThrow(() -> new ListenAddress(host, 5000).requireSafe(false, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void otherHostsNeedATokenOrPermission(String host) {
    ListenAddress address = new ListenAddress(host, 5000);
    assertThrows(Refusal.class, () -> address.requireSafe(false, false));
    assertDoesNotThrow(() -> address.requireSafe(false, true));
    assertDoesNotThrow(() -> address.requireSafe(true, false));
  }

  @Test
  void urlPutsBracketsAroundIpv6() {
    assertEquals("http://[::1]:5000", new ListenAddress("::1", 5000).url());
    assertEquals("http://localhost:5000", new ListenAddress("localhost", 5000).url());
  }

  /** A request to the address of all would be refused for its Host header. */
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "[::]", "0"})
  void urlOfEveryAddressIsOneThatAnswers(String host) {
    assertEquals("http://127.0.0.1:5000", new ListenAddress(host, 5000).url());
  }
}
