package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Locations that stand in the database although no endpoint would have taken them are checked when
 * they are used: nothing of this machine is read or written, and nobody is called.
 */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class StoredLocationsTest {
  private static final byte[] BODY = "x".getBytes(StandardCharsets.UTF_8);

  @Test
  void aForeignRootIsRefusedByEveryRoute() throws Exception {
    try (ServerSocket canary = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String called = "http://127.0.0.1:" + canary.getLocalPort() + "/";
      for (String location :
          List.of(
              "file:///etc",
              "/etc",
              "../../",
              "s3://other/x",
              "mlflow-artifacts:/../../etc",
              "mlflow-artifacts://127.0.0.1:" + canary.getLocalPort() + "/x",
              called)) {
        ArtifactServer server = new ArtifactServer(new RawHttp());
        relocate(server.run, location);
        for (RawHttp.Answer answer : everyRoute(server)) {
          assertTrue(
              answer.status() >= 400 && answer.status() < 500,
              location + " answered " + answer.status() + " " + answer.text());
          assertTrue(!answer.text().contains("root:"), answer.text());
        }
      }
      assertNobodyCalled(canary);
    }
  }

  @Test
  void theRunsOldPlaceIsNoLongerItsOwn() throws Exception {
    ArtifactServer server = new ArtifactServer(new RawHttp());
    server.put("a", "content");
    relocate(server.run, "file:///etc");
    // what is under no root belongs to the project, which has no such file
    assertEquals(404, server.get("a").status());
  }

  private static List<RawHttp.Answer> everyRoute(ArtifactServer server) {
    String run = server.run;
    List<RawHttp.Answer> answers = new ArrayList<>();
    answers.add(server.http.get("/get-artifact?path=passwd&run_id=" + run));
    answers.add(server.http.get("/api/2.0/mlflow/artifacts/list?run_id=" + run));
    answers.add(server.http.get("/api/2.0/mlflow/artifacts/list?max_results=5&run_id=" + run));
    answers.add(
        server.http.send(
            "POST",
            "/ajax-api/2.0/mlflow/upload-artifact?path=x.txt&run_id=" + run,
            BODY,
            "Content-Type: text/plain"));
    return answers;
  }

  private static void assertNobodyCalled(ServerSocket canary) throws IOException {
    canary.setSoTimeout(200);
    try {
      canary.accept().close();
    } catch (SocketTimeoutException nobody) {
      return;
    }
    throw new AssertionError("the server followed a stored URL");
  }

  private static void relocate(String run, String location) throws SQLException {
    try (Connection connection = PostgresForTests.connect();
        PreparedStatement update =
            connection.prepareStatement("update candidate set artifact_uri = ? where run_id = ?")) {
      update.setString(1, location);
      update.setString(2, run);
      assertEquals(1, update.executeUpdate());
    }
  }
}
