package imprint.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * MLflow's signature of a model: what it takes and gives, as its file {@code MLmodel} has it under
 * {@code signature} (keys {@code inputs}, {@code outputs}, {@code params}, each a JSON text).
 */
final class ModelSignature {
  /** The name of the file. */
  static final String FILE = "MLmodel";

  /** Bytes of a file that is still read; a larger one counts as having no signature. */
  static final int MOST_BYTES = 1 << 20;

  /** Half of a surrogate pair, which JSON can spell, is no text that the database takes. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final int MOST_DEPTH = 50;

  private ModelSignature() {}

  /**
   * The signature in a file {@code MLmodel}, as JSON; empty without one or when the file is no such
   * YAML.
   */
  static Optional<String> read(String mlmodel) {
    try {
      return JSON.readTree(JSON.writeValueAsString(load(mlmodel))).path("signature")
              instanceof ObjectNode found
          ? Optional.of(JSON.writeValueAsString(unpacked(found)))
          : Optional.empty();
    } catch (JsonProcessingException | RuntimeException notReadable) {
      // The YAML library lets out what its conversions throw, such as that of "!!int x".
      return Optional.empty();
    }
  }

  private static Object load(String text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MOST_BYTES);
    limits.setMaxAliasesForCollections(0);
    limits.setNestingDepthLimit(MOST_DEPTH);
    limits.setAllowDuplicateKeys(false);
    Object loaded = new Yaml(new SafeConstructor(limits)).load(text);
    return loaded == null ? Map.of() : loaded;
  }

  /** The parts of a signature, which MLflow writes as texts of JSON, as JSON. */
  private static ObjectNode unpacked(ObjectNode signature) throws JsonProcessingException {
    ObjectNode whole = JSON.createObjectNode();
    for (String part : new String[] {"inputs", "outputs", "params"}) {
      JsonNode value = signature.path(part);
      if (value.isTextual()) {
        whole.set(part, JSON.readTree(value.textValue()));
      } else if (!value.isMissingNode() && !value.isNull()) {
        whole.set(part, value);
      }
    }
    return whole;
  }
}
