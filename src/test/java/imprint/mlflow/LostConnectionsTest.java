package imprint.mlflow;

import static imprint.mlflow.Wire.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** PostgreSQL closes all connections, as it does when it is restarted. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class LostConnectionsTest {
  private static final int MOST_TRIES = 50;

  @Test
  void aLostConnectionIsUnavailableAndIsReplaced() throws SQLException {
    get("/experiments/get?experiment_id=0").statusCode(200);
    assertTrue(closeAll() > 0);
    for (int i = 0; i < MOST_TRIES; i++) {
      Response answer = get("/experiments/get?experiment_id=0").extract().response();
      if (answer.statusCode() == 200) {
        return;
      }
      assertEquals(503, answer.statusCode(), answer.asString());
      assertEquals("TEMPORARILY_UNAVAILABLE", answer.path("error_code"));
      assertNotNull(answer.header("Retry-After"));
    }
    throw new AssertionError("no connection was replaced");
  }

  private static int closeAll() throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        Statement statement = connection.createStatement()) {
      int closed = 0;
      try (var rows =
          statement.executeQuery(
              "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'imprint'")) {
        while (rows.next()) {
          closed++;
        }
      }
      return closed;
    }
  }
}
