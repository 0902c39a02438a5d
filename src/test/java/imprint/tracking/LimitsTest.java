package imprint.tracking;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import imprint.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"loss", "val/loss", "a b", "a:b", "a.b-c_d", "größe", "数", "a/b.c/d", "x²"})
  void ordinaryNamesAreTaken(String name) {
    assertDoesNotThrow(() -> Limits.name("key", "Metric name", name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a*b",
        "loss\n",
        "a\tb",
        "a\u202Eb",
        "a\u200Db",
        " a",
        "a ",
        "/a",
        "a//b",
        "a/../b",
        "..",
        ".",
        "./a",
        "a/",
        "../a",
        "a/..",
        "..a",
        "\uD83D\uDE00"
      })
  void namesThatDeceiveAreRefused(String name) {
    Failure.Invalid refused =
        assertThrows(Failure.Invalid.class, () -> Limits.name("key", "Metric name", name));
    assertEquals("key", refused.field());
  }

  @Test
  void lengthIsCountedInCharactersNotInHalves() {
    assertDoesNotThrow(() -> Limits.length("value", "Param value", "\uD83D\uDE00".repeat(10), 10));
    assertThrows(
        Failure.Invalid.class,
        () -> Limits.length("value", "Param value", "\uD83D\uDE00".repeat(11), 10));
  }

  @Test
  void aNameMayHave250Characters() {
    assertDoesNotThrow(() -> Limits.name("key", "Metric name", "a".repeat(250)));
    assertEquals(
        "'Metric name' exceeds the maximum length of 250 characters",
        assertThrows(
                Failure.Invalid.class, () -> Limits.name("key", "Metric name", "a".repeat(251)))
            .text());
  }
}
