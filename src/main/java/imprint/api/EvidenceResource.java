package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.attestation.Attestations;
import imprint.attestation.SignedBundle;
import imprint.failure.Failure;
import imprint.http.Download;
import imprint.promotion.Promotion;
import imprint.promotion.Promotions;
import imprint.registry.ModelVersion;
import imprint.registry.Reference;
import imprint.registry.References;
import imprint.registry.Withdrawals;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Why a version is what it is, and how anybody can verify that it still is. */
@Path("/api/v1/projects/{project}/models/{model}/versions/{reference}")
@RunOnVirtualThread
@Tag(name = "Evidence", description = "Signatures, verdicts and all that an auditor asks for")
public class EvidenceResource {
  private static final String ZIP = "application/zip";

  private final References references;
  private final Promotions promotions;
  private final Attestations attestations;
  private final EvidenceArchive archive;
  private final Withdrawals withdrawals;
  private final Caller caller;

  EvidenceResource(
      References references,
      Promotions promotions,
      Attestations attestations,
      EvidenceArchive archive,
      Withdrawals withdrawals,
      Caller caller) {
    this.withdrawals = withdrawals;
    this.references = references;
    this.promotions = promotions;
    this.attestations = attestations;
    this.archive = archive;
    this.caller = caller;
  }

  @GET
  @Path("/model.sig")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Download the attestation of a version",
      description =
          "An OpenSSF Model Signing bundle: what model_signing verify takes as --signature. 404 for a version that was"
              + " not approved, 410 for one that was revoked or found compromised: its evidence.zip still holds it.")
  public Response signature(@RestPath String model, @RestPath String reference) {
    ModelVersion version = version(model, reference);
    // Whoever verifies a download by it is told, as a signature itself cannot be taken back.
    withdrawals.requireReadable(version);
    SignedBundle bundle = bundle(version);
    if (bundle == null) {
      throw new Failure.Missing(
          "Version " + version.semver() + " is " + version.state().word() + " and is not signed.");
    }
    return Download.guarded(200, MediaType.APPLICATION_JSON, SignedBundle.FILE_NAME)
        .entity(bundle.json())
        .build();
  }

  @GET
  @Path("/verdict")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Read how a version was judged",
      description = "The promotion that made it. 404 for a version that nobody has judged.")
  public PromotionView verdict(@RestPath String model, @RestPath String reference) {
    return PromotionView.of(promotion(version(model, reference)));
  }

  @GET
  @Path("/evidence.zip")
  @Produces(ZIP)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Download the evidence of a version",
      description =
          "model.sig, key.pem, manifest.sha256, promotion.json, the texts of the policies, provenance.json, and verify.sh,"
              + " which verifies the files with openssl and Python alone. 404 for a version that nobody has judged.")
  public Response evidence(@RestPath String model, @RestPath String reference) {
    ModelVersion version = version(model, reference);
    Promotion promotion = promotion(version);
    SignedBundle bundle = bundle(version);
    StreamingOutput bytes = out -> archive.write(out, version, promotion, bundle);
    return Download.guarded(200, ZIP, version.model() + "-" + version.semver() + "-evidence.zip")
        .entity(bytes)
        .build();
  }

  private ModelVersion version(String model, String reference) {
    // What was revoked keeps its evidence.
    return references.require(caller.scope(), model, Reference.parse("version", reference));
  }

  private Promotion promotion(ModelVersion version) {
    if (version.promotion() == null) {
      throw new Failure.Missing(
          "Version " + version.semver() + " came without a promotion: nobody has judged it.");
    }
    return promotions.get(caller.scope(), version.promotion());
  }

  private @Nullable SignedBundle bundle(ModelVersion version) {
    return attestations.find(version.id()).orElse(null);
  }
}
