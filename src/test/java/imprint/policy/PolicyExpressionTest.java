package imprint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.policy.CandidateFacts.FileFacts;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyExpressionTest {
  private final ExpressionCompiler compiler = new ExpressionCompiler();
  private final SampleFacts sample = new SampleFacts();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "candidate.params['framework'] == 'sklearn' | true",
        "candidate.params.framework == 'torch' | false",
        "has(candidate.params.seed) | false",
        "'auc' in candidate.metrics && candidate.metrics['auc'] > 0 | true",
        "candidate.metrics['f1'] >= 0.8 && size(candidate.files) < 50 | true",
        "candidate.tags.reviewed == 'true' | true",
        "candidate.id == 'run1' && candidate.name != '' && candidate.user == 'anna' | true",
        "candidate.status == 'FINISHED' | true",
        "candidate.files.all(f, f.size < 10000000) | true",
        "candidate.files.exists(f, f.path.endsWith('.pkl')) | false",
        "candidate.files.filter(f, f.path.startsWith('model/')).size() == 2 | true",
        "candidate.files.map(f, f.size).exists(s, s > 1000) | true",
        "candidate.name.matches('^[a-z]+-[a-z]+-[0-9]+$') | true",
        "candidate.metrics['auc'] - channels['production'].metrics['auc'] > 0.001 | true",
        "channels['production'].number == 5 && channels.production.semver == '1.5.0' | true",
        "now - channels['staging'].since > duration('24h') | true",
        "'dev' in channels | false",
        "bump in ['', 'patch'] | true",
        "now < timestamp('2030-01-01T00:00:00Z') && now.getDayOfWeek() == 6 | true",
        "int(candidate.params['depth']) + 1 == 6 | true",
      })
  void expressionReadsTheFacts(String source, boolean answer) {
    assertEquals(new Expression.Answer(answer), evaluate(source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "candidate.params['seed'] == '1' | there is no 'seed'",
        "channels['dev'].number == 1 | there is no 'dev'",
        "candidate.files[9].size > 1 | Index out of bounds",
        "int(candidate.params['framework']) > 1 | sklearn",
        "1 / 0 == 1 | /",
        "9223372036854775807 + 1 > 0 | overflow",
        "timestamp('x') == now | could not be parsed",
      })
  void whatHasNoAnswerSaysWhy(String source, String reason) {
    Expression.Broken broken = (Expression.Broken) evaluate(source);
    assertTrue(broken.reason().contains(reason), broken.reason());
    assertFalse(broken.reason().contains("evaluation error at"), broken.reason());
    assertEquals(Outcome.FAIL, sample.outcome("expr: \"" + source + "\""));
  }

  @Test
  void notANumberIsNeitherMoreNorLess() {
    sample.metrics.put("f1", Double.NaN);
    assertEquals(new Expression.Answer(false), evaluate("candidate.metrics['f1'] >= 0.8"));
    assertEquals(new Expression.Answer(false), evaluate("candidate.metrics['f1'] < 0.8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "candidate.nme == 'x' | undefined field 'nme'",
        "candidate.metrics.f1 == 'x' | no matching overload",
        "foo | undeclared reference to 'foo'",
        "1 + | mismatched input",
        "'text' | expected type 'bool'",
        "Candidate{id: 'x'}.id == 'x' | makes no objects",
        "'a' + 'b' == 'ab' | not joined",
        "[1] + [2] == [] | not joined",
        "dyn('a') + dyn('b') == 'ab' | not joined",
        "[1].exists(a, [2].exists(b, [3].exists(c, a + b + c > 1))) | 2 deep",
        "[1].map(a, a).map(b, b).map(c, c) == [] | 2 deep",
        "'x'.matches(candidate.name) | has to be written out",
        "matches('x', candidate.name) | has to be written out",
        "'x'.matches('((((x{100}){100}){100}){100})') | repeats too much",
        "'x'.matches('(') | not a pattern of RE2",
      })
  void wrongOrBoundlessExpressionIsRefused(String source, String expected) {
    PolicySyntaxException error =
        assertThrows(
            PolicySyntaxException.class, () -> compiler.compile(source, new Position(3, 9)));
    assertTrue(error.text().startsWith("line 3, column 9: "), error.text());
    assertTrue(error.text().contains(expected), error.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "!(", "-(", "{1:", "true ? true : (", "size([[", "x.y("})
  void deepNestingIsRefused(String opening) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThrows(
                PolicySyntaxException.class,
                () -> compiler.compile(opening.repeat(2000 / opening.length()), Position.START)));
  }

  @Test
  void longExpressionsAreRefusedAndLongChainsAreNot() {
    String chain = "true" + " && true".repeat(240);
    assertEquals(new Expression.Answer(true), evaluate(chain));
    assertEquals(new Expression.Answer(true), evaluate("1" + "+1".repeat(20) + " == 21"));
    assertThrows(
        PolicySyntaxException.class,
        () -> compiler.compile("true" + " && true".repeat(250), Position.START));
    assertThrows(
        PolicySyntaxException.class,
        () -> compiler.compile("1 in [1" + ",1".repeat(100) + "]", Position.START));
  }

  @Test
  void endlessLoopsEnd() {
    sample.files = IntStream.range(0, 2000).mapToObj(i -> new FileFacts("f" + i, i)).toList();
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          Expression.Broken broken =
              (Expression.Broken)
                  evaluate("candidate.files.all(a, candidate.files.all(b, a.size + b.size >= 0))");
          assertTrue(
              broken.reason().contains("Iteration") || broken.reason().contains("steps"),
              broken.reason());
        });
  }

  @Test
  void manyFilesAreWalkedOnce() {
    sample.files = IntStream.range(0, 40_000).mapToObj(i -> new FileFacts("f" + i, i)).toList();
    assertEquals(new Expression.Answer(true), evaluate("candidate.files.all(f, f.size < 100000)"));
  }

  private Expression.Result evaluate(String source) {
    return compiler.compile(source, Position.START).evaluate(sample.facts());
  }
}
