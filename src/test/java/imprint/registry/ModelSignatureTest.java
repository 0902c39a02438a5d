package imprint.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSignatureTest {
  private static final int MOST = ModelSignature.MOST_BYTES;

  @Test
  void theSignatureIsReadAsJson() {
    assertEquals(
        Optional.of("{\"inputs\":[{\"type\":\"long\"}]}"),
        ModelSignature.read("signature: {inputs: '[{\"type\": \"long\"}]', outputs: null}\n"));
  }

  @Test
  void aliasesDoNotMultiply() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 30; i++) {
      String before = "*a" + (i - 1);
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, (before + ", ").repeat(8) + before));
    }
    assertHasNone(laughs + "signature: {inputs: *a29}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[[{", "&a [", "!!x ", "\"", "a: b\n", "\n  "})
  void aFileOfAMebibyteIsReadQuickly(String repeated) {
    assertHasNone(repeated.repeat(MOST / repeated.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1:1/\"]]",
        "signature: !!java.io.File [\"/etc/passwd\"]",
        "signature: !!int x",
        "signature: {inputs: \"[[[\"}",
        "signature: &a {inputs: *a}",
        "\0",
        ""
      })
  void whatIsNoSignatureIsPassedOver(String text) {
    assertHasNone(text);
  }

  private static void assertHasNone(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertEquals(Optional.empty(), ModelSignature.read(text)),
        () -> "of " + text.length() + " characters");
  }
}
