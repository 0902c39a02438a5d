package imprint.api;

import imprint.failure.Failure;
import imprint.registry.ModelChange;
import imprint.registry.TagChanges;
import imprint.registry.VersionChange;
import imprint.registry.VersionState;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Bodies of requests about models, their versions, aliases and channels. */
final class ModelRequests {
  /** Bytes of the largest body: descriptions and tags are up to 100,000 characters. */
  static final int LARGEST = 2 * 1024 * 1024;

  private ModelRequests() {}

  @Schema(description = "A model to create.")
  record NewModel(
      @Schema(description = "Up to 256 characters, without / and :.") @Nullable String name,
      @Nullable String description,
      @Nullable Map<String, @Nullable String> tags) {
    TagChanges tagChanges() {
      return tagChangesOf(tags);
    }
  }

  @Schema(description = "New values of a model. Absent fields keep their values.")
  record ChangedModel(
      @Schema(description = "Empty clears it.") @Nullable String description,
      @Schema(
              description =
                  "What the reference latest answers: newest, or approved for the highest approved release.")
          @Nullable String latest,
      @Schema(description = "Sets the tags named and keeps the others; null removes one.")
          @Nullable Map<String, @Nullable String> tags) {
    ModelChange values() {
      return new ModelChange(description, latestIsApproved(), tagChangesOf(tags));
    }

    private @Nullable Boolean latestIsApproved() {
      return switch (latest) {
        case null -> null;
        case "approved" -> true;
        case "newest" -> false;
        default ->
            throw new Failure.Invalid(
                "latest",
                "'" + Failure.echo(latest) + "' for 'latest' is none of newest, approved.");
      };
    }
  }

  @Schema(description = "New values of a version. Absent fields keep their values.")
  record ChangedVersion(
      @Schema(description = "Empty clears it.") @Nullable String description,
      @Schema(description = "Sets the tags named and keeps the others; null removes one.")
          @Nullable Map<String, @Nullable String> tags,
      @Schema(
              description =
                  "deprecated (of an approved one: leaves ranges, still resolves by name), approved (takes that back)"
                      + " or revoked (resolves nowhere, for good).")
          @Nullable String state,
      @Schema(description = "Why the state changes; needed with state.") @Nullable String reason) {
    VersionChange values() {
      return new VersionChange(
          description,
          tagChangesOf(tags),
          state == null ? null : VersionState.parse("state", state),
          reason);
    }
  }

  @Schema(description = "Where an alias is to point.")
  record NewAlias(
      @Schema(description = "Any reference: 7, 1.4.2, ^1.2, an alias, a channel, latest.")
          @Nullable String version) {}

  @Schema(description = "The channels that a model is to have.")
  record NewChannels(
      @Schema(description = "1 to 20 names in the order in which versions pass them.")
          @Nullable List<@Nullable String> channels) {}

  private static TagChanges tagChangesOf(@Nullable Map<String, @Nullable String> tags) {
    return tags == null ? TagChanges.NONE : TagChanges.of(tags);
  }
}
