package imprint.promotion;

import imprint.registry.ModelVersion;
import imprint.registry.Provenance;
import imprint.registry.VersionFiles;
import imprint.registry.VersionSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is promoted, found out before anything is locked.
 *
 * @param version the version that exists already; null when a candidate is promoted
 * @param copies of its files in another storage, which the version is to own
 */
record Subject(
    VersionSource source,
    Provenance provenance,
    @Nullable ModelVersion version,
    Map<UUID, UUID> copies) {
  Subject(VersionSource source, Provenance provenance, @Nullable ModelVersion version) {
    this(source, provenance, version, Map.of());
  }

  /** A version that exists, with the files that it has already. */
  static Subject of(ModelVersion version, Provenance provenance) {
    VersionFiles files = version.files();
    return new Subject(
        new VersionSource(
            version.source(),
            null,
            version.runId(),
            version.loggedModelId(),
            version.sourcePath(),
            version.signature(),
            files == null ? null : files.digest()),
        provenance,
        version);
  }

  Subject with(Map<UUID, UUID> made) {
    return new Subject(source, provenance, version, made);
  }
}
