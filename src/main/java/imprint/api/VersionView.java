package imprint.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import imprint.registry.References;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A version as this API shows it; the names of its fields are stable. */
@Schema(description = "A version of a model.")
@JsonInclude(JsonInclude.Include.ALWAYS)
record VersionView(
    String model,
    @Schema(description = "1, 2, 3 …: what MLflow calls version.") int number,
    String semver,
    @Schema(
            description =
                "registered, pending, approved, rejected, deprecated, revoked or compromised.")
        String state,
    @Schema(
            description =
                "sha256: and the SHA-256 of the lines '<hex SHA-256>  <path>' of its files, by path; null when this"
                    + " server does not keep its files.")
        @Nullable String digest,
    @Schema(description = "The run id it came from.") @Nullable String candidate,
    @Schema(description = "The id of that run's experiment.") @Nullable String experiment,
    @Schema(description = "The folder below the root of the run or logged model.") String path,
    List<String> channels,
    List<String> aliases,
    Instant created,
    @Nullable Instant approved,
    @Nullable Files files,
    @Schema(description = "MLflow's signature: inputs, outputs, params.", type = SchemaType.OBJECT)
        @JsonRawValue
        @Nullable String signature,
    @Schema(
            description = "Where it came from, as it was when it was made.",
            type = SchemaType.OBJECT)
        @JsonRawValue
        String provenance,
    @Schema(description = "How its promotion was judged.", type = SchemaType.OBJECT) @JsonRawValue
        @Nullable String verdict,
    Map<String, String> links,
    Raise bump,
    String description,
    Map<String, String> tags,
    @Schema(description = "What whoever uses it should know.") List<String> notices,
    @Schema(description = "With explain=true: what was looked at, the highest first.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<References.Considered> considered) {
  @Schema(description = "The files of a version.")
  record Files(int count, @Schema(description = "Together.") long bytes) {}

  @Schema(description = "How a semantic version came about.")
  record Raise(
      @Schema(description = "initial, given, major, minor or patch.") String how, String reason) {}

  @Schema(description = "A page of versions.")
  record Versions(
      List<VersionView> versions,
      @Schema(description = "Continues the search; absent on the last page.")
          @Nullable String nextPageToken) {}
}
