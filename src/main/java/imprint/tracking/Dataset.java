package imprint.tracking;

import org.jspecify.annotations.Nullable;

/**
 * A dataset as clients describe it; the server never reads what it points to. Within an experiment
 * name and digest identify it. The limits are MLflow's.
 *
 * @param name up to 500 characters
 * @param digest up to 36 characters
 * @param source up to 65,535 characters, mostly JSON
 * @param schema up to 1,048,575 characters, or null
 * @param profile up to 16,777,215 characters, or null
 */
public record Dataset(
    String name,
    String digest,
    String sourceType,
    String source,
    @Nullable String schema,
    @Nullable String profile) {

  void check(String prefix) {
    Limits.length(prefix + "name", "name", name, Limits.DATASET_NAME);
    Limits.length(prefix + "digest", "digest", digest, Limits.DATASET_DIGEST);
    Limits.length(prefix + "source_type", "source_type", sourceType, Limits.DATASET_SOURCE);
    Limits.length(prefix + "source", "source", source, Limits.DATASET_SOURCE);
    if (schema != null) {
      Limits.length(prefix + "schema", "schema", schema, Limits.DATASET_SCHEMA);
    }
    if (profile != null) {
      Limits.length(prefix + "profile", "profile", profile, Limits.DATASET_PROFILE);
    }
  }
}
