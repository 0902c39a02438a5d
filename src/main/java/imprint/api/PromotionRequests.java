package imprint.api;

import imprint.failure.Failure;
import imprint.promotion.PromotionRequest;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** JSON bodies about promotions and channels. */
final class PromotionRequests {
  private PromotionRequests() {}

  @Schema(
      description = "A promotion to judge: of a candidate, or of a version that nobody has judged.")
  record WantedPromotion(
      @Schema(description = "The name of a model that exists.", required = true)
          @Nullable String model,
      @Schema(description = "The run id; excludes version.") @Nullable String candidate,
      @Schema(description = "The number of a version in state registered; excludes candidate.")
          @Nullable Integer version,
      @Schema(
              description =
                  "The folder or file below the run's root, or the name of a model it logged; absent for the one model"
                      + " it logged, or else all its files.")
          @Nullable String path,
      @Schema(description = "The semantic version it is to get; excludes bump.", examples = "1.4.0")
          @Nullable String semver,
      @Schema(description = "auto (from the signature, the default), major, minor or patch.")
          @Nullable String bump,
      @Schema(description = "The channel that is to hold the version once it is approved.")
          @Nullable String channel,
      @Schema(
              description =
                  "The number that the channel holds now, 0 for none: 409 if it holds another.")
          @Nullable Integer expected,
      @Schema(description = "Become the version's description.") @Nullable String notes,
      @Schema(description = "Checks that are reported along; at most 50.")
          @Nullable List<ReportedCheck> checks,
      @Schema(
              description =
                  "The storage that is to hold the version's bytes, such as one that keeps them long.")
          @Nullable String copyTo,
      @Schema(description = "Whether only the verdict is wanted.") @Nullable Boolean dryRun) {
    PromotionRequest toDomain() {
      return new PromotionRequest(
          model == null ? "" : model,
          candidate,
          version,
          path,
          semver,
          bump,
          channel,
          expected,
          notes,
          checks == null ? List.of() : reported(checks),
          copyTo,
          dryRun != null && dryRun);
    }
  }

  @Schema(description = "What CI or a person says of a candidate.")
  record ReportedCheck(
      @Nullable String name,
      @Schema(description = "A word, such as passed, failed, pending.") @Nullable String status,
      @Nullable String url,
      @Nullable String issuer) {}

  static List<PromotionRequest.Reported> reported(List<ReportedCheck> checks) {
    return checks.stream()
        .map(
            check ->
                new PromotionRequest.Reported(
                    check.name() == null ? "" : check.name(),
                    check.status() == null ? "" : check.status(),
                    check.url(),
                    check.issuer()))
        .toList();
  }

  @Schema(description = "Checks to report.")
  record Checks(@Nullable List<ReportedCheck> checks) {}

  @Schema(description = "A decision about a promotion that waits.")
  record Decision(
      @Schema(description = "approve or reject.", required = true) @Nullable String decision,
      @Schema(description = "Why; up to 4000 characters.", required = true)
          @Nullable String comment) {
    boolean approves() {
      if ("approve".equals(decision) || "reject".equals(decision)) {
        return "approve".equals(decision);
      }
      throw new Failure.Invalid("decision", "'decision' is approve or reject.");
    }
  }

  @Schema(description = "A rule that need not pass.")
  record WantedWaiver(
      @Schema(description = "The rule's id in the verdict.", required = true) @Nullable String rule,
      @Schema(description = "Why; up to 4000 characters.", required = true)
          @Nullable String reason) {}

  @Schema(description = "A move of a channel.")
  record WantedMove(
      @Schema(description = "In a request of several: the channel.") @Nullable String channel,
      @Schema(description = "Any reference; null empties the channel.", examples = "^1.2")
          @Nullable String version,
      @Schema(
              description =
                  "The number that the channel holds now, 0 for none: 409 if it holds another.")
          @Nullable Integer expected,
      @Schema(description = "Why.") @Nullable String reason) {}

  @Schema(description = "Moves that are made together or not at all.")
  record WantedMoves(@Nullable List<WantedMove> moves, @Nullable String reason) {}

  @Schema(description = "A rollback.")
  record WantedRollback(@Schema(required = true) @Nullable String reason) {}

  @Schema(description = "A policy to try.")
  record WantedEvaluation(
      @Schema(description = "The text, YAML or JSON; absent for what the model has now.")
          @Nullable String policy,
      @Schema(description = "yaml, the default, or json.") @Nullable String format,
      @Schema(description = "A run id.") @Nullable String candidate,
      @Schema(description = "An experiment's id: its newest 200 candidates.")
          @Nullable String experiment,
      @Schema(description = "What the channels of the model hold.") @Nullable Boolean channels,
      @Schema(description = "The model whose channels better_than means.") @Nullable String model,
      @Nullable String path) {}

  static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
