package imprint.policy;

import static imprint.policy.SampleFacts.applied;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.policy.ApprovalsDemanded.Given;
import imprint.policy.ApprovalsDemanded.OfPolicy;
import imprint.policy.Waivers.Waiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyVerdictTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SampleFacts sample = new SampleFacts();

  @Test
  void nothingToFulfilPasses() {
    Verdict verdict = new Judge().judge(List.of(), sample.facts(), Waivers.NONE);
    assertEquals(Outcome.PASS, verdict.outcome());
    assertEquals(0, verdict.approvals().count());
    assertNull(verdict.approvals().expire());
  }

  @Test
  void oneRuleOfOnePolicyThatFailsIsEnough() {
    Verdict verdict =
        judge(
            Waivers.NONE,
            applied("project", "rules: [{metric: auc, min: 0.9}]"),
            applied("model", "rules: [{metric: auc, min: 0.99}]\napprovals: {count: 1}"));
    assertEquals(Outcome.FAIL, verdict.outcome());
    assertEquals(
        List.of("project/metric:auc:min", "model/metric:auc:min"),
        verdict.rules().stream().map(Verdict.RuleVerdict::id).toList());
  }

  @Test
  void approvalsMakeTheVerdictPending() {
    Verdict verdict = judge(Waivers.NONE, applied("model", "approvals: {count: 1}"));
    assertEquals(Outcome.PENDING, verdict.outcome());
    assertTrue(verdict.isUpToPeople());
    assertEquals(
        Outcome.PASS, judge(Waivers.NONE, applied("model", "approvals: {count: 0}")).outcome());
  }

  @Test
  void strictestApprovalsHold() {
    ApprovalsDemanded approvals =
        judge(
                Waivers.NONE,
                applied("project", "approvals: {count: 1, roles: [owner], expire: 30d}"),
                applied(
                    "model",
                    "approvals: {count: 2, roles: [approver], not_author: true, expire: 36h}"),
                applied("channel:dev", "approvals: {count: 0, roles: [admin], expire: 1h}"))
            .approvals();
    assertEquals(2, approvals.count());
    assertEquals(List.of("owner", "approver"), approvals.roles());
    assertTrue(approvals.notAuthor());
    assertEquals("36h", String.valueOf(approvals.expire()));
    assertEquals(
        List.of(
            new OfPolicy("project", 1, List.of("owner")),
            new OfPolicy("model", 2, List.of("approver"))),
        approvals.each());

    List<Given> given =
        List.of(
            new Given("bea", "approver"),
            new Given("bea", "approver"),
            new Given("anna", "approver"),
            new Given("carl", "reader"));
    assertEquals(
        List.of(
            new OfPolicy("project", 1, List.of("owner")),
            new OfPolicy("model", 1, List.of("approver"))),
        approvals.missing(given, "anna"));
    assertEquals(
        List.of(new OfPolicy("project", 1, List.of("owner"))), approvals.missing(given, "dora"));
    List<Given> all = new ArrayList<>(given);
    all.add(new Given("olga", "owner"));
    assertEquals(List.of(), approvals.missing(all, "dora"));
  }

  @Test
  void waiverLiftsItsRuleWhenItsRoleMay() {
    AppliedPolicy policy =
        applied(
            "model",
            """
            rules: [{metric: auc, min: 0.99}, {metric: auc, min: 0.9, id: low}]
            waivers: {roles: [approver]}
            """);
    Waiver allowed = new Waiver("bea", "approver", "known drift");
    Waiver refused = new Waiver("olga", "owner", "because");
    Verdict waived =
        judge(new Waivers(Map.of("model/metric:auc:min", allowed, "model/low", allowed)), policy);
    assertEquals(Outcome.PASS, waived.outcome());
    assertEquals(Outcome.WAIVED, waived.rules().getFirst().outcome());
    assertEquals(allowed, waived.rules().getFirst().waiver());
    assertEquals(Outcome.PASS, waived.rules().getLast().outcome());
    assertNull(waived.rules().getLast().waiver());
    assertEquals(
        Outcome.FAIL,
        judge(new Waivers(Map.of("model/metric:auc:min", refused)), policy).outcome());
    assertEquals(
        Outcome.FAIL, judge(new Waivers(Map.of("metric:auc:min", allowed)), policy).outcome());
  }

  @Test
  void jsonHasStableNames() throws IOException {
    Verdict verdict =
        judge(
            Waivers.NONE,
            applied(
                "model",
                "rules: [{metric: auc, min: 0.99, name: good}]\napprovals: {expire: 14d}"));
    JsonNode json = JSON.readTree(JSON.writeValueAsString(verdict));
    assertEquals(
        JSON.readTree(
            """
            {"outcome": "fail",
             "rules": [{
               "id": "model/metric:auc:min", "policy": {"scope": "model", "revision": 1},
               "kind": "metric", "name": "good", "wanted": "at least 0.99", "actual": 0.93,
               "outcome": "fail", "message": "auc is 0.93, wanted at least 0.99",
               "evidence": null, "waivable_by": ["owner", "admin"], "waiver": null}],
             "approvals": {"count": 1, "roles": ["approver", "owner", "admin"],
               "not_author": false, "expire": "14d",
               "each": [{"scope": "model", "count": 1, "roles": ["approver", "owner", "admin"]}]}}
            """),
        json);
  }

  @Test
  void verdictsSurviveJson() throws IOException {
    Random random = new Random(7);
    List<Double> special =
        List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.1 + 0.2);
    AppliedPolicy ofModel = applied("model", PolicyParserTest.EXAMPLE);
    AppliedPolicy ofChannel =
        applied("channel:production", "rules: [{soak: {channel: staging, at_least: 1h}}]");
    for (int round = 0; round < 300; round++) {
      double value =
          round < special.size() ? special.get(round) : Double.longBitsToDouble(random.nextLong());
      sample.metrics.put("auc", value);
      sample.tags.put("reviewed", random.nextBoolean() ? "NaN" : "true \"\n\u00e9");
      Verdict verdict =
          judge(
              new Waivers(
                  Map.of("model/tag:reviewed:equals", new Waiver("olga", "owner", "\u2028"))),
              ofModel,
              ofChannel);
      assertEquals(verdict, JSON.readValue(JSON.writeValueAsString(verdict), Verdict.class));
    }
  }

  private Verdict judge(Waivers waivers, AppliedPolicy... policies) {
    return new Judge().judge(List.of(policies), sample.facts(), waivers);
  }
}
