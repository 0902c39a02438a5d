package imprint.promotion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import imprint.failure.Failure;
import imprint.registry.RegistryLimits;
import imprint.registry.WantedSemver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a promotion; kept as it was asked.
 *
 * @param model the name of a model that exists
 * @param candidate the run id; null when a version is promoted
 * @param version the number of a version that nobody has judged; null when a candidate is promoted
 * @param path the folder or file below the candidate's root, or the name of a model it logged; null
 *     for the one model it logged, or all its files
 * @param semver the semantic version it is to get
 * @param bump which number rises, or {@code auto} for what the signature demands
 * @param channel that is to hold the version once it is approved
 * @param expected the number that the channel holds now, 0 for none; null for any
 * @param notes become the version's description
 * @param checks reported along
 * @param copyTo the storage that is to hold the version's bytes; null to leave them where they are
 * @param dryRun whether only the verdict is wanted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromotionRequest(
    String model,
    @Nullable String candidate,
    @Nullable Integer version,
    @Nullable String path,
    @Nullable String semver,
    @Nullable String bump,
    @Nullable String channel,
    @Nullable Integer expected,
    @Nullable String notes,
    List<Reported> checks,
    @JsonProperty("copy_to") @Nullable String copyTo,
    @JsonProperty("dry_run") boolean dryRun) {

  /** A check as it is reported along. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Reported(
      String name, String status, @Nullable String url, @Nullable String issuer) {
    Check check(String actor) {
      return new Check(
          name, status, url == null ? "" : url, issuer == null ? "" : issuer, actor, null);
    }
  }

  public PromotionRequest {
    checks = List.copyOf(checks);
  }

  /** Fails when fields are missing, too long or exclude each other. */
  void check() {
    if (model.isBlank()) {
      throw new Failure.Invalid("model", "'model' is missing.");
    }
    if ((candidate == null || candidate.isBlank()) == (version == null)) {
      throw new Failure.Invalid(
          "candidate", "Either 'candidate' or 'version' is demanded, and not both.");
    }
    if (version != null && (semver != null || bump != null || path != null || copyTo != null)) {
      throw new Failure.Invalid(
          "version",
          "A version has its files and semantic version already: 'path', 'semver', 'bump' and 'copy_to' go with 'candidate'.");
    }
    if (expected != null && channel == null) {
      throw new Failure.Invalid("expected", "'expected' goes with 'channel'.");
    }
    if (notes != null) {
      RegistryLimits.text("notes", notes, RegistryLimits.DESCRIPTION);
    }
    var _ = wanted();
  }

  WantedSemver wanted() {
    return WantedSemver.parse(semver, bump);
  }

  List<Check> reported(String actor) {
    return checks.stream().map(check -> check.check(actor)).toList();
  }
}
