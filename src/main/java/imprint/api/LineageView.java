package imprint.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import imprint.registry.Ancestry;
import imprint.registry.Descendants;
import imprint.registry.Kin;
import imprint.registry.ModelVersion;
import imprint.registry.Provenance;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a version came from, as this API shows it. */
@Schema(description = "What a version came from and what else came of its candidate.")
@JsonInclude(JsonInclude.Include.ALWAYS)
record LineageView(
    VersionNode version,
    @Schema(description = "Null when its candidate is not of this server.")
        @Nullable CandidateNode candidate,
    @Schema(description = "The id of the logged model it was registered from.")
        @Nullable String loggedModel,
    @Schema(description = "What its candidate logged as inputs.") List<Data> datasets,
    @Schema(description = "What its candidate named as data or parent, and what those named.")
        List<CandidateNode> ancestors,
    @Schema(description = "What named its candidate as data or parent.")
        List<CandidateNode> children,
    @Schema(description = "Whether there is more than is shown.") boolean truncated) {
  @Schema(description = "A version.")
  record VersionNode(
      String model,
      int number,
      String semver,
      String state,
      @Schema(description = "The run id it came from.") @Nullable String candidate) {
    static VersionNode of(ModelVersion version) {
      return new VersionNode(
          version.model(),
          version.number(),
          version.semver().text(),
          version.state().word(),
          version.runId().isEmpty() ? null : version.runId());
    }

    static VersionNode of(Descendants.Offspring version) {
      return new VersionNode(
          version.model(),
          version.number(),
          version.semver(),
          version.state(),
          version.candidate());
    }
  }

  @Schema(description = "A candidate.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CandidateNode(
      String runId,
      @Schema(description = "dataset_run or parent: as what it was named, or named the other.")
          @Nullable String relation,
      @Schema(description = "The run id of the other.") @Nullable String of,
      @Schema(description = "How many relations lie between.") int depth,
      @Schema(description = "Absent, as all that follows, for a candidate of another server.")
          @Nullable String name,
      @Nullable String experiment,
      @Nullable String status,
      @Schema(description = "Whether it is a dataset kept as a run.") @Nullable Boolean dataset,
      @Nullable Boolean deleted) {
    static CandidateNode of(Kin kin) {
      boolean self = kin.depth() == 0;
      Kin.Known known = kin.known();
      return new CandidateNode(
          kin.runId(),
          self ? null : kin.relation(),
          self ? null : kin.of(),
          kin.depth(),
          known == null ? null : known.name(),
          known == null ? null : known.experiment(),
          known == null ? null : known.status(),
          known == null ? null : known.isDataset(),
          known == null ? null : known.isDeleted());
    }

    static List<CandidateNode> of(List<Kin> kin) {
      return kin.stream().map(CandidateNode::of).toList();
    }
  }

  @Schema(description = "A dataset that was logged as input.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Data(String name, String digest, @Nullable String context) {
    static Data of(Provenance.OfDataset dataset) {
      return new Data(dataset.name(), dataset.digest(), dataset.context());
    }
  }

  /** What came out of a candidate. */
  @Schema(description = "What came out of a candidate.")
  record Descended(
      CandidateNode candidate,
      @Schema(description = "Those that named it, or one that named it; the nearest first.")
          List<CandidateNode> candidates,
      @Schema(description = "What became of it and of those, by model and number.")
          List<VersionNode> versions,
      @Schema(description = "Whether there is more than is shown.") boolean truncated) {
    static Descended of(Descendants descendants) {
      return new Descended(
          CandidateNode.of(descendants.self()),
          CandidateNode.of(descendants.candidates()),
          descendants.versions().stream().map(VersionNode::of).toList(),
          descendants.truncated());
    }
  }

  static LineageView of(ModelVersion version, Ancestry ancestry) {
    Kin candidate = ancestry.candidate();
    return new LineageView(
        VersionNode.of(version),
        candidate == null ? null : CandidateNode.of(candidate),
        version.loggedModelId().isEmpty() ? null : version.loggedModelId(),
        ancestry.provenance().datasets().stream().map(Data::of).toList(),
        CandidateNode.of(ancestry.ancestors()),
        CandidateNode.of(ancestry.children()),
        ancestry.truncated());
  }
}
