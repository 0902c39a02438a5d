package imprint.promotion;

import imprint.registry.ModelVersion;
import imprint.registry.Provenance;
import imprint.registry.VersionSource;
import org.jspecify.annotations.Nullable;

/**
 * What is promoted, found out before anything is locked.
 *
 * @param version the version that exists already; null when a candidate is promoted
 */
record Subject(VersionSource source, Provenance provenance, @Nullable ModelVersion version) {}
