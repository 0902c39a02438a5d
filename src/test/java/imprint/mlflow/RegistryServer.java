package imprint.mlflow;

import static imprint.mlflow.Wire.json;
import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The registry's wire as tests speak it. Bodies have single quotes for double ones. */
final class RegistryServer {
  static final String MODELS = "/registered-models/";
  static final String VERSIONS = "/model-versions/";

  private RegistryServer() {}

  static ValidatableResponse post(String path, String body) {
    return Wire.post(path, json(body));
  }

  static ValidatableResponse patch(String path, String body) {
    return given().contentType("application/json").body(json(body)).patch(Wire.API + path).then();
  }

  static ValidatableResponse delete(String path, String body) {
    return given().contentType("application/json").body(json(body)).delete(Wire.API + path).then();
  }

  /** The path with a query of these names and values. */
  static ValidatableResponse get(String path, String... query) {
    StringBuilder target = new StringBuilder(path);
    for (int i = 0; i < query.length; i += 2) {
      target.append(i == 0 ? '?' : '&').append(query[i]).append('=').append(encoded(query[i + 1]));
    }
    return Wire.get(target.toString());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A new model without versions. */
  static String newModel() {
    String name = "model-" + UUID.randomUUID();
    post(MODELS + "create", "{'name':'" + name + "'}").statusCode(200);
    return name;
  }

  /** A version of nothing that this server keeps, with more fields of the request. */
  static ValidatableResponse newVersionOf(String model, String more) {
    return post(
        VERSIONS + "create",
        "{'name':'" + model + "','source':'s3://bucket/" + model + "'" + more + "}");
  }

  /** The number of a new version. */
  static String newVersion(String model) {
    return newVersionOf(model, "").statusCode(200).extract().path("model_version.version");
  }

  /** The number of a new version of a semantic version. */
  static String newVersion(String model, String semver) {
    return newVersionOf(model, ",'tags':[{'key':'imprint.semver','value':'" + semver + "'}]")
        .statusCode(200)
        .extract()
        .path("model_version.version");
  }

  static ValidatableResponse version(String model, String number) {
    return get(VERSIONS + "get", "name", model, "version", number);
  }

  static ValidatableResponse setAlias(String model, String alias, String version) {
    return post(
        MODELS + "alias",
        "{'name':'" + model + "','alias':'" + alias + "','version':'" + version + "'}");
  }

  static ValidatableResponse byAlias(String model, String alias) {
    return get(MODELS + "alias", "name", model, "alias", alias);
  }

  static ValidatableResponse transition(String model, String version, String stage, String more) {
    return post(
        VERSIONS + "transition-stage",
        "{'name':'" + model + "','version':'" + version + "','stage':'" + stage + "'" + more + "}");
  }
}
