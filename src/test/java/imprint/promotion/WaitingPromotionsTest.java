package imprint.promotion;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
    String id =
        server
            .promote(server.run(0.95))
            .then()
            .statusCode(202)
            .body("verdict.outcome", equalTo("pending"))
            .extract()
            .path("id");
    server
        .post(
            "/promotions/" + id + "/approvals",
            Map.of("decision", "approve", "comment", "read the report"))
        .then()
        .statusCode(200)
        .body("verdict.outcome", equalTo("pass"));
    server.get(server.of("/versions/1")).then().body("verdict.outcome", equalTo("pass"));
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
