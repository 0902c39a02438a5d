package imprint.attestation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import imprint.failure.Failure;
import java.io.IOException;

/**
 * JSON of bundles and statements. Read is only what every reader understands alike: a field that
 * stands twice, or anything after the end, is refused.
 */
final class BundleJson {
  /** Characters of a text, which in a bundle may be a whole statement. */
  private static final int LONGEST = 256 * 1024 * 1024;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private BundleJson() {}

  /** The object that bytes hold; {@code what} is what they are called when they hold none. */
  static JsonNode read(byte[] json, String what) {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (root.isObject()) {
        return root;
      }
    } catch (IOException malformed) {
      // told below
    }
    throw new NotVerifiedException(what + " is not a JSON object.");
  }

  /** A value as a message quotes it. */
  static String shown(JsonNode value) {
    return value.isMissingNode() ? "missing" : shown(value.toString());
  }

  /** A text of somebody as a message of one line quotes it. */
  static String shown(String text) {
    return Failure.echo(text).replaceAll("\\p{Cntrl}", "?");
  }
}
