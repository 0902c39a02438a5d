package imprint.api;

import imprint.registry.ModelVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What promotion adds to a version: how it was judged, and the signature over its files. */
@ApplicationScoped
class VersionEvidence {
  /**
   * The verdicts of versions as JSON, by the versions' rows; none for one that was not promoted.
   */
  Map<Long, String> verdicts(List<ModelVersion> versions) {
    return Map.of();
  }

  /** The file {@code model.sig} of a version, if it was signed. */
  Optional<byte[]> signature(ModelVersion version) {
    return Optional.empty();
  }
}
