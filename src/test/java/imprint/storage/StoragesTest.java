package imprint.storage;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Storages through the API, with a real bucket behind some. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class StoragesTest {
  private static final String API = "/api/v1/storages";
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";

  private final AgroalDataSource database;
  private final ConfiguredStorages configuration;
  private final String name = "s" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir Path folder;

  StoragesTest(AgroalDataSource database, ConfiguredStorages configuration) {
    this.database = database;
    this.configuration = configuration;
  }

  @BeforeEach
  @AfterEach
  void localIsTheDefaultAndNothingIsConfigured() {
    configuration.apply(Map.of(), Optional.empty());
    post("/local/default", "").statusCode(200);
  }

  @Test
  void theDataFolderIsThereFromTheStart() {
    get("")
        .statusCode(200)
        .body("storages.name", hasItem("local"))
        .body("storages.find { it.name == 'local' }.kind", equalTo("folder"))
        .body("storages.find { it.name == 'local' }.is_default", equalTo(true));
    post("/local/check", "").statusCode(200).body("state", equalTo("ok"));
  }

  @Test
  void aBucketIsMadeCheckedChangedAndRemoved() throws Exception {
    create(bucket("p-" + name + "/"))
        .statusCode(201)
        .body("state", equalTo("unchecked"))
        .body("access_key", equalTo("acce…"))
        .body("direct", equalTo(true))
        .body("is_default", equalTo(false))
        .body("created_at", notNullValue());
    post("/" + name + "/check", "")
        .statusCode(200)
        .body("state", equalTo("ok"))
        .body("error", nullValue())
        .body("checked_at", notNullValue())
        .body("warnings", empty());
    put("{'direct':false,'prefix':'q/'}")
        .statusCode(200)
        .body("direct", equalTo(false))
        .body("prefix", equalTo("q/"))
        .body("bucket", equalTo(S3Server.BUCKET))
        .body("state", equalTo("unchecked"));
    post("/" + name + "/check", "").body("state", equalTo("ok"));
    delete().statusCode(204);
    get("/" + name).statusCode(404).body("type", equalTo("missing"));
    delete().statusCode(404);
  }

  @Test
  void theSecretIsShownNowhereAndSealedInTheDatabase() throws Exception {
    String made = create(bucket("p-" + name + "/")).extract().asString();
    String all =
        made
            + get("").extract().asString()
            + get("/" + name).extract().asString()
            + post("/" + name + "/check", "").extract().asString()
            + put("{'secret_key':'" + S3Server.SECRET_KEY + "'}").extract().asString();
    assertFalse(all.contains(S3Server.SECRET_KEY), all);
    assertFalse(all.contains(S3Server.ACCESS_KEY), all);
    assertFalse(all.contains("secret_key"), all);
    byte[] sealed = sealed();
    assertTrue(sealed.length > S3Server.SECRET_KEY.length());
    assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains(S3Server.SECRET_KEY));
    delete();
  }

  @Test
  void filesOfADefaultBucketAreThereAndKeepItFromBeingRemoved() throws Exception {
    create(bucket("files-" + name + "/")).statusCode(201);
    post("/" + name + "/default", "").statusCode(200).body("is_default", equalTo(true));
    delete().statusCode(409).body("detail", containsString("default"));
    byte[] bytes = BlobStorageContract.bytes(300_000);
    String target = PROXY + name + "/a.bin";
    given().contentType("application/octet-stream").body(bytes).put(target).then().statusCode(200);
    assertArrayEquals(bytes, given().get(target).asByteArray());
    post("/local/default", "").statusCode(200);
    delete().statusCode(409).body("detail", containsString("1 file"));
    put("{'prefix':'elsewhere/'}").statusCode(409).body("detail", containsString("1 file"));
    put("{'direct':false}").statusCode(200);
    assertArrayEquals(bytes, given().get(target).asByteArray());
    put("{'endpoint':'http://127.0.0.1:" + S3Server.freePort() + "'}").statusCode(200);
    given().get(target).then().statusCode(503);
  }

  @Test
  void aBucketThatDoesNotWorkIsToldAndCannotBeTheDefault() throws Exception {
    create(
            bucket("p-" + name + "/")
                .replace("'bucket':'" + S3Server.BUCKET, "'bucket':'no-such-bucket"))
        .statusCode(201);
    post("/" + name + "/check", "")
        .statusCode(200)
        .body("state", equalTo("failing"))
        .body("error", containsString("bucket does not exist"));
    get("/" + name).body("state", equalTo("failing"));
    post("/" + name + "/default", "").statusCode(409).body("type", equalTo("refused"));
    put("{'bucket':'" + S3Server.BUCKET + "','secret_key':'wrong'}").statusCode(200);
    post("/" + name + "/check", "").body("error", containsString("secret key does not belong"));
    put("{'endpoint':'http://127.0.0.1:" + S3Server.freePort() + "'}").statusCode(200);
    post("/" + name + "/check", "").body("error", containsString("refuses connections"));
    delete().statusCode(204);
  }

  @Test
  void aFolderIsMadeAndNoneMayOverlapAnother() {
    String path = folder.resolve("a").toString();
    create("{'name':'" + name + "','kind':'folder','folder':'" + path + "'}").statusCode(201);
    post("/" + name + "/check", "").body("state", equalTo("ok"));
    String data = ConfigProvider.getConfig().getValue("imprint.data", String.class);
    for (String taken : new String[] {path, path + "/b", folder.toString(), data + "/x", data}) {
      create("{'name':'" + name + "x','kind':'folder','folder':'" + taken + "'}")
          .statusCode(400)
          .body("field", equalTo("folder"));
    }
    delete().statusCode(204);
  }

  @Test
  void twoStoragesNeverShareABucketsPlace() throws Exception {
    create(bucket("shared/")).statusCode(201);
    for (String prefix : new String[] {"shared/", "shared/below/", ""}) {
      create(bucket(prefix).replace(name, name + "x"))
          .statusCode(400)
          .body("field", equalTo("prefix"));
    }
    delete().statusCode(204);
  }

  @ParameterizedTest
  @CsvSource({
    "http://s3.example.org, 400",
    "https://s3.example.org, 201",
    "HTTPS://S3.example.org:9000/, 201",
    "http://localhost:9000, 201",
    "http://[::1]:9000, 201",
    "https://user:word@s3.example.org, 400",
    "https://s3.example.org/path, 400",
    "https://s3.example.org?x=1, 400",
    "https://s3.example.org:0, 400",
    "https://s3.example.org:99999, 400",
    "ftp://s3.example.org, 400",
    "s3.example.org, 400",
    "file:///etc/passwd, 400"
  })
  void endpointsAreBareAndHttpsBeyondThisMachine(String endpoint, int status) {
    ValidatableResponse told =
        create("{'name':'" + name + "','kind':'s3','bucket':'abc','endpoint':'" + endpoint + "'}")
            .statusCode(status);
    if (status == 400) {
      told.body("field", equalTo("endpoint"));
    } else {
      delete().statusCode(204);
    }
  }

  @Test
  void httpCanBeAllowed() {
    create(
            "{'name':'"
                + name
                + "','kind':'s3','bucket':'abc','endpoint':'http://s3.example.org',"
                + "'allow_http':true}")
        .statusCode(201);
    put("{'allow_http':false}").statusCode(400).body("field", equalTo("endpoint"));
    delete().statusCode(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'kind':'s3'}|name",
        "{'name':'Upper','kind':'folder'}|name",
        "{'name':'-x','kind':'folder'}|name",
        "{'name':'x'}|kind",
        "{'name':'x','kind':'ftp'}|kind",
        "{'name':'x','kind':'folder'}|folder",
        "{'name':'x','kind':'folder','folder':'relative'}|folder",
        "{'name':'x','kind':'folder','folder':'/'}|folder",
        "{'name':'x','kind':'folder','folder':'/x','bucket':'b'}|bucket",
        "{'name':'x','kind':'s3','endpoint':'https://h'}|bucket",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'Ab'}|bucket",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'1.2.3.4'}|bucket",
        "{'name':'x','kind':'s3','bucket':'abc'}|endpoint",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'abc','prefix':'a'}|prefix",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'abc','prefix':'/'}|prefix",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'abc','prefix':'../'}|prefix",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'abc','prefix':'a//'}|prefix",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'abc','folder':'/x'}|folder",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'abc','access_key':'a'}|secret_key",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'abc','secret_key':'a'}|access_key",
        "{'name':'x','kind':'s3','endpoint':'https://h','bucket':'abc','region':'a b'}|region",
        "{'name':'x','kind':'s3','endpont':'https://h'}|endpont",
        "{'name':'x','kind':'s3','direct':'perhaps'}|direct",
        "{'name':['x']}|name",
        "{'name'|body",
        "[]|body",
        "null|body",
        "7|body",
        "{'name':'x'} more|body"
      })
  void whatIsWrongIsNamed(String body, String field) {
    create(body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("invalid"))
        .body("field", equalTo(field));
  }

  @Test
  void anEmptyOrHugeBodyAndAnotherTypeAreRefused() {
    create("").statusCode(400).body("field", equalTo("body"));
    create("{'name':'" + "x".repeat(70_000) + "'}").statusCode(413);
    given().contentType("text/plain").body("{}").post(API).then().statusCode(415);
  }

  @Test
  void aNameIsTakenOnce() {
    create("{'name':'local','kind':'folder','folder':'/srv/x'}")
        .statusCode(409)
        .body("type", equalTo("taken"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/check", "/default"})
  void anUnknownStorageIsMissing(String call) {
    (call.isEmpty() ? get("/none") : post("/none" + call, ""))
        .statusCode(404)
        .body("type", equalTo("missing"));
  }

  @Test
  void localIsNeverRemovedNorMoved() {
    given().delete(API + "/local").then().statusCode(409);
    given()
        .contentType("application/json")
        .body("{\"folder\":\"/srv/elsewhere\"}")
        .put(API + "/local")
        .then()
        .statusCode(409);
  }

  @Test
  void aConfiguredStorageIsChangedByTheConfigurationOnly() throws Exception {
    Map<String, StorageSettings.Place> places =
        Map.of(name, new ConfiguredPlace(S3Server.endpoint(), "configured-" + name + "/"));
    configuration.apply(places, Optional.of(name));
    byte[] sealed = sealed();
    get("/" + name)
        .body("is_configured", equalTo(true))
        .body("is_default", equalTo(true))
        .body("endpoint", equalTo(S3Server.endpoint()));
    post("/" + name + "/check", "").statusCode(200).body("state", equalTo("ok"));
    put("{'direct':false}").statusCode(409).body("detail", containsString("configuration"));
    delete().statusCode(409).body("detail", containsString("configuration"));
    configuration.apply(places, Optional.of(name));
    assertArrayEquals(sealed, sealed(), "an equal configuration changes nothing");
    get("/" + name).body("state", equalTo("ok"));
    configuration.apply(Map.of(), Optional.of("local"));
    get("/" + name).body("is_configured", equalTo(false)).body("is_default", equalTo(false));
    delete().statusCode(204);
  }

  @Test
  void aWrongConfigurationIsOneLine() throws Exception {
    String endpoint = S3Server.endpoint();
    assertRefused(Map.of("Main", new ConfiguredPlace(endpoint, "")), "", "imprint.storages.Main");
    assertRefused(Map.of("local", new ConfiguredPlace(endpoint, "")), "", "data folder");
    assertRefused(Map.of(name, new ConfiguredPlace(endpoint, "x")), "", "prefix");
    assertRefused(Map.of(name, new ConfiguredPlace("ftp://x", "")), "", "endpoint");
    assertRefused(Map.of(), "absent", "imprint.default-storage");
    get("/" + name).statusCode(404);
  }

  private void assertRefused(
      Map<String, StorageSettings.Place> places, String preferred, String told) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        configuration.apply(
                            places, Optional.of(preferred).filter(one -> !one.isEmpty())))
                .getMessage());
    assertTrue(message.contains(told), message);
    assertEquals(1, message.lines().count());
    assertFalse(message.contains(S3Server.SECRET_KEY));
  }

  private byte[] sealed() throws Exception {
    try (var connection = database.getConnection();
        var query = connection.prepareStatement("select secret_key from storage where name = ?")) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        assertTrue(rows.next());
        return rows.getBytes(1);
      }
    }
  }

  private String bucket(String prefix) throws Exception {
    return "{'name':'"
        + name
        + "','kind':'s3','endpoint':'"
        + S3Server.endpoint()
        + "','bucket':'"
        + S3Server.BUCKET
        + "','prefix':'"
        + prefix
        + "','access_key':'"
        + S3Server.ACCESS_KEY
        + "','secret_key':'"
        + S3Server.SECRET_KEY
        + "'}";
  }

  private static ValidatableResponse create(String json) {
    return post("", json);
  }

  private static ValidatableResponse post(String path, String json) {
    return given()
        .contentType("application/json")
        .body(json.replace('\'', '"'))
        .post(API + path)
        .then();
  }

  private ValidatableResponse put(String json) {
    return given()
        .contentType("application/json")
        .body(json.replace('\'', '"'))
        .put(API + "/" + name)
        .then();
  }

  private ValidatableResponse delete() {
    return given().delete(API + "/" + name).then();
  }

  private static ValidatableResponse get(String path) {
    return given().get(API + path).then();
  }

  /** What the configuration says of a bucket. */
  private record ConfiguredPlace(String url, String keyPrefix) implements StorageSettings.Place {
    @Override
    public String kind() {
      return "s3";
    }

    @Override
    public Optional<String> folder() {
      return Optional.empty();
    }

    @Override
    public Optional<String> endpoint() {
      return Optional.of(url);
    }

    @Override
    public Optional<String> region() {
      return Optional.empty();
    }

    @Override
    public Optional<String> bucket() {
      return Optional.of(S3Server.BUCKET);
    }

    @Override
    public Optional<String> prefix() {
      return Optional.of(keyPrefix);
    }

    @Override
    public Optional<String> accessKey() {
      return Optional.of(S3Server.ACCESS_KEY);
    }

    @Override
    public Optional<String> secretKey() {
      return Optional.of(S3Server.SECRET_KEY);
    }

    @Override
    public Optional<Boolean> allowHttp() {
      return Optional.empty();
    }

    @Override
    public Optional<Boolean> direct() {
      return Optional.empty();
    }
  }
}
