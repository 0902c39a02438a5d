package imprint.promotion;

import imprint.artifact.ArtifactPath;
import imprint.artifact.Copies;
import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.registry.ModelVersion;
import imprint.registry.Provenances;
import imprint.registry.VersionSource;
import imprint.registry.VersionSources;
import imprint.registry.VersionState;
import imprint.registry.Versions;
import imprint.tracking.Candidate;
import imprint.tracking.Candidates;
import imprint.tracking.ModelOutput;
import imprint.tracking.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what a request for a promotion names. */
@ApplicationScoped
class Subjects {
  private final Candidates candidates;
  private final VersionSources sources;
  private final Versions versions;
  private final Provenances provenances;
  private final Copies copies;

  Subjects(
      Candidates candidates,
      VersionSources sources,
      Versions versions,
      Provenances provenances,
      Copies copies) {
    this.candidates = candidates;
    this.sources = sources;
    this.versions = versions;
    this.provenances = provenances;
    this.copies = copies;
  }

  /**
   * The subject of a request.
   *
   * @throws Failure.Missing when there is no such candidate or version, or no file at its path
   * @throws Failure.Refused when the version was judged already
   */
  Subject of(Scope scope, PromotionRequest request) {
    return request.version() == null
        ? ofCandidate(scope, String.valueOf(request.candidate()), request.path())
        : ofVersion(scope, request.model(), request.version());
  }

  /** What would be promoted of a candidate. */
  Subject ofCandidate(Scope scope, String runId, @Nullable String path) {
    Candidate candidate = candidates.get(scope, new RunId(runId));
    if (!candidate.isActive()) {
      throw new Failure.Refused(
          "The run " + Failure.echo(runId) + " is deleted. Restore it before it is promoted.");
    }
    VersionSource source = source(scope, candidate, path);
    if (source.digest() == null) {
      throw new Failure.Missing(
          "There are no files at "
              + (path == null || path.isEmpty() ? "the root" : "'" + Failure.echo(path) + "'")
              + " of run "
              + Failure.echo(runId)
              + ", or they are not kept by this server.");
    }
    return new Subject(source, versions.provenance(scope, source), null);
  }

  private VersionSource source(Scope scope, Candidate candidate, @Nullable String path) {
    String run = "runs:/" + candidate.runId();
    if (path != null && !path.isEmpty()) {
      return sources.ofCandidate(scope, run + "/" + path, candidate, path);
    }
    List<ModelOutput> logged = candidate.lineage().modelOutputs();
    List<String> models =
        logged.stream().map(output -> output.modelId().value()).distinct().toList();
    return models.size() == 1
        ? sources.resolve(scope, "models:/" + models.getFirst(), "", models.getFirst(), false)
        : sources.ofCandidate(scope, run, candidate, "");
  }

  private Subject ofVersion(Scope scope, String model, int number) {
    ModelVersion version = versions.get(scope, model, number);
    if (version.state() != VersionState.REGISTERED) {
      throw new Failure.Refused(
          "Version "
              + number
              + " of model '"
              + Failure.echo(model)
              + "' is "
              + version.state().word()
              + " already.");
    }
    if (version.files() == null) {
      throw new Failure.Refused(
          "The files of version "
              + number
              + " of model '"
              + Failure.echo(model)
              + "' are not kept by this server, so they cannot be verified.");
    }
    return Subject.of(version, provenances.of(version));
  }

  /** The same subject with its files copied to where the request wants them. */
  Subject copied(Scope scope, PromotionRequest request, Subject subject) {
    ArtifactPath files = subject.source().files();
    return request.copyTo() == null || files == null
        ? subject
        : subject.with(copies.copy(scope, files, request.copyTo()));
  }
}
