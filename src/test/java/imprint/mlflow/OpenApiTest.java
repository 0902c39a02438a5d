package imprint.mlflow;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class OpenApiTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)}");

  private JsonNode api;

  @BeforeEach
  void theDescription() throws Exception {
    String text =
        given().get("/openapi?format=json").then().statusCode(200).extract().body().asString();
    api = new ObjectMapper().readTree(text);
  }

  @Test
  void callsAreDescribedOnceUnderApi() {
    List<String> paths = new ArrayList<>();
    api.path("paths").fieldNames().forEachRemaining(paths::add);
    assertTrue(paths.contains("/api/2.0/mlflow/runs/create"), paths::toString);
    assertTrue(paths.contains("/api/2.0/mlflow-artifacts/artifacts/{path}"), paths::toString);
    assertTrue(paths.contains("/get-artifact"), paths::toString);
    assertEquals(List.of(), paths.stream().filter(path -> path.contains("wire")).toList());
    assertTrue(api.path("info").path("description").asText().contains("/ajax-api"));
  }

  /**
   * A parameter that the path does not name, such as the one the filter takes away, is a mistake.
   */
  @Test
  void theParametersOfAPathAreThoseItNames() {
    List<String> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      List<String> named = new ArrayList<>();
      for (Matcher place = PARAMETER.matcher(path.getKey()); place.find(); ) {
        named.add(place.group(1));
      }
      List<String> shared = pathParameters(path.getValue());
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (!operation.getKey().equals("parameters")) {
          List<String> described = new ArrayList<>(shared);
          described.addAll(pathParameters(operation.getValue()));
          assertEquals(
              named.stream().sorted().toList(),
              described.stream().sorted().toList(),
              operation.getKey() + " " + path.getKey());
          operations.add(path.getKey());
        }
      }
    }
    assertFalse(operations.isEmpty());
  }

  private static List<String> pathParameters(JsonNode described) {
    List<String> names = new ArrayList<>();
    for (JsonNode parameter : described.path("parameters")) {
      if (parameter.path("in").asText().equals("path")) {
        names.add(parameter.path("name").asText());
      }
    }
    return names;
  }
}
