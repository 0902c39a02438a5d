package imprint.api;

import imprint.attestation.Attestations;
import imprint.attestation.SignedBundle;
import imprint.promotion.Promotions;
import imprint.registry.ModelVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What promotion adds to a version: how it was judged, and the signature over its files. */
@ApplicationScoped
class VersionEvidence {
  private final Promotions promotions;
  private final Attestations attestations;

  VersionEvidence(Promotions promotions, Attestations attestations) {
    this.promotions = promotions;
    this.attestations = attestations;
  }

  /**
   * The verdicts of versions as JSON, by the versions' rows; none for one that was not promoted.
   */
  Map<Long, String> verdicts(List<ModelVersion> versions) {
    Map<UUID, String> kept =
        promotions.verdicts(
            versions.stream().map(ModelVersion::promotion).filter(Objects::nonNull).toList());
    Map<Long, String> verdicts = new HashMap<>();
    for (ModelVersion version : versions) {
      String verdict = version.promotion() == null ? null : kept.get(version.promotion());
      if (verdict != null) {
        verdicts.put(version.id(), verdict);
      }
    }
    return verdicts;
  }

  /** The file {@code model.sig} of a version, if it was signed. */
  Optional<byte[]> signature(ModelVersion version) {
    return attestations.find(version.id()).map(SignedBundle::json);
  }
}
