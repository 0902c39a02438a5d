package imprint.policy;

import static imprint.policy.SampleFacts.PARSER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyParserTest {
  static final String EXAMPLE =
      """
      rules:
        - metric: auc            # latest value
          min: 0.92
        - metric: auc
          better_than: production
          by: 0.002
        - param: dataset_run
        - tag: reviewed
          equals: "true"
        - file: "model/MLmodel"
        - forbid: "**/*.pkl"
        - signature: required
        - dataset: {required: true, approved: true, max_age: 90d}
        - check: unit-tests
          status: passed
        - bump: at_least_contract
        - when: "candidate.params['framework'] == 'sklearn'"
          expr: "candidate.metrics['f1'] >= 0.8 && size(candidate.files) < 50"
      approvals: {count: 1, roles: [approver], not_author: true, expire: 14d}
      """;

  @Test
  void exampleOfTheContractIsRead() {
    PolicyDocument policy = yaml(EXAMPLE);
    assertEquals(
        List.of(
            "metric:auc:min",
            "metric:auc:better_than",
            "param:dataset_run:present",
            "tag:reviewed:equals",
            "file:model/MLmodel",
            "file:forbid:**/*.pkl",
            "signature",
            "dataset",
            "check:unit-tests",
            "bump:at_least",
            "expr"),
        policy.ruleIds());
    PolicyDocument.Approvals approvals = policy.approvals().orElseThrow();
    assertEquals(1, approvals.count());
    assertEquals(List.of("approver"), approvals.roles());
    assertTrue(approvals.notAuthor());
    assertEquals(Optional.of(new Span(Duration.ofDays(14))), approvals.expire());
    assertEquals(List.of("owner", "admin"), policy.waiverRoles());
  }

  @Test
  void jsonWithTabsIsReadAlike() {
    String json =
        "\uFEFF{\n\t\"rules\": [\n\t\t{\"metric\": \"auc\", \"min\": 9.2e-1, \"id\": \"a\"},"
            + "\n\t\t{\"tag\": \"\\u00e9\", \"equals\": true}],"
            + "\n\t\"waivers\": {\"roles\": [\"admin\"]}}";
    PolicyDocument policy = PARSER.parse(json, PolicyFormat.JSON);
    assertEquals(List.of("a", "tag:é:equals"), policy.ruleIds());
    assertEquals(List.of("admin"), policy.waiverRoles());
  }

  @Test
  void idsAreUniqueAndMakeWayForThoseThatAreGiven() {
    PolicyDocument policy =
        yaml(
            """
            rules:
              - {metric: auc, min: 1}
              - {metric: auc, min: 2}
              - {metric: auc, min: 3, id: "metric:auc:min-2"}
              - {metric: auc, min: 4, max: 5}
              - {expr: "true"}
              - {expr: "true"}
            """);
    assertEquals(
        List.of(
            "metric:auc:min",
            "metric:auc:min-3",
            "metric:auc:min-2",
            "metric:auc:min:max",
            "expr",
            "expr-2"),
        policy.ruleIds());
  }

  @Test
  void policyMayAskForApprovalsOnly() {
    assertEquals(
        List.of("approver", "owner", "admin"),
        yaml("approvals: {}").approvals().orElseThrow().roles());
    assertEquals(List.of(), yaml("rules: []").ruleIds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // what is not YAML, or more of it than is taken
        "rules: [ | 1 | 9 | not YAML",
        "rules:\\n\\t- a | 2 | 1 | not YAML",
        "rules: &a [] | 1 | 8 | anchors",
        "rules: *a | 1 | 8 | aliases",
        "rules: !!set {} | 1 | 8 | tags",
        "rules: []\\n---\\nrules: [] | 2 | 1 | one document",
        "rules: []\\nrules: [] | 2 | 1 | stands here twice",
        "? [a]\\n: 1 | 1 | 3 | a key that is text",
        // the document
        "[] | 1 | 1 | expected a policy as an object",
        "{} | 1 | 1 | expected 'rules' or 'approvals'",
        "rule: [] | 1 | 1 | the key 'rule' is not known here",
        "rules: {} | 1 | 8 | expected 'rules' to be a list",
        "rules: [1] | 1 | 9 | expected a rule as an object, found a number",
        // rules
        "rules:\\n  - {} | 2 | 5 | expected a rule with one of metric, param",
        "rules:\\n  - {metrics: auc} | 2 | 5 | expected a rule with one of metric",
        "rules:\\n  - metric: auc\\n    minimum: 1 | 3 | 5 | the key 'minimum' is not known here",
        "rules:\\n  - metric: auc\\n    param: x | 3 | 5 | a rule has one kind",
        "rules:\\n  - metric: auc\\n    min: high | 3 | 10 | expected 'min' to be a number, found text",
        "rules:\\n  - metric: auc\\n    min: '1' | 3 | 10 | expected 'min' to be a number",
        "rules:\\n  - metric: auc\\n    min: .nan | 3 | 10 | expected 'min' to be a number",
        "rules:\\n  - metric: auc\\n    min: 1e999 | 3 | 10 | too large",
        "rules:\\n  - {metric: auc, min: 2, max: 1} | 2 | 5 | above the greatest",
        "rules:\\n  - {metric: auc, between: [1]} | 2 | 28 | two numbers",
        "rules:\\n  - {metric: auc, between: [0, 1], min: 0} | 2 | 19 | not both",
        "rules:\\n  - {metric: auc, by: 1} | 2 | 19 | expected 'better_than' beside 'by'",
        "rules:\\n  - {metric: auc, better_than: p, by: -1} | 2 | 39 | 0 or more",
        "rules:\\n  - {metric: [auc]} | 2 | 14 | expected 'metric' to be text, found a list",
        "rules:\\n  - {metric: ''} | 2 | 14 | expected the name of a metric",
        "rules:\\n  - {metric: } | 2 | 13 | found nothing",
        "rules:\\n  - {param: a, matches: '('} | 2 | 25 | not a pattern of RE2",
        "rules:\\n  - {param: a, matches: '(?=x)'} | 2 | 25 | not a pattern of RE2",
        "rules:\\n  - {param: a, one_of: []} | 2 | 24 | one to 100 entries",
        "rules:\\n  - {param: a, present: false, equals: b} | 2 | 16 | has no value",
        "rules:\\n  - {param: a, present: yes} | 2 | 25 | true or false",
        "rules:\\n  - {file: /a} | 2 | 12 | without a slash",
        "rules:\\n  - {file: 'a{b'} | 2 | 12 | not closed",
        "rules:\\n  - {file: a, max_size: big} | 2 | 25 | a size such as 200MB",
        "rules:\\n  - {file: a, max_size: -1} | 2 | 25 | a size such as 200MB",
        "rules:\\n  - {forbid: a, max_size: 1} | 2 | 17 | expected 'file' beside",
        "rules:\\n  - {signature: wanted} | 2 | 17 | to be required",
        "rules:\\n  - {dataset: {max_age: 3 days}} | 2 | 25 | a length of time",
        "rules:\\n  - {dataset: {age: 3d}} | 2 | 16 | is not known here",
        "rules:\\n  - {dataset: [a]} | 2 | 15 | as an object, found a list",
        "rules:\\n  - {bump: minor} | 2 | 12 | at_least_contract",
        "rules:\\n  - {bump: {at_most: contract}} | 2 | 22 | patch, minor or major",
        "rules:\\n  - {bump: {}} | 2 | 12 | at_least or at_most",
        "rules:\\n  - {soak: {at_least: 1h}} | 2 | 12 | expected the key 'channel'",
        "rules:\\n  - {soak: 24h} | 2 | 12 | as an object",
        "rules:\\n  - {freeze: {from: 2026-01-02, to: 2026-01-01}} | 2 | 37 | before it begins",
        "rules:\\n  - {freeze: {from: 2026-02-30, to: 2026-03-01}} | 2 | 21 | a day or a time",
        "rules:\\n  - {freeze: {days: [monday]}} | 2 | 22 | one of mon",
        "rules:\\n  - {freeze: {days: [mon], from: 10:00}} | 2 | 14 | together",
        "rules:\\n  - {freeze: {days: [mon], zone: Mars}} | 2 | 34 | a time zone",
        "rules:\\n  - {freeze: {}} | 2 | 14 | expected the key 'from'",
        "rules:\\n  - {expr: candidate.name} | 2 | 12 | expected type 'bool'",
        "rules:\\n  - expr: 'candidate.metricz.f1 > 1.0' | 2 | 11 | line 1, column 10 of the expr",
        "rules:\\n  - {tag: a, when: 1} | 2 | 20 | expected 'when' to be text",
        "rules:\\n  - {tag: a, id: 'a b'} | 2 | 18 | up to 100 letters",
        "rules:\\n  - {tag: a, id: x}\\n  - {tag: b, id: x} | 3 | 18 | two rules have the id",
        // people
        "approvals: {count: 1.5} | 1 | 20 | a whole number from 0 to 20",
        "approvals: {count: 21} | 1 | 20 | a whole number from 0 to 20",
        "approvals: {roles: [boss]} | 1 | 21 | one of the roles",
        "approvals: {roles: approver} | 1 | 20 | to be a list",
        "approvals: {expire: 0d} | 1 | 21 | longer than nothing",
        "approvals: {not_author: 'true'} | 1 | 25 | true or false",
        "rules: []\\nwaivers: {} | 2 | 10 | expected the key 'roles'",
      })
  void errorNamesLineColumnAndWhatIsExpected(
      String written, int line, int column, String expected) {
    PolicySyntaxException error =
        assertThrows(
            PolicySyntaxException.class,
            () -> yaml(written.replace("\\n", "\n").replace("\\t", "\t")));
    assertTrue(error.text().contains(expected), error.text());
    assertEquals(line + ":" + column, error.line() + ":" + error.column(), error.text());
    assertTrue(error.text().startsWith("line %d, column %d: ".formatted(line, column)));
    assertEquals("policy", error.field());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rules\": [} | 1 | 12 | not JSON",
        "{\"rules\": []} {} | 1 | 15 | one document",
        "{\"rules\": [],\\n \"rules\": []} | 2 | 2 | stands here twice",
        "{\"rules\": [\\n\\t{\"metric\": 1, \"min\": \"1\"}]} | 2 | 23 | expected 'min' to be a number",
        "{\"rules\": [{\"tag\": null}]} | 1 | 20 | expected 'tag' to be text, found nothing",
        "{'rules': []} | 1 | 2 | not JSON",
      })
  void errorInJsonNamesItsPlaceToo(String written, int line, int column, String expected) {
    PolicySyntaxException error =
        assertThrows(
            PolicySyntaxException.class,
            () ->
                PARSER.parse(written.replace("\\n", "\n").replace("\\t", "\t"), PolicyFormat.JSON));
    assertTrue(error.text().contains(expected), error.text());
    assertEquals(line + ":" + column, error.line() + ":" + error.column(), error.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n...\n", " \n"})
  void emptyTextIsNoPolicy(String text) {
    assertThrows(PolicySyntaxException.class, () -> yaml(text));
    assertThrows(PolicySyntaxException.class, () -> PARSER.parse(text, PolicyFormat.JSON));
  }

  @Test
  void characterThatYamlForbidsIsPlaced() {
    PolicySyntaxException error =
        assertThrows(PolicySyntaxException.class, () -> yaml("rules:\n  - tag: é\u0007"));
    assertEquals("2:11", error.line() + ":" + error.column());
  }

  @Test
  void tooManyRulesAreRefusedAtTheFirstTooMany() {
    String rules =
        IntStream.rangeClosed(1, 201).mapToObj(i -> "- tag: t\n").collect(Collectors.joining());
    PolicySyntaxException error =
        assertThrows(PolicySyntaxException.class, () -> yaml("rules:\n" + rules));
    assertEquals(202, error.line());
    assertEquals(200, yaml("rules:\n" + rules.substring(9)).ruleIds().size());
  }

  @Test
  void longTextIsTooLarge() {
    assertThrows(Failure.TooLarge.class, () -> yaml("#" + "é".repeat(33_000)));
    assertThrows(
        PolicySyntaxException.class,
        () -> yaml("rules: [{param: a, equals: " + "x".repeat(501) + "}]"));
  }

  private static PolicyDocument yaml(String text) {
    return PARSER.parse(text, PolicyFormat.YAML);
  }
}
