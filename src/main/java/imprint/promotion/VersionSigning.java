package imprint.promotion;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import imprint.artifact.Pins;
import imprint.attestation.Attestations;
import imprint.attestation.ManifestFile;
import imprint.attestation.Statement;
import imprint.project.Projects;
import imprint.project.Scope;
import imprint.registry.ModelVersion;
import imprint.registry.VersionFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;

/** Signs a version when it is approved: its files, and how it came to be. */
@ApplicationScoped
class VersionSigning {
  private final Attestations attestations;
  private final Pins pins;
  private final ObjectMapper json;
  private final InstantSource clock;

  VersionSigning(Attestations attestations, Pins pins, ObjectMapper json, InstantSource clock) {
    this.attestations = attestations;
    this.pins = pins;
    this.json = json;
    this.clock = clock;
  }

  /** Signs the files of a version, in the transaction that approves it. */
  void sign(
      Scope scope,
      ModelVersion version,
      PromotionEntity promotion,
      List<Promotion.JudgedBy> policies,
      List<Promotion.Approval> approvals) {
    List<ManifestFile> files =
        pins.files(version.id(), "", Pins.MOST_FILES).stream()
            .map(file -> new ManifestFile(file.path(), file.sha256(), file.size()))
            .toList();
    var _ =
        attestations.sign(
            version.id(),
            Statement.of(
                version.model() + "@" + version.semver(),
                files,
                predicate(scope, version, promotion, policies, approvals)));
  }

  private ObjectNode predicate(
      Scope scope,
      ModelVersion version,
      PromotionEntity promotion,
      List<Promotion.JudgedBy> policies,
      List<Promotion.Approval> approvals) {
    VersionFiles files = version.files();
    ObjectNode told = json.createObjectNode();
    told.put("id", promotion.id.toString());
    told.put("project", scope.project() == 1 ? Projects.DEFAULT : Long.toString(scope.project()));
    told.put("model", version.model());
    told.put("number", version.number());
    told.put("semver", version.semver().text());
    told.put("candidate", version.runId());
    told.put("path", version.sourcePath());
    told.put("manifest", files == null ? "" : "sha256:" + files.digest());
    told.put("requested_by", promotion.requestedBy);
    told.put("verdict", "sha256:" + Policies.digest(promotion.verdict));
    ArrayNode judged = told.putArray("policies");
    policies.forEach(
        policy ->
            judged
                .addObject()
                .put("scope", policy.scope())
                .put("revision", policy.revision())
                .put("digest", "sha256:" + policy.digest()));
    ArrayNode given = told.putArray("approvals");
    approvals.forEach(
        approval ->
            given
                .addObject()
                .put("actor", approval.actor())
                .put("role", approval.role())
                .put("decision", approval.decision())
                .put("comment", approval.comment())
                .put("at", approval.at().toString()));
    told.put("time", clock.instant().toString());
    return told;
  }
}
