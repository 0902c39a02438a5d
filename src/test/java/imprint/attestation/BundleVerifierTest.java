package imprint.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every part of a bundle and of a folder, altered in turn. */
class BundleVerifierTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SigningKey KEY = SigningKey.random();
  private static final SigningKey OTHER = SigningKey.random();
  private static final List<ManifestFile> FILES =
      List.of(
          ManifestDigestTest.file("a/b", "1"),
          ManifestDigestTest.file("a-b", "2"),
          ManifestDigestTest.file("é", "3"));

  private final BundleVerifier verifier = new BundleVerifier(List.of(KEY.verification()));
  private final SignedBundle bundle =
      SignedBundle.sign(
          Statement.of("iris", FILES, JSON.createObjectNode().put("semver", "1.4.2")), KEY);

  @Test
  void aBundleIsVerifiedByItsKeyAmongOthers() {
    assertEquals(FILES.size(), verifier.open(bundle).digests().size());
    BundleVerifier both = new BundleVerifier(List.of(OTHER.verification(), KEY.verification()));
    assertEquals("1.4.2", both.open(bundle).promotion().path("semver").asText());
  }

  @Test
  void anotherKeyVerifiesNothing() {
    BundleVerifier stranger = new BundleVerifier(List.of(OTHER.verification()));
    String told = assertThrows(NotVerifiedException.class, () -> stranger.open(bundle)).text();
    assertTrue(told.contains(KEY.verification().id()), told);
  }

  @Test
  void everyAlteredByteOfThePayloadIsFound() throws Exception {
    byte[] payload = bundle.payload();
    for (int i = 0; i < payload.length; i++) {
      byte[] altered = payload.clone();
      altered[i] ^= 1;
      refused(
          json ->
              json.withObject("/dsseEnvelope")
                  .put("payload", Base64.getEncoder().encodeToString(altered)));
    }
  }

  @Test
  void everyAlteredByteOfTheSignatureIsFound() throws Exception {
    byte[] signature =
        Base64.getDecoder()
            .decode(JSON.readTree(bundle.json()).at("/dsseEnvelope/signatures/0/sig").asText());
    for (int i = 0; i < signature.length; i++) {
      byte[] altered = signature.clone();
      altered[i] ^= 1;
      refused(
          json ->
              ((ObjectNode) json.at("/dsseEnvelope/signatures/0"))
                  .put("sig", Base64.getEncoder().encodeToString(altered)));
    }
  }

  @Test
  void anAlteredHintIsFoundAndAMissingOneIsNotNeeded() throws Exception {
    refused(hint(OTHER.verification().id()));
    refused(hint(KEY.verification().id() + " "));
    SignedBundle nameless = altered(hint(""));
    assertEquals(FILES.size(), verifier.open(nameless).digests().size());
    BundleVerifier stranger = new BundleVerifier(List.of(OTHER.verification()));
    assertThrows(NotVerifiedException.class, () -> stranger.open(nameless));
  }

  @Test
  void theHintOfAnotherKeyDoesNotMakeItsOwn() throws Exception {
    BundleVerifier both = new BundleVerifier(List.of(OTHER.verification(), KEY.verification()));
    SignedBundle claimed = altered(hint(OTHER.verification().id()));
    assertThrows(NotVerifiedException.class, () -> both.open(claimed));
  }

  @ParameterizedTest
  @CsvSource({
    "/Statement/v1, /Statement/v0.1",
    "signature/v1.0, signature/v2",
    "'\"files\"', '\"shards\"'",
    "'\"hash_type\":\"sha256\"', '\"hash_type\":\"blake3\"'",
    "'\"algorithm\":\"sha256\"', '\"algorithm\":\"blake2b\"'",
    "'\"name\":\"a/b\"', '\"name\":\"../b\"'",
    "'\"name\":\"a/b\"', '\"name\":\"a-b\"'",
    "'\"resources\"', '\"sources\"'",
    "'{\"_type\"', '{\"_type\":\"x\",\"_type\"'",
    "'\"digest\":\"', '\"digest\":\"0'",
  })
  void aStatementOfAnotherKindIsRefusedThoughItIsSigned(String part, String other) {
    SignedBundle signed = resigned(text -> text.replace(part, other));
    assertThrows(NotVerifiedException.class, () -> verifier.open(signed));
  }

  @Test
  void aSubjectThatIsNotOfTheFilesIsRefused() {
    SignedBundle signed =
        resigned(text -> text.replace(ManifestDigest.of(FILES).hex(), "0".repeat(64)));
    String told = assertThrows(NotVerifiedException.class, () -> verifier.open(signed)).text();
    assertTrue(told.contains("subject.digest"), told);
  }

  @Test
  void otherToolsMayLeaveOutPathsAndSayNothingOfPromotions() {
    Statement theirs =
        new Statement(
            "m", ManifestDigest.byName(FILES), List.of(".git", "m.sig"), MissingNode.getInstance());
    Statement read = verifier.open(SignedBundle.sign(theirs, KEY));
    assertEquals(theirs, read);
    assertEquals(List.of(".git", "m.sig"), read.ignored());
  }

  @Test
  void theSameFilesDifferInNothing() {
    assertEquals(List.of(), BundleVerifier.compare(verifier.open(bundle), FILES.reversed()));
  }

  @Test
  void eachDifferenceIsNamed() {
    List<ManifestFile> found = new ArrayList<>(FILES);
    found.set(0, ManifestDigestTest.file("a/b", "1 changed"));
    found.set(2, ManifestDigestTest.file("e\u0301", "3"));
    List<Difference> differences = BundleVerifier.compare(verifier.open(bundle), found);
    assertEquals(
        List.of("CHANGED a/b", "ADDED e\u0301", "MISSING é"),
        differences.stream().map(found1 -> found1.kind() + " " + found1.name()).toList());
    String detail = differences.getFirst().detail();
    assertTrue(detail.contains(FILES.getFirst().sha256()), detail);
    assertTrue(detail.contains(found.getFirst().sha256()), detail);
  }

  @Test
  void contentsThatSwappedTheirNamesAreFound() {
    List<ManifestFile> swapped =
        List.of(
            ManifestDigestTest.file("a/b", "2"),
            ManifestDigestTest.file("a-b", "1"),
            FILES.getLast());
    assertEquals(2, BundleVerifier.compare(verifier.open(bundle), swapped).size());
  }

  private static Consumer<ObjectNode> hint(String text) {
    return json -> json.withObject("/verificationMaterial/publicKey").put("hint", text);
  }

  private void refused(Consumer<ObjectNode> change) throws Exception {
    SignedBundle altered = altered(change);
    assertThrows(NotVerifiedException.class, () -> verifier.open(altered));
  }

  private SignedBundle altered(Consumer<ObjectNode> change) throws Exception {
    JsonNode json = JSON.readTree(bundle.json());
    change.accept((ObjectNode) json);
    return SignedBundle.parse(JSON.writeValueAsBytes(json));
  }

  /** A bundle whose statement was altered before it was signed with the right key. */
  private SignedBundle resigned(UnaryOperator<String> change) {
    String before = new String(bundle.payload(), StandardCharsets.UTF_8);
    String after = change.apply(before);
    assertTrue(!after.equals(before), "nothing was altered");
    byte[] payload = after.getBytes(StandardCharsets.UTF_8);
    byte[] signature = KEY.sign(SignedBundle.preAuthentication(payload), payload);
    try {
      return altered(
          json -> {
            ObjectNode envelope = json.withObject("/dsseEnvelope");
            envelope.put("payload", payload);
            envelope.putArray("signatures").addObject().put("sig", signature);
          });
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
