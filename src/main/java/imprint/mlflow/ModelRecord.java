package imprint.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import imprint.failure.Failure;
import imprint.mlflow.json.WireText;
import java.util.List;

/**
 * What is kept of the description of a model that clients before MLflow 3 send: its identity and
 * its flavors without their configuration, as MLflow does ({@code Model.get_tags_dict}).
 */
final class ModelRecord {
  private static final String FIELD = "model_json";
  private static final String FLAVORS = "flavors";
  private static final List<String> MANDATORY =
      List.of("artifact_path", FLAVORS, "utc_time_created", "run_id");
  private static final List<String> KEPT =
      List.of("run_id", "artifact_path", "utc_time_created", "model_uuid");

  /** Numbers stay as they were written. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ModelRecord() {}

  /** The JSON object to keep, or a failure that tells what the text lacks. */
  static String reduce(String text) {
    JsonNode model = parse(text);
    List<String> lacking = MANDATORY.stream().filter(name -> !model.has(name)).toList();
    if (!lacking.isEmpty()) {
      throw new Failure.Invalid(FIELD, "Model json is missing mandatory fields: " + lacking);
    }
    if (!(model.get(FLAVORS) instanceof ObjectNode flavors)) {
      throw new Failure.Invalid(FIELD, "The field 'flavors' of model_json must be an object.");
    }
    ObjectNode kept = JSON.createObjectNode();
    for (String name : KEPT) {
      if (model.has(name)) {
        kept.set(name, model.get(name));
      }
    }
    for (JsonNode flavor : flavors) {
      if (flavor instanceof ObjectNode settings) {
        settings.remove("config");
      }
    }
    kept.set(FLAVORS, flavors);
    // JSON can spell half of a surrogate pair, which no text can hold.
    return WireText.check(FIELD, kept.toString());
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode model = JSON.readTree(text);
      if (model.isObject()) {
        return model;
      }
    } catch (JsonProcessingException malformed) {
      // told below
    }
    throw new Failure.Invalid(
        FIELD, "Malformed model info. \n " + Failure.echo(text) + " \n is not a valid JSON.");
  }
}
