package imprint.policy;

import static imprint.policy.SampleFacts.PARSER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyBombTest {
  private static final String DAMAGE = "[]{}:,-\"'&*!#|>%@`\n\t 0aé\uD83D";

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "{\"a\":", "- ", "? ", "[[{"})
  void deepDocumentsAreRefused(String opening) {
    String text = opening.repeat(60_000 / opening.length());
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (PolicyFormat format : PolicyFormat.values()) {
            assertThrows(PolicySyntaxException.class, () -> PARSER.parse(text, format));
          }
        });
  }

  @Test
  void documentOfTwentyLevelsIsAsDeepAsItGets() {
    PolicySyntaxException shape =
        assertThrows(
            PolicySyntaxException.class,
            () -> PARSER.parse("[".repeat(20) + "]".repeat(20), PolicyFormat.JSON));
    assertTrue(shape.text().contains("as an object"), shape.text());
    PolicySyntaxException depth =
        assertThrows(
            PolicySyntaxException.class,
            () -> PARSER.parse("[".repeat(21) + "]".repeat(21), PolicyFormat.YAML));
    assertTrue(depth.text().contains("deeper than 20"), depth.text());
    assertEquals(21, depth.column());
  }

  @Test
  void aliasesDoNotMultiply() {
    String laughs =
        """
        a: &a [x, x]
        b: &b [*a, *a]
        rules: [*b, *b]
        """;
    PolicySyntaxException error =
        assertThrows(PolicySyntaxException.class, () -> PARSER.parse(laughs, PolicyFormat.YAML));
    assertEquals(1, error.line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((((x{100}){100}){100}){100})",
        "(x{1000}){1000}",
        "((((((((x{9}){9}){9}){9}){9}){9}){9}){9})",
        "(\\\\pL{1000}){1000}",
        "([a-z]{1,1000}){1,1000}",
        "(x{500,}){500,}",
      })
  void patternsThatMultiplyAreRefused(String pattern) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThrows(
                PolicySyntaxException.class,
                () ->
                    PARSER.parse(
                        "rules: [{tag: a, matches: \"" + pattern + "\"}]", PolicyFormat.YAML)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "\\\\d{4}-\\\\d{2}-\\\\d{2}",
        "[]{}]{2}x{,3}",
        "[A-Za-z0-9_]{1,250}",
      })
  void patternsOfPeopleAreTaken(String pattern) {
    PARSER.parse("rules: [{tag: a, matches: \"" + pattern + "\"}]", PolicyFormat.YAML);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "x\\ud800", "\\udc00"})
  void textThatCannotBeStoredIsRefused(String escaped) {
    String text = "{\"rules\": [{\"tag\": \"a\", \"equals\": \"" + escaped + "\"}]}";
    for (PolicyFormat format : PolicyFormat.values()) {
      assertThrows(PolicySyntaxException.class, () -> PARSER.parse(text, format));
    }
  }

  @Test
  void patternThatBacktracksElsewhereIsFast() {
    SampleFacts sample = new SampleFacts();
    sample.tags.put("a", "a".repeat(5000) + "!");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertEquals(Outcome.FAIL, sample.outcome("{tag: a, matches: '(a+)+(a|aa)+(.*)*b'}"));
          assertEquals(Outcome.FAIL, sample.outcome("{file: '" + "**a".repeat(100) + "'}"));
        });
  }

  @Test
  void damagedDocumentsAreRefusedOrRead() {
    Random random = new Random(20261121);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder(PolicyParserTest.EXAMPLE);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
          case 0 -> text.delete(at, at + 1);
          case 1 -> text.insert(at, DAMAGE.charAt(random.nextInt(DAMAGE.length())));
          default -> text.setLength(at);
        }
      }
      for (PolicyFormat format : PolicyFormat.values()) {
        try {
          PARSER.parse(text.toString(), format);
        } catch (Failure.Invalid refused) {
          assertTrue(refused.text().startsWith("line "), refused.text());
        }
      }
    }
  }
}
