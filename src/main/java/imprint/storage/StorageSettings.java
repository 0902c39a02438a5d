package imprint.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/**
 * Storages that the configuration sets: {@code imprint.storages.<name>.kind} and so on, or the
 * variables {@code IMPRINT_STORAGES_<NAME>_KIND} and so on.
 */
@ConfigMapping(prefix = "imprint.storages")
interface StorageSettings {
  @WithParentName
  Map<String, Place> byName();

  /** One of them; see {@link StorageChange} for what the values are. */
  interface Place {
    /** {@code folder} or {@code s3}. */
    String kind();

    Optional<String> folder();

    Optional<String> endpoint();

    Optional<String> region();

    Optional<String> bucket();

    Optional<String> prefix();

    Optional<String> accessKey();

    Optional<String> secretKey();

    Optional<Boolean> allowHttp();

    Optional<Boolean> direct();
  }
}
