package imprint.api;

import imprint.promotion.PolicyText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A revision of a policy as this API shows it. */
@Schema(description = "A revision of a policy.")
record PolicyView(
    int revision,
    @Schema(description = "yaml or json.") String format,
    @Schema(description = "As it was given; empty when this revision ended the policy.")
        String text,
    String digest,
    String author,
    String reason,
    Instant created) {
  @Schema(description = "Every revision, the newest first.")
  record History(List<PolicyView> revisions) {}

  static PolicyView of(PolicyText policy) {
    return new PolicyView(
        policy.revision(),
        policy.format().name().toLowerCase(Locale.ROOT),
        policy.text(),
        "sha256:" + policy.digest(),
        policy.author(),
        policy.reason(),
        policy.created());
  }
}
