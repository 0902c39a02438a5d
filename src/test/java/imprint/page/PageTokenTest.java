package imprint.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
  private static final Fingerprint QUERY =
      Fingerprint.of("candidates", List.of("1"), List.of("metrics.a > 1"), List.of("metrics.a"));

  private static final PageToken TOKEN =
      new PageToken(
          QUERY,
          List.of(
              new SortValue.Text("a\n😀 é"),
              new SortValue.Text(""),
              new SortValue.Whole(Long.MIN_VALUE),
              new SortValue.Real(-0.0),
              new SortValue.Real(Double.NaN),
              new SortValue.Real(Double.NEGATIVE_INFINITY),
              new SortValue.Real(Double.MIN_VALUE),
              new SortValue.Real(0.1 + 0.2),
              new SortValue.Missing()));

  @Test
  void valuesComeBackExactly() {
    assertEquals(TOKEN, PageToken.parse(TOKEN.text(), QUERY));
  }

  @Test
  void tokenNeedsNoEscapingInAnAddress() {
    assertTrue(TOKEN.text().matches("[A-Za-z0-9_-]+"), TOKEN.text());
  }

  @Test
  void everyChangedCharacterIsRefused() {
    String text = TOKEN.text();
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ é";
    for (int i = 0; i < text.length(); i++) {
      for (int j = 0; j < alphabet.length(); j++) {
        char c = alphabet.charAt(j);
        if (c != text.charAt(i)) {
          assertRefused(text.substring(0, i) + c + text.substring(i + 1));
        }
      }
      assertRefused(text.substring(0, i));
    }
    assertRefused(text + "A");
    assertRefused(text + "=");
    assertRefused(text + " ");
  }

  @Test
  void tokenOfAnotherQueryIsRefused() {
    Fingerprint other =
        Fingerprint.of("candidates", List.of("2"), List.of("metrics.a > 1"), List.of("metrics.a"));
    assertThrows(InvalidPageTokenException.class, () -> PageToken.parse(TOKEN.text(), other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "{\"offset\": 5}", "AAAA", "....", "\0", "-1"})
  void garbageIsRefused(String text) {
    assertRefused(text);
    assertRefused(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    assertRefused(
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void longTokenIsRefused() {
    assertRefused("A".repeat(1_000_000));
    PageToken tooLong =
        new PageToken(QUERY, List.of(new SortValue.Text("x".repeat(PageToken.LONGEST))));
    assertThrows(IllegalStateException.class, tooLong::text);
  }

  @Test
  void forgedTextWithNulIsRefused() {
    assertRefused(new PageToken(QUERY, List.of(new SortValue.Text("a\0b"))).text());
  }

  @Test
  void queriesThatDifferHaveDifferentFingerprints() {
    assertEquals(
        Fingerprint.of("x", List.of("a", "b"), List.of()),
        Fingerprint.of("x", List.of("a", "b"), List.of()));
    assertNotEquals(
        Fingerprint.of("x", List.of("a", "b"), List.of()),
        Fingerprint.of("x", List.of("a"), List.of("b")));
    assertNotEquals(Fingerprint.of("x", List.of("ab")), Fingerprint.of("x", List.of("a", "b")));
    assertNotEquals(Fingerprint.of("x", List.of()), Fingerprint.of("y", List.of()));
  }

  @Test
  void pageShowsItsLimitAndATokenOnlyWhenMoreFollows() {
    assertEquals(
        new Page<>(List.of(1, 2), Optional.of("after 2")),
        Page.of(List.of(1, 2, 3), 2, i -> "after " + i));
    assertEquals(
        new Page<>(List.of(1, 2), Optional.empty()), Page.of(List.of(1, 2), 2, i -> "after " + i));
    assertEquals(
        new Page<>(Collections.<Integer>emptyList(), Optional.empty()),
        Page.of(Collections.<Integer>emptyList(), 2, i -> "after " + i));
  }

  private static void assertRefused(String text) {
    InvalidPageTokenException refusal =
        assertThrows(InvalidPageTokenException.class, () -> PageToken.parse(text, QUERY), text);
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("Invalid page token"));
  }
}
