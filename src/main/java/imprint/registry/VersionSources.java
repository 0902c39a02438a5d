package imprint.registry;

import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.artifact.Pins;
import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.tracking.Candidate;
import imprint.tracking.Candidates;
import imprint.tracking.Limits;
import imprint.tracking.LoggedModel;
import imprint.tracking.LoggedModelId;
import imprint.tracking.LoggedModels;
import imprint.tracking.RunId;
import imprint.tracking.SearchLoggedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the source of a version means. The rules are MLflow's ({@code
 * mlflow/server/handlers.py}); a path of the machine that the server runs on is never one.
 */
@ApplicationScoped
public class VersionSources {
  private static final String OWN = "mlflow-artifacts:/";
  private static final Pattern RUN = Pattern.compile("runs:/+([^/]+)(?:/+(.*))?", Pattern.DOTALL);
  private static final Pattern LOGGED = Pattern.compile("models:/+(m-[0-9a-f]{32})/?");
  private static final Pattern VERSION =
      Pattern.compile("models:/+(?:([^/]+)/([^/]+)|([^/]+)@([^/@]+))");
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

  /** Dots as a whole segment, and NUL, however often they were percent-encoded. */
  private static final Pattern ODD =
      Pattern.compile(
          "(^|[/\\\\]|%(25)*(2f|5c))(\\.|%(25)*2e){1,2}([/\\\\]|%(25)*(2f|5c)|$)|\0|%(25)*00",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PLAIN = Pattern.compile("[^'\"`]{1,500}");

  /** Schemes that name a host which a reader of the source would dial, and our own, misspelt. */
  private static final Set<String> REFUSED =
      Set.of(
          "file",
          "ftp",
          "sftp",
          "hdfs",
          "viewfs",
          "http",
          "https",
          "r2",
          "b2",
          "abfss",
          "jdbc",
          "data",
          "gopher",
          "runs",
          "models",
          "mlflow-artifacts");

  /** What MLflow's clients send for a prompt. */
  private static final Set<String> PROMPTS = Set.of("dummy-source", "prompt-template");

  private final Candidates candidates;
  private final LoggedModels loggedModels;
  private final SearchLoggedModels searches;
  private final Artifacts artifacts;
  private final Pins pins;
  private final References references;

  VersionSources(
      Candidates candidates,
      LoggedModels loggedModels,
      SearchLoggedModels searches,
      Artifacts artifacts,
      Pins pins,
      References references) {
    this.candidates = candidates;
    this.loggedModels = loggedModels;
    this.searches = searches;
    this.artifacts = artifacts;
    this.pins = pins;
    this.references = references;
  }

  /**
   * The source of a text with the run and logged model that were named beside it.
   *
   * @param prompt whether it is of a prompt, whose source is a placeholder
   * @throws Failure.Invalid when a version cannot come from there
   */
  public VersionSource resolve(
      Scope scope, String text, String runId, String loggedModelId, boolean prompt) {
    Limits.length("source", "Source", text, RegistryLimits.SOURCE);
    if (prompt) {
      if (!PROMPTS.contains(text)) {
        throw new Failure.Invalid(
            "source",
            "Invalid prompt source: '"
                + Failure.echo(text)
                + "'. Prompt sources must use an MLflow placeholder.");
      }
      return new VersionSource(text, null, runId, loggedModelId, "", null, null);
    }
    if (ODD.matcher(text).find()) {
      throw invalid(text, "It may hold no relative parts.");
    }
    Matcher run = RUN.matcher(text);
    if (run.matches()) {
      if (!run.group(1).equals(runId)) {
        throw invalid(text, "The run_id of the request must be that of the source.");
      }
      return ofCandidate(scope, text, candidates.get(scope, new RunId(runId)), run.group(2));
    }
    Matcher logged = LOGGED.matcher(text);
    if (logged.matches()) {
      if (!loggedModelId.isEmpty() && !logged.group(1).equals(loggedModelId)) {
        throw invalid(text, "The model_id of the request must be that of the source.");
      }
      return ofLoggedModel(
          scope,
          text,
          loggedModels.get(scope, new LoggedModelId(logged.group(1)), false),
          runId,
          "");
    }
    Matcher version = VERSION.matcher(text);
    if (version.matches()) {
      boolean byAlias = version.group(1) == null;
      return ofVersion(
          scope,
          text,
          byAlias ? version.group(3) : version.group(1),
          byAlias ? version.group(4) : version.group(2),
          runId,
          loggedModelId);
    }
    return text.startsWith(OWN) && !text.startsWith(OWN + "/")
        ? ofPath(scope, text, runId, loggedModelId)
        : elsewhere(scope, text, runId, loggedModelId);
  }

  /** Whether a source is a version of a model, and one of this semantic version. */
  boolean isCopyOf(Scope scope, VersionSource source, SemanticVersion semver) {
    Matcher version = VERSION.matcher(source.text());
    return version.matches()
        && version.group(1) != null
        && Reference.of(version.group(2))
            .flatMap(number -> references.find(scope, version.group(1), number))
            .filter(copied -> copied.semver().equals(semver))
            .isPresent();
  }

  /**
   * The files of a candidate as a source.
   *
   * @param path below the candidate's root, or the name of a logged model that it made
   * @throws Failure.Missing when there are no files
   */
  public VersionSource ofCandidate(
      Scope scope, String text, Candidate candidate, @Nullable String path) {
    ArtifactPath below = ArtifactPath.ofFolder(path == null ? "" : path);
    String runId = candidate.runId().value();
    if (!candidate.artifactUri().startsWith(OWN)) {
      return new VersionSource(text, null, runId, "", below.text(), null, null);
    }
    ArtifactPath files = Artifacts.ofUri(candidate.artifactUri()).resolve(below);
    VersionSource inRun =
        described(scope, new VersionSource(text, files, runId, "", below.text(), null, null));
    if (inRun.digest() != null || below.isRoot()) {
      return inRun;
    }
    // MLflow 3 keeps what a run logs as a model beside the run, under the name it was logged by.
    return madeBy(scope, candidate, below.text())
        .map(model -> ofLoggedModel(scope, text, model, runId, below.text()))
        .orElse(inRun);
  }

  private Optional<LoggedModel> madeBy(Scope scope, Candidate candidate, String name) {
    if (!PLAIN.matcher(name).matches() || !PLAIN.matcher(candidate.runId().value()).matches()) {
      return Optional.empty();
    }
    return searches
        .search(
            scope,
            List.of(candidate.experimentId()),
            "source_run_id = '" + candidate.runId() + "' AND name = '" + name + "'",
            List.of(),
            List.of(),
            1,
            Optional.empty())
        .items()
        .stream()
        .findFirst();
  }

  private VersionSource ofLoggedModel(
      Scope scope, String text, LoggedModel model, String runId, String path) {
    if (!runId.isEmpty() && !model.sourceRunId().isEmpty() && !runId.equals(model.sourceRunId())) {
      throw invalid(text, "The run_id of the request is not that of the logged model.");
    }
    ArtifactPath files =
        model.artifactUri().startsWith(OWN) ? Artifacts.ofUri(model.artifactUri()) : null;
    String run = runId.isEmpty() ? model.sourceRunId() : runId;
    return described(
        scope, new VersionSource(text, files, run, model.id().value(), path, null, null));
  }

  private VersionSource ofVersion(
      Scope scope,
      String text,
      String model,
      String reference,
      String runId,
      String loggedModelId) {
    Optional<Reference> parsed = Reference.of(reference);
    ModelVersion version =
        parsed
            .flatMap(known -> references.find(scope, model, known))
            .orElseThrow(() -> unknown(model, reference, parsed));
    boolean otherRun = !runId.isEmpty() && !runId.equals(version.runId());
    boolean otherModel = !loggedModelId.isEmpty() && !loggedModelId.equals(version.loggedModelId());
    if (Model.isPrompt(version.tags()) || otherRun || otherModel) {
      throw invalid(
          text, "It is a prompt, or its run_id or model_id is another than the request names.");
    }
    VersionFiles files = version.files();
    return described(
        scope,
        new VersionSource(
            "models:/" + version.model() + "/" + version.number(),
            files == null ? null : Artifacts.ofUri(files.uri()),
            version.runId(),
            version.loggedModelId(),
            version.sourcePath(),
            null,
            null));
  }

  private static Failure unknown(String model, String text, Optional<Reference> parsed) {
    return parsed.filter(Reference.Named.class::isInstance).isPresent()
        ? new Failure.Invalid(
            "source", "Registered model alias " + Failure.echo(text) + " not found.")
        : ModelVersion.missing(model, text);
  }

  private VersionSource ofPath(Scope scope, String text, String runId, String loggedModelId) {
    ArtifactPath files = Artifacts.ofUri(text);
    String root;
    String run = runId;
    try {
      if (!loggedModelId.isEmpty()) {
        LoggedModel model = loggedModels.get(scope, new LoggedModelId(loggedModelId), false);
        root = model.artifactUri();
        run = runId.isEmpty() ? model.sourceRunId() : runId;
      } else if (!runId.isEmpty()) {
        root = candidates.get(scope, new RunId(runId)).artifactUri();
      } else {
        throw invalid(text, "The request must name the run_id or model_id that it belongs to.");
      }
    } catch (Failure.Missing unknown) {
      throw invalid(text, unknown.text());
    }
    if (!(text + "/").startsWith(root + "/")) {
      throw invalid(
          text,
          "It lies outside of the artifacts of the run or logged model that the request names.");
    }
    String path = text.length() <= root.length() ? "" : text.substring(root.length() + 1);
    return described(scope, new VersionSource(text, files, run, loggedModelId, path, null, null));
  }

  private VersionSource elsewhere(Scope scope, String text, String runId, String loggedModelId) {
    Matcher scheme = SCHEME.matcher(text);
    if (!scheme.matches() || REFUSED.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
      throw invalid(
          text,
          "Expected runs:/, models:/ or mlflow-artifacts:/, or an object store such as s3://.");
    }
    String run =
        runId.isEmpty() && !loggedModelId.isEmpty()
            ? loggedModels.get(scope, new LoggedModelId(loggedModelId), false).sourceRunId()
            : runId;
    return new VersionSource(text, null, run, loggedModelId, "", null, null);
  }

  /** The same source with the signature of its files as they are now. */
  VersionSource described(Scope scope, VersionSource source) {
    ArtifactPath files = source.files();
    if (files == null) {
      return source;
    }
    Optional<Pins.Pinned> now = pins.snapshot(scope, files);
    if (now.isEmpty()) {
      return source.read(null, null);
    }
    return source.read(signature(scope, files), now.get().digest());
  }

  private @Nullable String signature(Scope scope, ArtifactPath files) {
    try {
      Content content = artifacts.get(scope, files.resolve(new ArtifactPath(ModelSignature.FILE)));
      long size = content.blob().size();
      return size > ModelSignature.MOST_BYTES
          ? null
          : ModelSignature.read(new String(content.read(0, (int) size), StandardCharsets.UTF_8))
              .orElse(null);
    } catch (Failure.Missing | Failure.Refused | Failure.Invalid noSuchFile) {
      return null;
    }
  }

  private static Failure.Invalid invalid(String text, String reason) {
    return new Failure.Invalid(
        "source", "Invalid model version source: '" + Failure.echo(text) + "'. " + reason);
  }
}
