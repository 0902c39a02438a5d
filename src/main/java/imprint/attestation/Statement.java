package imprint.attestation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import imprint.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is signed: an in-toto Statement v1 with the predicate of model_signing 1.1, to which {@code
 * promotion} is added.
 *
 * @param subject a name for people; no tool compares it
 * @param digests hex SHA-256 of each file by its name, in the order of the statement
 * @param ignored paths below the root that whoever signed left out, with all below them
 * @param promotion how the version came about, as a JSON object; missing in statements of others
 */
public record Statement(
    String subject,
    SequencedMap<String, String> digests,
    List<String> ignored,
    JsonNode promotion) {
  static final String TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE = "https://model_signing/signature/v1.0";
  static final String SHA_256 = "sha256";

  public Statement {
    digests = Collections.unmodifiableSequencedMap(digests);
    ignored = List.copyOf(ignored);
  }

  /**
   * A statement about files, given in any order.
   *
   * @throws Failure.Invalid when two files have the same name
   */
  public static Statement of(String subject, Collection<ManifestFile> files, JsonNode promotion) {
    return new Statement(subject, ManifestDigest.byName(files), List.of(), promotion);
  }

  /** The digest of the subject. */
  public ManifestDigest digest() {
    return ManifestDigest.ofDigests(digests.values());
  }

  /** Its JSON in UTF-8, always the same bytes for the same statement. */
  byte[] json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = BundleJson.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("_type", TYPE);
      json.writeArrayFieldStart("subject");
      json.writeStartObject();
      json.writeStringField("name", subject);
      json.writeObjectFieldStart("digest");
      json.writeStringField(SHA_256, digest().hex());
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndArray();
      json.writeStringField("predicateType", PREDICATE);
      json.writeObjectFieldStart("predicate");
      writeSerialization(json);
      writeResources(json);
      if (!promotion.isMissingNode()) {
        json.writeFieldName("promotion");
        json.writeTree(promotion);
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private void writeSerialization(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("serialization");
    json.writeStringField("method", "files");
    json.writeStringField("hash_type", SHA_256);
    json.writeBooleanField("allow_symlinks", false);
    json.writeArrayFieldStart("ignore_paths");
    for (String path : ignored) {
      json.writeString(path);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeResources(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("resources");
    for (Map.Entry<String, String> file : digests.entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", file.getKey());
      json.writeStringField("algorithm", SHA_256);
      json.writeStringField("digest", file.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * The statement that JSON holds.
   *
   * @throws NotVerifiedException when it is another one, contradicts itself, or has digests of a
   *     kind that is not checked here
   */
  static Statement parse(byte[] json) {
    JsonNode root = BundleJson.read(json, "The signed statement");
    require("_type", TYPE, root.path("_type"));
    require("predicateType", PREDICATE, root.path("predicateType"));
    JsonNode predicate = root.path("predicate");
    JsonNode serialization = predicate.path("serialization");
    require("serialization.method", "files", serialization.path("method"));
    require("serialization.hash_type", SHA_256, serialization.path("hash_type"));
    List<String> ignored = new ArrayList<>();
    serialization.path("ignore_paths").forEach(path -> ignored.add(path.asText()));
    JsonNode subjects = root.path("subject");
    if (subjects.size() != 1) {
      throw new NotVerifiedException("The signed statement is not about one subject.");
    }
    Statement stated =
        new Statement(
            subjects.path(0).path("name").asText(),
            digests(predicate.path("resources")),
            ignored,
            predicate.path("promotion"));
    require("subject.digest", stated.digest().hex(), subjects.path(0).path("digest").path(SHA_256));
    return stated;
  }

  private static SequencedMap<String, String> digests(JsonNode resources) {
    if (!resources.isArray()) {
      throw new NotVerifiedException("The signed statement has no resources.");
    }
    SequencedMap<String, String> digests = new LinkedHashMap<>();
    for (JsonNode resource : resources) {
      require("resources.algorithm", SHA_256, resource.path("algorithm"));
      try {
        ManifestFile file =
            new ManifestFile(
                resource.path("name").asText(),
                resource.path("digest").asText().toLowerCase(Locale.ROOT),
                0);
        if (digests.put(file.name(), file.sha256()) != null) {
          throw new NotVerifiedException("The signed statement names a file twice.");
        }
      } catch (Failure.Invalid wrong) {
        throw new NotVerifiedException("The signed statement is wrong: " + wrong.text());
      }
    }
    return digests;
  }

  private static void require(String field, String wanted, JsonNode actual) {
    if (!actual.isTextual() || !actual.asText().equals(wanted)) {
      throw new NotVerifiedException(
          "The signed statement has " + field + " " + BundleJson.shown(actual) + ", not " + wanted);
    }
  }
}
