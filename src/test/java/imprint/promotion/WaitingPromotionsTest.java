package imprint.promotion;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a promotion shows while it waits and afterwards. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class WaitingPromotionsTest {
  private PromotionServer server;

  @BeforeEach
  void aModelWhosePromotionsWait() {
    server = new PromotionServer();
    server.policy(
        """
        rules: [{metric: auc, min: 0.9}]
        approvals: {count: 1, roles: [admin], expire: 1d}
        waivers: {roles: [admin]}
        """);
  }

  private String refused() {
    return server
        .promote(server.run(0.5))
        .then()
        .statusCode(422)
        .body("expires", nullValue())
        .extract()
        .path("id");
  }

  @Test
  void aRefusalThatIsWaivedWaitsFromThenOn() {
    server
        .post(
            "/promotions/" + refused() + "/waivers",
            Map.of("rule", "model/metric:auc:min", "reason", "the data shifted"))
        .then()
        .statusCode(200)
        .body("state", equalTo("pending"))
        .body("expires", notNullValue());
  }

  @Test
  void theVerdictPassesWhenAllApprovalsCame() {
    approve(waiting(server.run(0.95)))
        .then()
        .statusCode(200)
        .body("verdict.outcome", equalTo("pass"));
    server.get(server.of("/versions/1")).then().body("verdict.outcome", equalTo("pass"));
  }

  @Test
  void whatWasOvertakenWaitsOn() {
    server.policy(
        """
        rules: [{metric: auc, better_than: production}]
        approvals: {count: 1, roles: [admin]}
        """);
    String first = waiting(server.run(0.95));
    String second = waiting(server.run(0.96));
    approve(second).then().statusCode(200).body("state", equalTo("approved"));
    approve(first)
        .then()
        .statusCode(409)
        .body("detail", containsString("model/metric:auc:better_than"));
    server
        .get("/promotions/" + first)
        .then()
        .body("state", equalTo("pending"))
        .body("approvals", empty());
    server
        .post(
            "/promotions/" + first + "/approvals",
            Map.of("decision", "reject", "comment", "the other one is better"))
        .then()
        .statusCode(200)
        .body("state", equalTo("rejected"));
    server.get(server.of("/versions/1")).then().statusCode(404);
  }

  @Test
  void aCheckThatCameCompletesAPromotion() {
    server.policy("rules: [{check: unit-tests}]");
    String run = server.run(0.95);
    report(run, "running");
    String id = waiting(run);
    report(run, "failed");
    server
        .get("/promotions/" + id)
        .then()
        .body("state", equalTo("pending"))
        .body("verdict.outcome", equalTo("fail"));
    report(run, "passed");
    server
        .get("/promotions/" + id)
        .then()
        .body("state", equalTo("approved"))
        .body("verdict.outcome", equalTo("pass"));
    server.get(server.of("/versions/production")).then().body("number", equalTo(1));
  }

  /** The id of a promotion to production that waits. */
  private String waiting(String run) {
    return server
        .promote(
            Map.of(
                "model", server.model, "candidate", run, "path", "model", "channel", "production"))
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private Response approve(String id) {
    return server.post(
        "/promotions/" + id + "/approvals",
        Map.of("decision", "approve", "comment", "read the report"));
  }

  private void report(String run, String status) {
    server
        .post(
            "/candidates/" + run + "/checks",
            Map.of("checks", List.of(Map.of("name", "unit-tests", "status", status))))
        .then()
        .statusCode(200);
  }

  @Test
  void fieldsAreThereInTheirOrderWhateverTheyHold() {
    server
        .promote(server.run(0.95))
        .then()
        .statusCode(202)
        .body(containsString("\"evidence\":null,\"waivable_by\":[\"admin\"],\"waiver\":null"))
        .body(containsString("\"name\":null"))
        .body(containsString("\"links\":{\"self\":"));
    server
        .get("/promotions/" + refused())
        .then()
        .body("verdict.rules[0].waiver", nullValue())
        .body("verdict.rules[0].actual", equalTo(0.5f));
  }
}
