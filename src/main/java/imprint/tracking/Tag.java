package imprint.tracking;

import imprint.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tag or a param as it is kept: a name and a text. */
public record Tag(String key, String value) {
  /** The tag that always equals a candidate's name, as MLflow keeps it. */
  public static final String RUN_NAME = "mlflow.runName";

  /**
   * The tags by key, in key order; of two with the same key the later one holds, as if set one
   * after the other.
   */
  public static List<Tag> lastOfEach(List<Tag> tags) {
    Map<String, Tag> byKey = new LinkedHashMap<>();
    tags.forEach(tag -> byKey.put(tag.key(), tag));
    return byKey.values().stream().sorted(java.util.Comparator.comparing(Tag::key)).toList();
  }

  public static String[] keys(List<Tag> tags) {
    return tags.stream().map(Tag::key).toArray(String[]::new);
  }

  public static String[] values(List<Tag> tags) {
    return tags.stream().map(Tag::value).toArray(String[]::new);
  }

  /** Fails when two entries share a key. */
  static void requireDistinct(List<Tag> params) {
    Map<String, Tag> byKey = new LinkedHashMap<>();
    for (Tag param : params) {
      if (byKey.put(param.key(), param) != null) {
        throw new Failure.Invalid(
            "params",
            "Duplicate parameter keys have been submitted: ['"
                + param.key()
                + "']. Please ensure the request contains only one param value per param key.");
      }
    }
  }
}
