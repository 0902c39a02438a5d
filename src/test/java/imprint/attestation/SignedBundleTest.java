package imprint.attestation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedBundleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SigningKey KEY = SigningKey.random();
  private static final List<ManifestFile> FILES =
      List.of(
          ManifestDigestTest.file("model/MLmodel", "flavors"),
          ManifestDigestTest.file("model-card.md", "card"),
          ManifestDigestTest.file("modèle/😀", "unicode"));

  private final JsonNode promotion = JSON.createObjectNode().put("model", "iris").put("number", 7);
  private final Statement statement = Statement.of("iris-1.4.2", FILES, promotion);
  private final SignedBundle bundle = SignedBundle.sign(statement, KEY);

  @Test
  void whatIsSignedBeginsWithTypesAndLengthsInBytes() {
    byte[] payload = "ä€".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "DSSEv1 28 application/vnd.in-toto+json 5 ",
        new String(SignedBundle.preAuthentication(payload), StandardCharsets.US_ASCII));
  }

  @Test
  void theBundleHasTheShapeThatStockToolsRead() throws Exception {
    JsonNode json = JSON.readTree(bundle.json());
    assertEquals(List.of("mediaType", "verificationMaterial", "dsseEnvelope"), names(json));
    assertEquals("application/vnd.dev.sigstore.bundle.v0.3+json", json.path("mediaType").asText());
    JsonNode material = json.path("verificationMaterial");
    assertEquals(List.of("publicKey", "tlogEntries"), names(material));
    assertEquals(KEY.verification().id(), material.path("publicKey").path("hint").asText());
    assertEquals(0, material.path("tlogEntries").size());
    JsonNode envelope = json.path("dsseEnvelope");
    assertEquals(List.of("payload", "payloadType", "signatures"), names(envelope));
    assertEquals("application/vnd.in-toto+json", envelope.path("payloadType").asText());
    assertEquals(1, envelope.path("signatures").size());
  }

  @Test
  void theStatementHasTheShapeThatStockToolsRead() throws Exception {
    JsonNode json = JSON.readTree(bundle.payload());
    assertEquals("https://in-toto.io/Statement/v1", json.path("_type").asText());
    assertEquals("https://model_signing/signature/v1.0", json.path("predicateType").asText());
    assertEquals("iris-1.4.2", json.path("subject").path(0).path("name").asText());
    assertEquals(
        ManifestDigest.of(FILES).hex(),
        json.path("subject").path(0).path("digest").path("sha256").asText());
    JsonNode predicate = json.path("predicate");
    assertEquals(
        JSON.readTree(
            "{\"method\":\"files\",\"hash_type\":\"sha256\",\"allow_symlinks\":false,"
                + "\"ignore_paths\":[]}"),
        predicate.path("serialization"));
    assertEquals(promotion, predicate.path("promotion"));
    List<String> named = new ArrayList<>();
    predicate.path("resources").forEach(file -> named.add(file.path("name").asText()));
    assertEquals(List.of("model/MLmodel", "model-card.md", "modèle/😀"), named);
    JsonNode first = predicate.path("resources").path(0);
    assertEquals(List.of("name", "algorithm", "digest"), names(first));
    assertEquals(FILES.getFirst().sha256(), first.path("digest").asText());
  }

  /** Nothing of our own takes part in this. */
  @Test
  void theSignatureIsEcdsaOverWhatDsseSays() throws Exception {
    JsonNode envelope = JSON.readTree(bundle.json()).path("dsseEnvelope");
    byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
    String pem = KEY.verification().pem();
    byte[] der =
        Base64.getMimeDecoder()
            .decode(pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").strip());
    Signature ecdsa = Signature.getInstance("SHA256withECDSA");
    ecdsa.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der)));
    ecdsa.update(
        ("DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ")
            .getBytes(StandardCharsets.US_ASCII));
    ecdsa.update(payload);
    byte[] signature =
        Base64.getDecoder().decode(envelope.path("signatures").path(0).path("sig").asText());
    assertTrue(ecdsa.verify(signature));
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(pem.getBytes(StandardCharsets.US_ASCII));
    assertEquals(bundle.keyId(), HexFormat.of().formatHex(digest));
    assertTrue(pem.endsWith("-----END PUBLIC KEY-----\n"));
    assertTrue(pem.lines().allMatch(line -> line.length() <= 64));
  }

  @Test
  void whatIsReadIsWhatWasSigned() {
    SignedBundle read = SignedBundle.parse(bundle.json());
    assertArrayEquals(bundle.json(), read.json());
    assertEquals(statement, Statement.parse(read.payload()));
    assertTrue(read.isSignedWith(KEY.verification()));
    assertFalse(read.isSignedWith(SigningKey.random().verification()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{", "{} {}", "{\"a\":1,\"a\":2}", "{\"mediaType\":1}"})
  void whatIsNoBundleIsRefused(String text) {
    assertThrows(
        NotVerifiedException.class,
        () -> SignedBundle.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aBundleOfAnotherKindIsRefused() throws Exception {
    refused(json -> json.put("mediaType", "application/vnd.dev.sigstore.bundle+json;version=0.1"));
    refused(json -> json.remove("verificationMaterial"));
    refused(json -> json.withObject("/verificationMaterial").remove("publicKey"));
    refused(json -> json.withObject("/dsseEnvelope").put("payloadType", "text/plain"));
    refused(json -> json.withObject("/dsseEnvelope").put("payload", "*"));
    refused(json -> json.withObject("/dsseEnvelope").putArray("signatures"));
    refused(json -> json.withObject("/dsseEnvelope").withArray("/signatures").addObject());
  }

  private void refused(Consumer<ObjectNode> change) throws Exception {
    ObjectNode json = (ObjectNode) JSON.readTree(bundle.json());
    change.accept(json);
    byte[] changed = JSON.writeValueAsBytes(json);
    assertThrows(NotVerifiedException.class, () -> SignedBundle.parse(changed));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
