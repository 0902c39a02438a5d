package imprint.policy;

import static imprint.policy.Outcome.FAIL;
import static imprint.policy.Outcome.PASS;
import static imprint.policy.Outcome.PENDING;
import static imprint.policy.Outcome.SKIPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.policy.CandidateFacts.CheckFacts;
import imprint.policy.CandidateFacts.DatasetFacts;
import imprint.policy.CandidateFacts.FileFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRulesTest {
  private final SampleFacts sample = new SampleFacts();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{metric: auc} | PASS",
        "{metric: auc, min: 0.93} | PASS",
        "{metric: auc, min: 0.94} | FAIL",
        "{metric: auc, max: 0.93} | PASS",
        "{metric: auc, max: 0.92} | FAIL",
        "{metric: auc, min: 0.9, max: 0.95} | PASS",
        "{metric: auc, min: 0.9, max: 0.91} | FAIL",
        "{metric: auc, between: [0.93, 0.93]} | PASS",
        "{metric: auc, between: [0.94, 1]} | FAIL",
        "{metric: loss} | FAIL",
        "{metric: loss, max: 1} | FAIL",
        "{metric: auc, better_than: production} | PASS",
        "{metric: auc, better_than: production, by: 0.002} | PASS",
        "{metric: auc, better_than: production, by: 0.0021} | FAIL",
        "{metric: auc, better_than: production, lower_is_better: true} | FAIL",
        "{metric: auc, better_than: staging} | FAIL",
        "{metric: auc, better_than: staging, by: 0} | PASS",
        "{metric: auc, better_than: dev} | PASS",
        "{metric: auc, better_than: canary} | FAIL",
        "{metric: f1, better_than: production} | FAIL",
        "{metric: auc, min: 0.99, better_than: production} | FAIL",
        "{param: depth} | PASS",
        "{param: seed} | FAIL",
        "{param: seed, present: false} | PASS",
        "{param: depth, present: false} | FAIL",
        "{param: depth, equals: 5} | PASS",
        "{param: depth, equals: '5.0'} | FAIL",
        "{param: framework, matches: 'sk.*'} | PASS",
        "{param: framework, matches: 'sk'} | FAIL",
        "{param: framework, one_of: [torch, sklearn]} | PASS",
        "{param: framework, one_of: [torch]} | FAIL",
        "{param: framework, one_of: [torch, sklearn], matches: 't.*'} | FAIL",
        "{tag: reviewed, equals: 'true'} | PASS",
        "{tag: reviewed, equals: true} | PASS",
        "{tag: reviewed, equals: false} | FAIL",
        "{tag: owner} | FAIL",
        "{file: model/MLmodel} | PASS",
        "{file: MLmodel} | FAIL",
        "{file: '**/MLmodel'} | PASS",
        "{file: '*/model.{bin,pt}'} | PASS",
        "{file: 'model/*', max_size: 5MB} | PASS",
        "{file: 'model/*', max_size: 4.9MB} | FAIL",
        "{file: 'model/*', max_size: 4999999} | FAIL",
        "{file: 'model/*', max_size: 5MiB} | PASS",
        "{forbid: '**/*.pkl'} | PASS",
        "{forbid: '**/*.bin'} | FAIL",
        "{file: model/MLmodel, forbid: 'model/?odel.bin'} | FAIL",
        "{signature: required} | PASS",
        "{dataset: required} | PASS",
        "{dataset: {approved: true, max_age: 10d}} | PASS",
        "{dataset: {max_age: 9d}} | FAIL",
        "{check: unit-tests} | PASS",
        "{check: unit-tests, status: verified} | FAIL",
        "{check: load-tests} | FAIL",
        "{expr: 'bump == \"\"'} | PASS",
        "{soak: {channel: staging, at_least: 24h}} | PASS",
        "{soak: {channel: staging, at_least: 31h}} | FAIL",
        "{soak: {channel: production, at_least: 1h}} | FAIL",
        "{soak: {channel: dev, at_least: 1h}} | FAIL",
        "{soak: {channel: canary, at_least: 1h}} | FAIL",
      })
  void ruleOfEachKindIsJudged(String rule, Outcome outcome) {
    Verdict.RuleVerdict verdict = sample.judge(rule);
    assertEquals(outcome, verdict.outcome(), verdict.message());
    assertTrue(!verdict.wanted().isEmpty() && !verdict.message().isEmpty());
  }

  @Test
  void notANumberPassesNoRuleOfAMetric() {
    sample.metrics.put("auc", Double.NaN);
    for (String rule :
        List.of(
            "{metric: auc}",
            "{metric: auc, min: -1000}",
            "{metric: auc, max: 1000}",
            "{metric: auc, between: [-1000, 1000]}",
            "{metric: auc, better_than: dev}",
            "{metric: auc, better_than: production, lower_is_better: true}")) {
      assertEquals(FAIL, sample.outcome(rule), rule);
    }
    assertEquals(new Value.Text("NaN"), sample.judge("{metric: auc}").actual());
  }

  @Test
  void nothingIsBetterThanNotANumber() {
    sample.hold("production", 5, Duration.ofDays(1), Map.of("auc", Double.NaN));
    assertEquals(FAIL, sample.outcome("{metric: auc, better_than: production}"));
    assertEquals(FAIL, sample.outcome("{metric: auc, better_than: production, by: 0}"));
    assertEquals(FAIL, sample.outcome("{metric: auc, better_than: production, by: 0.1}"));
  }

  @Test
  void infiniteMetricsAreCompared() {
    sample.metrics.put("auc", Double.POSITIVE_INFINITY);
    assertEquals(PASS, sample.outcome("{metric: auc, min: 1}"));
    assertEquals(FAIL, sample.outcome("{metric: auc, max: 1}"));
    assertEquals(PASS, sample.outcome("{metric: auc, better_than: production, by: 5}"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.12, 0.302, 0.602, 0.702, 0.802, 0.902, 0.952})
  void distanceIsCountedAsPeopleWriteIt(double held) {
    sample.hold("production", 5, Duration.ofDays(1), Map.of("auc", held));
    sample.metrics.put(
        "auc",
        new java.math.BigDecimal(Double.toString(held))
            .add(new java.math.BigDecimal("0.002"))
            .doubleValue());
    assertEquals(PASS, sample.outcome("{metric: auc, better_than: production, by: 0.002}"));
    assertEquals(FAIL, sample.outcome("{metric: auc, better_than: production, by: 0.00200001}"));
  }

  @Test
  void lowerIsBetterWhereTheRuleSaysSo() {
    sample.metrics.put("loss", 0.1);
    sample.hold("production", 5, Duration.ofDays(1), Map.of("loss", 0.2));
    assertEquals(
        PASS,
        sample.outcome("{metric: loss, better_than: production, by: 0.1, lower_is_better: true}"));
    Verdict.RuleVerdict verdict = sample.judge("{metric: loss, better_than: production}");
    assertEquals(FAIL, verdict.outcome());
    assertEquals("/versions/5", verdict.evidence());
  }

  @Test
  void metricIsPinnedToADataset() {
    sample.onDatasets =
        List.of(
            new Metrics.OnDataset("auc", "test", "d2", 0.5),
            new Metrics.OnDataset("auc", "test", "d1", 0.9));
    assertEquals(FAIL, sample.outcome("{metric: auc, min: 0.9, dataset: test}"));
    assertEquals(PASS, sample.outcome("{metric: auc, min: 0.9, dataset: d1}"));
    assertEquals(FAIL, sample.outcome("{metric: auc, dataset: other}"));
  }

  @Test
  void messagesSayWhatIsWantedAndWhatIs() {
    Verdict.RuleVerdict verdict = sample.judge("{metric: auc, min: 0.94}");
    assertEquals("auc is 0.93, wanted at least 0.94", verdict.message());
    assertEquals("at least 0.94", verdict.wanted());
    assertEquals(new Value.Numeric(0.93), verdict.actual());
    assertNull(sample.judge("{metric: loss, max: 1}").actual());
    assertEquals("the candidate has no metric loss", sample.judge("{metric: loss}").message());
    assertEquals(
        "auc is 0.93 and 0.928 in production (1.5.0), wanted higher than in production by 0.01",
        sample.judge("{metric: auc, better_than: production, by: 0.01}").message());
  }

  @Test
  void longTextIsNotRepeatedWhole() {
    sample.params.put("depth", "x".repeat(6000));
    assertTrue(sample.judge("{param: depth, equals: 1}").message().length() < 300);
  }

  @Test
  void missingSignatureFails() {
    sample.hasSignature = false;
    assertEquals(FAIL, sample.outcome("{signature: required}"));
  }

  @Test
  void whatIsNotKnownOfADatasetCountsAgainstIt() {
    sample.datasets =
        List.of(new DatasetFacts("iris", "d1", "", Optional.empty(), Optional.empty()));
    assertEquals(PASS, sample.outcome("{dataset: required}"));
    assertEquals(FAIL, sample.outcome("{dataset: {approved: true}}"));
    assertEquals(FAIL, sample.outcome("{dataset: {max_age: 90d}}"));
    sample.datasets = List.of();
    assertEquals(FAIL, sample.outcome("{dataset: required}"));
    assertEquals(PASS, sample.outcome("{dataset: {required: false, approved: true}}"));
  }

  @Test
  void checkThatRunsLeavesTheVerdictPending() {
    sample.checks = List.of(new CheckFacts("unit-tests", "running", "https://ci/1", ""));
    Verdict verdict = sample.verdict("rules: [{check: unit-tests}]");
    assertEquals(PENDING, verdict.outcome());
    assertEquals(PENDING, verdict.rules().getFirst().outcome());
    assertEquals("https://ci/1", verdict.rules().getFirst().evidence());
    assertTrue(!verdict.isUpToPeople());
  }

  @Test
  void bumpMayNotBeLessThanTheContractDemands() {
    sample.bump =
        Optional.of(
            new Facts.Bump(
                BumpLevel.MAJOR, Optional.of(BumpLevel.PATCH), List.of("input age removed")));
    Verdict.RuleVerdict verdict = sample.judge("{bump: at_least_contract}");
    assertEquals(FAIL, verdict.outcome());
    assertTrue(verdict.message().contains("input age removed"), verdict.message());
    assertEquals(FAIL, sample.outcome("{bump: {at_least: contract}}"));
    assertEquals(PASS, sample.outcome("{bump: {at_most: minor}}"));
    assertEquals(FAIL, sample.outcome("{bump: {at_least: minor, at_most: major}}"));
    sample.bump = Optional.of(new Facts.Bump(BumpLevel.MAJOR, Optional.empty(), List.of()));
    assertEquals(PASS, sample.outcome("{bump: at_least_contract}"));
    assertEquals(FAIL, sample.outcome("{bump: {at_most: minor}}"));
    sample.bump = Optional.empty();
    assertEquals(PASS, sample.outcome("{bump: {at_most: minor}}"));
  }

  @Test
  void soakIsOfThisVersionAndNotForTheWayBack() {
    sample.number = OptionalInt.empty();
    assertEquals(FAIL, sample.outcome("{soak: {channel: staging, at_least: 1h}}"));
    sample.isRollback = true;
    assertEquals(PASS, sample.outcome("{soak: {channel: staging, at_least: 1h}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-12-19T22:59:59Z | {from: 2026-12-20, to: 2027-01-02, zone: Europe/Berlin} | PASS",
        "2026-12-19T23:00:00Z | {from: 2026-12-20, to: 2027-01-02, zone: Europe/Berlin} | FAIL",
        "2027-01-02T22:59:59Z | {from: 2026-12-20, to: 2027-01-02, zone: Europe/Berlin} | FAIL",
        "2027-01-02T23:00:00Z | {from: 2026-12-20, to: 2027-01-02, zone: Europe/Berlin} | PASS",
        "2026-12-20T17:59:00Z | {from: 2026-12-20T18:00, to: 2026-12-21 06:00} | PASS",
        "2026-12-20T18:00:00Z | {from: 2026-12-20T18:00, to: 2026-12-21 06:00} | FAIL",
        "2026-12-21T06:00:00Z | {from: 2026-12-20T18:00, to: 2026-12-21 06:00} | PASS",
        "2026-11-21T12:00:00Z | {days: [sat, sun]} | FAIL",
        "2026-11-20T12:00:00Z | {days: [sat, sun]} | PASS",
        "2026-11-20T15:59:00Z | {days: [fri], from: 16:00, to: 24:00} | PASS",
        "2026-11-20T23:59:00Z | {days: [fri], from: 16:00, to: 24:00} | FAIL",
        "2026-11-21T05:59:00Z | {days: [fri], from: 22:00, to: 06:00} | FAIL",
        "2026-11-21T06:00:00Z | {days: [fri], from: 22:00, to: 06:00} | PASS",
        "2026-11-21T22:00:00Z | {days: [fri], from: 22:00, to: 06:00} | PASS",
        "2026-11-19T23:00:00Z | {from: '22:00', to: '06:00'} | FAIL",
      })
  void freezeHoldsInItsWindow(Instant now, String window, Outcome outcome) {
    sample.now = now;
    assertEquals(outcome, sample.outcome("{freeze: " + window + "}"));
  }

  @Test
  void conditionGuardsARuleOfAnyKind() {
    assertEquals(
        SKIPPED,
        sample.outcome("{metric: loss, max: 1, when: \"candidate.params.framework == 'torch'\"}"));
    assertEquals(
        FAIL,
        sample.outcome(
            "{metric: loss, max: 1, when: \"candidate.params.framework == 'sklearn'\"}"));
    Verdict.RuleVerdict broken =
        sample.judge("{signature: required, when: \"candidate.params['no'] == 'x'\"}");
    assertEquals(FAIL, broken.outcome());
    assertTrue(broken.message().contains("there is no 'no'"), broken.message());
  }

  @Test
  void whatNoRuleNeedsIsNotAskedFor() {
    sample.verdict("rules: [{metric: auc}, {param: depth}]");
    assertEquals(0, sample.filesAsked + sample.channelsAsked);
    sample.verdict(
        """
        rules:
          - {file: "**"}
          - {forbid: "*.pkl"}
          - expr: "candidate.files.size() > 0 && 'production' in channels"
          - {metric: auc, better_than: production}
        """);
    assertEquals(1, sample.filesAsked);
    assertEquals(1, sample.channelsAsked);
  }

  @Test
  void manyFilesAreNamedBriefly() {
    sample.files =
        java.util.stream.IntStream.range(0, 5000)
            .mapToObj(i -> new FileFacts("data/" + i + ".pkl", 1))
            .toList();
    Verdict.RuleVerdict verdict = sample.judge("{forbid: '**/*.pkl'}");
    assertEquals(
        "forbidden by policy: data/0.pkl, data/1.pkl, data/2.pkl and 4997 more", verdict.message());
  }
}
