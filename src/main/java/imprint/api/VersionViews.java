package imprint.api;

import imprint.page.Page;
import imprint.registry.ModelVersion;
import imprint.registry.Provenance;
import imprint.registry.Provenances;
import imprint.registry.Reference;
import imprint.registry.References;
import imprint.registry.VersionFiles;
import imprint.registry.VersionState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows versions. */
@ApplicationScoped
class VersionViews {
  private final VersionEvidence evidence;
  private final Provenances provenances;

  VersionViews(VersionEvidence evidence, Provenances provenances) {
    this.evidence = evidence;
    this.provenances = provenances;
  }

  VersionView of(ModelVersion version) {
    return of(version, null);
  }

  VersionView of(ModelVersion version, @Nullable List<References.Considered> considered) {
    return of(version, evidence.verdicts(List.of(version)), considered);
  }

  VersionView.Versions page(Page<ModelVersion> page) {
    Map<Long, String> verdicts = evidence.verdicts(page.items());
    return new VersionView.Versions(
        page.items().stream().map(version -> of(version, verdicts, null)).toList(),
        page.nextToken().orElse(null));
  }

  private VersionView of(
      ModelVersion version,
      Map<Long, String> verdicts,
      @Nullable List<References.Considered> considered) {
    VersionFiles files = version.files();
    Long approved = version.approvedTime();
    return new VersionView(
        version.model(),
        version.number(),
        version.semver().text(),
        version.state().word(),
        files == null ? null : Reference.DIGEST + files.digest(),
        version.runId().isEmpty() ? null : version.runId(),
        experiment(version),
        version.sourcePath(),
        version.channels(),
        version.aliases(),
        Instant.ofEpochMilli(version.creationTime()),
        approved == null ? null : Instant.ofEpochMilli(approved),
        files == null ? null : new VersionView.Files(files.count(), files.bytes()),
        version.signature(),
        version.provenance(),
        verdicts.get(version.id()),
        links(version),
        new VersionView.Raise(version.bump(), version.bumpReason()),
        version.description(),
        ModelView.texts(version.tags()),
        notices(version),
        considered);
  }

  private @Nullable String experiment(ModelVersion version) {
    Provenance.OfExperiment experiment = provenances.of(version).experiment();
    return experiment == null ? null : experiment.id();
  }

  private static Map<String, String> links(ModelVersion version) {
    String self = ModelPaths.version(version);
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", self);
    links.put("model", ModelPaths.model(version.model()));
    if (version.files() != null) {
      links.put("files", self + "/files");
      links.put("archive", self + "/archive?format=tar");
    }
    if (version.promotion() != null) {
      links.put("verdict", self + "/verdict");
      links.put("evidence", self + "/evidence.zip");
    }
    if (version.approvedTime() != null) {
      links.put("signature", self + "/model.sig");
    }
    links.put("provenance", self + "/provenance");
    links.put("lineage", self + "/lineage");
    return links;
  }

  private static List<String> notices(ModelVersion version) {
    List<String> notices = new ArrayList<>();
    if (version.state() == VersionState.DEPRECATED) {
      notices.add(
          "Version "
              + version.semver()
              + " is deprecated"
              + (version.stateReason().isEmpty() ? "." : ": " + version.stateReason()));
    }
    if (version.state() == VersionState.REVOKED || version.state() == VersionState.COMPROMISED) {
      notices.add(
          "Version "
              + version.semver()
              + " is "
              + version.state().word()
              + " and resolves nowhere"
              + (version.stateReason().isEmpty() ? "." : ": " + version.stateReason()));
    }
    return notices;
  }
}
