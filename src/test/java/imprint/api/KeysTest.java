package imprint.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import imprint.attestation.SigningKeys;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class KeysTest {
  private static final String PEM = "application/x-pem-file";

  @Inject SigningKeys keys;

  @Test
  void theCurrentKeyIsAmongTheKeys() {
    String id = keys.current().verification().id();
    String path = "keys.find { it.current }.";
    given()
        .get("/api/v1/keys")
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .body(path + "id", equalTo(id))
        .body(path + "public_key", equalTo(keys.current().verification().pem()))
        .body(path + "algorithm", equalTo("ecdsa-p256-sha256"))
        .body(path + "created_at", startsWith("20"));
  }

  @Test
  void aKeyIsJsonUnlessPemIsAskedFor() {
    String id = keys.current().verification().id();
    String pem = keys.current().verification().pem();
    given()
        .get("/api/v1/keys/" + id)
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .body("public_key", equalTo(pem))
        .body("current", equalTo(true));
    for (String wanted : new String[] {"text/html,application/xhtml+xml,*/*;q=0.8", "*/*"}) {
      given()
          .header("Accept", wanted)
          .get("/api/v1/keys/" + id)
          .then()
          .contentType("application/json");
    }
    assertEquals(pem, pem("/api/v1/keys/" + id));
    assertEquals(true, pem("/api/v1/keys").contains(pem));
  }

  @Test
  void anUnknownKeyIsMissing() {
    for (String id : new String[] {"none", "0".repeat(64), "%F0%9F%98%80"}) {
      for (String wanted : new String[] {"application/json", PEM}) {
        given()
            .urlEncodingEnabled(false)
            .header("Accept", wanted)
            .get("/api/v1/keys/" + id)
            .then()
            .statusCode(404);
      }
    }
  }

  private static String pem(String path) {
    return given()
        .header("Accept", PEM)
        .get(path)
        .then()
        .statusCode(200)
        .contentType(PEM)
        .extract()
        .body()
        .asString();
  }
}
