package imprint.promotion;

import imprint.artifact.ArtifactPath;
import imprint.artifact.Pins;
import imprint.policy.BumpLevel;
import imprint.policy.CandidateFacts;
import imprint.policy.ChannelFacts;
import imprint.policy.Facts;
import imprint.policy.Metrics;
import imprint.project.Scope;
import imprint.registry.Channel;
import imprint.registry.Channels;
import imprint.registry.ChosenSemver;
import imprint.registry.ModelVersion;
import imprint.registry.Provenance;
import imprint.registry.Provenances;
import imprint.registry.VersionFiles;
import imprint.registry.VersionSource;
import imprint.registry.Versions;
import imprint.registry.WantedSemver;
import imprint.tracking.Candidates;
import imprint.tracking.LoggedModelId;
import imprint.tracking.LoggedModels;
import imprint.tracking.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what policies judge by. What costs a query is asked for when a rule needs it. */
@ApplicationScoped
class FactsReader {
  private static final String DATASET_CONTEXT = "dataset_run";

  private final Pins pins;
  private final CheckStore checks;
  private final Channels channels;
  private final Versions versions;
  private final Candidates candidates;
  private final LoggedModels loggedModels;
  private final Provenances provenances;
  private final InstantSource clock;

  FactsReader(
      Pins pins,
      CheckStore checks,
      Channels channels,
      Versions versions,
      Candidates candidates,
      LoggedModels loggedModels,
      Provenances provenances,
      InstantSource clock) {
    this.pins = pins;
    this.checks = checks;
    this.channels = channels;
    this.versions = versions;
    this.candidates = candidates;
    this.loggedModels = loggedModels;
    this.provenances = provenances;
    this.clock = clock;
  }

  /** The facts of a candidate's files that are to become a version. */
  CandidateFacts ofSource(
      Scope scope, VersionSource source, Provenance provenance, List<Check> reported) {
    ArtifactPath files = source.files();
    return facts(
        scope,
        provenance,
        source.signature() != null,
        () ->
            files == null
                ? List.of()
                : named(source.path(), pins.files(scope, files, "", Pins.MOST_FILES)),
        reported);
  }

  /** The facts of a version, as they were when it was made, with the checks of today. */
  CandidateFacts ofVersion(Scope scope, ModelVersion version) {
    VersionFiles files = version.files();
    return facts(
        scope,
        provenances.of(version),
        version.signature() != null,
        () ->
            files == null
                ? List.of()
                : named(version.sourcePath(), pins.files(version.id(), "", Pins.MOST_FILES)),
        List.of());
  }

  private CandidateFacts facts(
      Scope scope,
      Provenance from,
      boolean hasSignature,
      java.util.function.Supplier<List<CandidateFacts.FileFacts>> files,
      List<Check> reported) {
    String runId = from.candidate() == null ? "" : from.candidate();
    return new CandidateFacts(
        runId,
        text(from.name()),
        text(from.status()),
        text(from.user()),
        from.params(),
        from.tags(),
        new Metrics(from.metrics(), () -> onDatasets(scope, from)),
        files,
        hasSignature,
        () -> datasets(scope, from),
        () -> checkFacts(scope, runId, reported));
  }

  /** Files by their paths from the candidate's root, as policies name them. */
  private static List<CandidateFacts.FileFacts> named(String folder, List<Pins.Named> files) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return files.stream()
        .map(file -> new CandidateFacts.FileFacts(prefix + file.path(), file.size()))
        .toList();
  }

  private List<Metrics.OnDataset> onDatasets(Scope scope, Provenance from) {
    if (from.loggedModel() == null) {
      return List.of();
    }
    return loggedModels.get(scope, new LoggedModelId(from.loggedModel()), true).metrics().stream()
        .filter(point -> !point.datasetName().isEmpty())
        .map(
            point ->
                new Metrics.OnDataset(
                    point.point().key(),
                    point.datasetName(),
                    point.datasetDigest(),
                    point.point().value()))
        .toList();
  }

  /**
   * What the client logged as inputs, and the dataset's run, which is approved when a version of it
   * is.
   */
  private List<CandidateFacts.DatasetFacts> datasets(Scope scope, Provenance from) {
    List<CandidateFacts.DatasetFacts> all = new ArrayList<>();
    for (Provenance.OfDataset dataset : from.datasets()) {
      all.add(
          new CandidateFacts.DatasetFacts(
              dataset.name(),
              dataset.digest(),
              text(dataset.context()),
              Optional.empty(),
              Optional.empty()));
    }
    if (from.datasetRun() != null) {
      boolean approved = versions.hasApproved(scope, from.datasetRun());
      Optional<Duration> age =
          candidates
              .find(scope, new RunId(from.datasetRun()))
              .flatMap(run -> Optional.ofNullable(run.startTime()))
              .map(start -> Duration.between(Instant.ofEpochMilli(start), clock.instant()));
      all.add(
          new CandidateFacts.DatasetFacts(
              from.datasetRun(), from.datasetRun(), DATASET_CONTEXT, Optional.of(approved), age));
    }
    return all;
  }

  private List<CandidateFacts.CheckFacts> checkFacts(
      Scope scope, String runId, List<Check> reported) {
    Map<String, CandidateFacts.CheckFacts> newest = new LinkedHashMap<>();
    List<Check> all = new ArrayList<>(runId.isEmpty() ? List.of() : checks.newest(scope, runId));
    all.addAll(reported);
    for (Check check : all) {
      newest.put(
          check.name(),
          new CandidateFacts.CheckFacts(check.name(), check.status(), check.url(), check.issuer()));
    }
    return List.copyOf(newest.values());
  }

  /** The versions that channels hold, by their rows. */
  Map<Long, ModelVersion> held(List<Channel> of) {
    List<Long> rows =
        of.stream()
            .map(Channel::held)
            .filter(Objects::nonNull)
            .map(Channel.Held::versionId)
            .distinct()
            .toList();
    Map<Long, ModelVersion> held = new LinkedHashMap<>();
    versions.load(rows).forEach(version -> held.put(version.id(), version));
    return held;
  }

  /** What the channels of a model hold. */
  Map<String, ChannelFacts> channels(Scope scope, String model) {
    List<Channel> all = channels.list(scope, model);
    Map<Long, ModelVersion> held = held(all);
    Map<String, ChannelFacts> facts = new LinkedHashMap<>();
    for (Channel channel : all) {
      Channel.Held now = channel.held();
      ModelVersion version = now == null ? null : held.get(now.versionId());
      facts.put(
          channel.name(),
          new ChannelFacts(
              channel.name(),
              now == null || version == null
                  ? Optional.empty()
                  : Optional.of(held(version, now.since()))));
    }
    return facts;
  }

  private ChannelFacts.Held held(ModelVersion version, Instant since) {
    return new ChannelFacts.Held(
        version.number(),
        version.semver().text(),
        since,
        Metrics.of(provenances.of(version).metrics()),
        "");
  }

  /** How a new version follows the one before it; empty for the first. */
  static Optional<Facts.Bump> bump(ChosenSemver chosen, WantedSemver wanted) {
    if (chosen.base() == null) {
      return Optional.empty();
    }
    BumpLevel derived = level(chosen.contract().bump());
    Optional<BumpLevel> asked =
        switch (wanted) {
          case WantedSemver.Derived ignored -> Optional.empty();
          case WantedSemver.Raised raised -> Optional.of(level(raised.bump()));
          case WantedSemver.Given given ->
              Optional.of(level(given.version().bumpFrom(chosen.base())));
        };
    return Optional.of(new Facts.Bump(derived, asked, chosen.contract().reasons()));
  }

  private static BumpLevel level(imprint.registry.Bump bump) {
    return switch (bump) {
      case PATCH -> BumpLevel.PATCH;
      case MINOR -> BumpLevel.MINOR;
      case MAJOR -> BumpLevel.MAJOR;
    };
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
