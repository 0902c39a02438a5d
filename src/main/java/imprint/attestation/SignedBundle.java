package imprint.attestation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A signed statement as a file: a Sigstore bundle v0.3 in JSON that holds a DSSE envelope. Its
 * parts are as they were signed, or as somebody sent them; {@link BundleVerifier} tells.
 */
public final class SignedBundle {
  /** What the file is called by convention, beside the files it is about. */
  public static final String FILE_NAME = "model.sig";

  static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  private final byte[] json;
  private final byte[] payload;
  private final byte[] signature;
  private final String keyId;

  private SignedBundle(byte[] json, byte[] payload, byte[] signature, String keyId) {
    this.json = json;
    this.payload = payload;
    this.signature = signature;
    this.keyId = keyId;
  }

  /** Signs a statement. */
  public static SignedBundle sign(Statement statement, SigningKey key) {
    byte[] payload = statement.json();
    byte[] signature = key.sign(preAuthentication(payload), payload);
    String id = key.verification().id();
    return new SignedBundle(json(payload, signature, id), payload, signature, id);
  }

  /**
   * The bundle that a file holds; nothing of it is verified.
   *
   * @throws NotVerifiedException when it holds none, or one that is not signed with a key
   */
  public static SignedBundle parse(byte[] json) {
    JsonNode root = BundleJson.read(json, "The bundle");
    require("mediaType", MEDIA_TYPE, root.path("mediaType"));
    JsonNode material = root.path("verificationMaterial");
    if (!material.path("publicKey").isObject()) {
      throw new NotVerifiedException("The bundle is not signed with a key.");
    }
    JsonNode envelope = root.path("dsseEnvelope");
    require("payloadType", PAYLOAD_TYPE, envelope.path("payloadType"));
    JsonNode signatures = envelope.path("signatures");
    if (signatures.size() != 1) {
      throw new NotVerifiedException("The bundle has not one signature.");
    }
    return new SignedBundle(
        json,
        bytes("payload", envelope.path("payload")),
        bytes("sig", signatures.path(0).path("sig")),
        material.path("publicKey").path("hint").asText());
  }

  /** The file, byte for byte. */
  public byte[] json() {
    return json.clone();
  }

  /** The {@link VerificationKey#id} of its key as it says itself; empty when it does not. */
  public String keyId() {
    return keyId;
  }

  /** The bytes that are said to be signed. */
  byte[] payload() {
    return payload.clone();
  }

  boolean isSignedWith(VerificationKey key) {
    return key.verifies(signature, preAuthentication(payload), payload);
  }

  /**
   * What precedes the payload in what is signed. Lengths are of bytes. (DSSE 1.0.2, "Signature
   * Definition".)
   */
  static byte[] preAuthentication(byte[] payload) {
    return ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] json(byte[] payload, byte[] signature, String keyId) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = BundleJson.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("mediaType", MEDIA_TYPE);
      json.writeObjectFieldStart("verificationMaterial");
      json.writeObjectFieldStart("publicKey");
      json.writeStringField("hint", keyId);
      json.writeEndObject();
      json.writeArrayFieldStart("tlogEntries");
      json.writeEndArray();
      json.writeEndObject();
      json.writeObjectFieldStart("dsseEnvelope");
      json.writeBinaryField("payload", payload);
      json.writeStringField("payloadType", PAYLOAD_TYPE);
      json.writeArrayFieldStart("signatures");
      json.writeStartObject();
      json.writeBinaryField("sig", signature);
      json.writeStringField("keyid", "");
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String field, JsonNode value) {
    try {
      if (value.isTextual()) {
        return Base64.getDecoder().decode(value.asText());
      }
    } catch (IllegalArgumentException notBase64) {
      // told below
    }
    throw new NotVerifiedException("The bundle has no " + field + " in base64.");
  }

  private static void require(String field, String wanted, JsonNode actual) {
    if (!actual.isTextual() || !actual.asText().equals(wanted)) {
      throw new NotVerifiedException(
          "The bundle has " + field + " " + BundleJson.shown(actual) + ", not " + wanted);
    }
  }
}
