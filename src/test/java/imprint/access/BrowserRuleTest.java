package imprint.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserRuleTest {
  private final BrowserRule rule =
      new BrowserRule(List.of("ml.example.org"), List.of("https://ml.example.org"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:5000",
        "127.0.0.1:5000",
        "[::1]:5000",
        "192.168.1.7",
        "10.0.0.1:80",
        "[fd00::1]:5000",
        "ml.example.org",
        "ML.example.org:443"
      })
  void ownNamesAndPrivateAddressesAreAdmitted(String host) {
    assertTrue(rule.admitsHost(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "8.8.8.8",
        "[2001:db8::1]:5000",
        "999.0.0.1",
        "2130706433",
        "evil.example:5000",
        "[::1"
      })
  void otherNamesAreNot(String host) {
    assertFalse(rule.admitsHost(host));
  }

  @Test
  void aStarAdmitsEveryName() {
    assertTrue(new BrowserRule(List.of("*"), List.of()).admitsHost("anything.example"));
    assertFalse(new BrowserRule(List.of("*"), List.of()).admitsHost(null));
  }

  @Test
  void programsSendNoOriginAndPass() {
    assertTrue(rule.admitsOrigin("POST", "localhost:5000", null, null));
    assertTrue(rule.admitsOrigin("POST", "localhost:5000", null, "same-origin"));
  }

  @Test
  void pagesOfOthersMayNotChangeAnything() {
    for (String origin :
        List.of("https://evil.example", "null", "http://localhost:9999", "http://127.0.0.1:9999")) {
      assertFalse(rule.admitsOrigin("POST", "localhost:5000", origin, null), origin);
      assertFalse(rule.admitsOrigin("DELETE", "localhost:5000", origin, null), origin);
    }
    assertFalse(rule.admitsOrigin("POST", "localhost:5000", null, "cross-site"));
    assertTrue(rule.admitsOrigin("GET", "localhost:5000", "https://evil.example", "cross-site"));
  }

  @Test
  void ownPagesMay() {
    assertTrue(rule.admitsOrigin("POST", "localhost:5000", "http://localhost:5000", "same-origin"));
    assertTrue(rule.admitsOrigin("POST", "localhost:5000", "https://ml.example.org", null));
  }
}
