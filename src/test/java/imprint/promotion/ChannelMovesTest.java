package imprint.promotion;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ChannelMovesTest {
  private PromotionServer server;

  @BeforeEach
  void twoVersions() {
    server = new PromotionServer();
    server.promote(server.run(0.9)).then().statusCode(201);
    server.promote(server.run(0.95)).then().statusCode(201);
  }

  private static String held(String channel) {
    return "channels.find { it.name == '%s' }.held".formatted(channel);
  }

  @Test
  void aChannelMovesToWhatAReferenceMeans() {
    server
        .put(server.of("/channels/production"), Map.of("version", "1.0.0", "reason", "first"))
        .then()
        .statusCode(200)
        .body(held("production") + ".number", equalTo(1));
    server
        .put(
            server.of("/channels/PRODUCTION"),
            Map.of("version", "^1", "expected", 1, "reason", "better"))
        .then()
        .statusCode(200)
        .body(held("production") + ".number", equalTo(2));
    server
        .put(server.of("/channels/production"), Map.of("version", "1", "expected", 1))
        .then()
        .statusCode(409)
        .body("detail", containsString("version 2"));
    server.put(server.of("/channels/nowhere"), Map.of("version", "1")).then().statusCode(404);
    server.put(server.of("/channels/production"), Map.of("version", "^7")).then().statusCode(404);
    server
        .put(server.of("/channels/production"), Map.of("version", "not a reference"))
        .then()
        .statusCode(400);
  }

  @Test
  void severalMovesAreMadeTogetherOrNotAtAll() {
    server
        .post(
            server.of("/channel-moves"),
            Map.of(
                "reason",
                "release",
                "moves",
                List.of(
                    Map.of("channel", "staging", "version", "2"),
                    Map.of("channel", "production", "version", "1", "expected", 7))))
        .then()
        .statusCode(409);
    server
        .post(
            server.of("/channel-moves"),
            Map.of(
                "moves",
                List.of(
                    Map.of("channel", "staging", "version", "2", "expected", 0),
                    Map.of("channel", "production", "version", "1", "expected", 0))))
        .then()
        .statusCode(200)
        .body(held("staging") + ".number", equalTo(2))
        .body(held("production") + ".number", equalTo(1));
  }

  @Test
  void aRollbackGoesBackToWhatWasHeld() {
    server
        .post(server.of("/channels/production/rollback"), Map.of("reason", "too early"))
        .then()
        .statusCode(409);
    server.put(server.of("/channels/production"), Map.of("version", "1")).then().statusCode(200);
    server.put(server.of("/channels/production"), Map.of("version", "2")).then().statusCode(200);
    server.post(server.of("/channels/production/rollback"), Map.of()).then().statusCode(400);
    server
        .post(server.of("/channels/production/rollback"), Map.of("reason", "alarms"))
        .then()
        .statusCode(200)
        .body(held("production") + ".number", equalTo(1));
  }

  @Test
  void aChannelIsEmptied() {
    server.put(server.of("/channels/dev"), Map.of("version", "1")).then().statusCode(200);
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("version", null);
    server
        .put(server.of("/channels/dev"), nothing)
        .then()
        .statusCode(200)
        .body(held("dev"), nullValue());
  }

  @Test
  void theChannelsPolicyDecides() {
    server
        .policy(
            server.of("/channels/production/policy"), "rules:\n  - metric: auc\n    min: 0.93\n")
        .then()
        .statusCode(200);
    server
        .put(server.of("/channels/production"), Map.of("version", "1"))
        .then()
        .statusCode(403)
        .body("detail", containsString("metric:auc:min"));
    server.put(server.of("/channels/production"), Map.of("version", "2")).then().statusCode(200);
    server
        .promote(
            Map.of(
                "model",
                server.model,
                "candidate",
                server.run(0.91),
                "path",
                "model",
                "channel",
                "production"))
        .then()
        .statusCode(422)
        .body("verdict.rules[0].id", containsString("channel:production/"));
  }
}
