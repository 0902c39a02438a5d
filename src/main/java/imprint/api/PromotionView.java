package imprint.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import imprint.policy.Verdict;
import imprint.promotion.Promotion;
import imprint.promotion.PromotionAnswer;
import imprint.promotion.PromotionRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A promotion as this API shows it. */
@Schema(description = "How a promotion was judged and what became of it.")
@JsonInclude(JsonInclude.Include.ALWAYS)
record PromotionView(
    @Schema(description = "Null in the answer to a dry run.") @Nullable UUID id,
    @Schema(description = "pending, approved, refused, rejected, expired; dry-run.") String state,
    @Nullable String model,
    @Schema(description = "Of the version; null for what was refused.") @Nullable Integer number,
    @Schema(description = "What the version has, or would get.") @Nullable String semver,
    @Schema(description = "How the semantic version came about.") @Nullable String bump,
    @Nullable String candidate,
    @Nullable String path,
    @Nullable String channel,
    Verdict verdict,
    @Schema(description = "Approvals that are still to come.") List<Promotion.Missing> missing,
    List<Promotion.Approval> approvals,
    List<Promotion.GivenWaiver> waivers,
    @Schema(description = "The texts that judged.") List<JudgedBy> policies,
    @Nullable PromotionRequest request,
    @Nullable String requestedBy,
    @Nullable Instant requested,
    @Nullable Instant decided,
    @Schema(
            description =
                "Until when approvals may come; null for ever, and where none were waited for.")
        @Nullable Instant expires,
    @Schema(description = "Of a refusal: candidates of the same experiment that would pass.")
        List<PromotionAnswer.Nearest> nearest,
    Map<String, String> links) {

  @Schema(description = "A policy that judged.")
  record JudgedBy(String scope, int revision, String digest, String text) {}

  @Schema(description = "Promotions, the newest first.")
  record Page(
      List<PromotionView> promotions,
      @Schema(description = "Continues the list as before=; absent at its end.")
          @Nullable Instant next) {}

  static PromotionView of(PromotionAnswer answer) {
    Promotion promotion = answer.promotion();
    if (promotion == null) {
      return new PromotionView(
          null,
          "dry-run",
          null,
          null,
          answer.semver(),
          answer.bump(),
          null,
          null,
          null,
          answer.verdict(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          null,
          null,
          null,
          null,
          null,
          answer.nearest(),
          Map.of());
    }
    return of(promotion, answer.semver(), answer.bump(), answer.nearest());
  }

  static PromotionView of(Promotion promotion) {
    return of(promotion, promotion.semver(), null, List.of());
  }

  private static PromotionView of(
      Promotion promotion,
      @Nullable String semver,
      @Nullable String bump,
      List<PromotionAnswer.Nearest> nearest) {
    return new PromotionView(
        promotion.id(),
        promotion.state().word(),
        promotion.model(),
        promotion.number(),
        semver,
        bump,
        promotion.runId().isEmpty() ? null : promotion.runId(),
        promotion.path(),
        promotion.channel(),
        promotion.verdict(),
        promotion.missing(),
        promotion.approvals(),
        promotion.waivers(),
        promotion.policies().stream()
            .map(
                text ->
                    new JudgedBy(
                        text.scope(), text.revision(), "sha256:" + text.digest(), text.text()))
            .toList(),
        promotion.request(),
        promotion.requestedBy(),
        promotion.requested(),
        promotion.decided(),
        promotion.expires(),
        nearest,
        links(promotion));
  }

  private static Map<String, String> links(Promotion promotion) {
    // In this order always, for evidence is the same bytes each time.
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", "/api/v1/projects/default/promotions/" + promotion.id());
    if (promotion.number() != null) {
      links.put("version", ModelPaths.model(promotion.model()) + "/versions/" + promotion.number());
    }
    return links;
  }
}
