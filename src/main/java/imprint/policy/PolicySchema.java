package imprint.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (draft 2020-12) of policies, for editors; {@link PolicyParser} decides. */
public final class PolicySchema {
  private PolicySchema() {}

  /** The schema as JSON text. */
  public static String text() {
    try (InputStream stream = PolicySchema.class.getResourceAsStream("/policy.schema.json")) {
      if (stream == null) {
        throw new IllegalStateException("the program lacks policy.schema.json");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
