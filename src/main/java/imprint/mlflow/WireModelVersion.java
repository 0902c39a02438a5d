package imprint.mlflow;

import imprint.registry.ModelVersion;
import imprint.registry.VersionState;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A version of a registered model in JSON. {@code version} is always its number, which clients read
 * as an integer; the semantic version is the tag {@code imprint.semver}. Channels that hold it are
 * among the aliases.
 */
record WireModelVersion(
    String name,
    String version,
    long creationTimestamp,
    long lastUpdatedTimestamp,
    @Nullable String userId,
    String currentStage,
    String description,
    String source,
    String runId,
    String status,
    @Nullable String statusMessage,
    @Nullable List<KeyValue> tags,
    String runLink,
    @Nullable List<String> aliases) {
  private static final String READY = "READY";

  static WireModelVersion of(ModelVersion version) {
    List<String> aliases =
        Stream.concat(version.aliases().stream(), version.channels().stream()).sorted().toList();
    return of(version, aliases);
  }

  /** As it stands inside of its model, which lists the aliases of all versions itself. */
  static WireModelVersion ofModel(ModelVersion version) {
    return of(version, List.of());
  }

  private static WireModelVersion of(ModelVersion version, List<String> aliases) {
    return new WireModelVersion(
        version.model(),
        Integer.toString(version.number()),
        version.creationTime(),
        version.lastUpdateTime(),
        version.userId().isEmpty() ? null : version.userId(),
        version.stage().word(),
        version.description(),
        version.source(),
        version.runId(),
        READY,
        message(version),
        KeyValue.ofAll(version.tags()),
        version.runLink(),
        aliases.isEmpty() ? null : aliases);
  }

  /** What a reader must know of a version that is not to be used any more. */
  private static @Nullable String message(ModelVersion version) {
    boolean usable = version.state().resolves() && version.state() != VersionState.DEPRECATED;
    if (usable) {
      return null;
    }
    String reason = version.stateReason();
    return version.state().word() + (reason.isEmpty() ? "" : ": " + reason);
  }
}
