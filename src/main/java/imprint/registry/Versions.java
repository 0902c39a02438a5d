package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.tracking.Candidate;
import imprint.tracking.Candidates;
import imprint.tracking.Experiments;
import imprint.tracking.Limits;
import imprint.tracking.LoggedModelId;
import imprint.tracking.LoggedModels;
import imprint.tracking.RunId;
import imprint.tracking.Tag;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can be done with versions of models. */
@ApplicationScoped
public class Versions {
  private static final int ATTEMPTS = 3;

  private final VersionStore store;
  private final StageStore stages;
  private final TagStore tags;
  private final ModelStore models;
  private final PointerStore pointers;
  private final VersionSources sources;
  private final VersionEntry entry;
  private final Candidates candidates;
  private final Experiments experiments;
  private final LoggedModels loggedModels;
  private final ModelLocks locks;
  private final InstantSource clock;

  Versions(
      VersionStore store,
      StageStore stages,
      TagStore tags,
      ModelStore models,
      PointerStore pointers,
      VersionSources sources,
      VersionEntry entry,
      Candidates candidates,
      Experiments experiments,
      LoggedModels loggedModels,
      ModelLocks locks,
      InstantSource clock) {
    this.store = store;
    this.stages = stages;
    this.tags = tags;
    this.models = models;
    this.pointers = pointers;
    this.sources = sources;
    this.entry = entry;
    this.candidates = candidates;
    this.experiments = experiments;
    this.loggedModels = loggedModels;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * Adds a version that nobody has judged; its files are pinned at this moment.
   *
   * @throws Failure.Missing when there is no such model, run or logged model
   * @throws Failure.Taken when the semantic version that its tags ask for exists
   */
  public ModelVersion create(Scope scope, NewVersion wanted) {
    RegistryLimits.tags(wanted.tags());
    Limits.length("description", "Description", wanted.description(), RegistryLimits.DESCRIPTION);
    Limits.length("run_link", "Run link", wanted.runLink(), RegistryLimits.SOURCE);
    WantedSemver semver = WantedSemver.of(wanted.tags());
    if (models.find(scope, wanted.model()).isEmpty()) {
      throw Model.missing(wanted.model());
    }
    VersionSource source =
        sources.resolve(
            scope,
            wanted.source(),
            wanted.runId(),
            wanted.loggedModelId(),
            Model.isPrompt(wanted.tags()));
    // Clients that copy a version send its tags along; what is asked for so is no wish.
    boolean copied =
        semver instanceof WantedSemver.Given given
            && sources.isCopyOf(scope, source, given.version());
    Provenance provenance = provenance(scope, source);
    for (int attempt = 1; ; attempt++) {
      VersionSource current = source;
      try {
        return locks.locked(
            scope,
            wanted.model(),
            model ->
                noted(
                    scope,
                    entry.add(
                        scope,
                        model,
                        new VersionDraft(
                            current,
                            entry.choose(
                                model,
                                copied ? unlessTaken(model, semver) : semver,
                                current.signature()),
                            VersionState.REGISTERED,
                            wanted.runLink(),
                            wanted.description(),
                            wanted.tags(),
                            provenance,
                            null,
                            Map.of()))));
      } catch (SourceChangedException changed) {
        if (attempt == ATTEMPTS) {
          throw changed.failure();
        }
        source = sources.described(scope, source);
      }
    }
  }

  private WantedSemver unlessTaken(LockedModel model, WantedSemver wanted) {
    return wanted instanceof WantedSemver.Given given && entry.isTaken(model, given.version())
        ? new WantedSemver.Derived()
        : wanted;
  }

  private ModelVersion noted(Scope scope, ModelVersion version) {
    if (!version.loggedModelId().isEmpty()) {
      loggedModels.noteVersion(
          scope, new LoggedModelId(version.loggedModelId()), version.model(), version.number());
    }
    return version;
  }

  /** Where a version of this source comes from, as far as this server knows. */
  public Provenance provenance(Scope scope, VersionSource source) {
    if (source.runId().isEmpty()) {
      return Provenance.unknown(source.loggedModelId());
    }
    Candidate candidate;
    try {
      candidate = candidates.get(scope, new RunId(source.runId()));
    } catch (Failure.Missing elsewhere) {
      // MLflow takes the run id of another server as it is.
      return Provenance.unknown(source.loggedModelId());
    }
    return Provenance.of(
        candidate, experiments.get(scope, candidate.experimentId()), source.loggedModelId());
  }

  /** The version of this number. */
  public ModelVersion get(Scope scope, String model, int number) {
    return store
        .find(scope, model, number)
        .orElseThrow(() -> ModelVersion.missing(model, Integer.toString(number)));
  }

  /** Whether an approved version came of a candidate. */
  public boolean hasApproved(Scope scope, String runId) {
    return store.hasApproved(scope, runId);
  }

  /** Ends the judgement of a version, under the lock of its model: approved, or rejected. */
  public void judged(Scope scope, long version, VersionState state, String reason, UUID promotion) {
    store.setState(scope, version, state, reason, promotion, clock.millis());
  }

  /** The versions of these rows, in their order. */
  public List<ModelVersion> load(List<Long> ids) {
    return store.load(ids);
  }

  /** Sets the description. */
  public ModelVersion describe(Scope scope, String model, int number, String description) {
    Limits.length("description", "Description", description, RegistryLimits.DESCRIPTION);
    return change(
        scope, model, number, version -> store.describe(version.id(), description, clock.millis()));
  }

  /** Sets a tag. The semantic version is none that could be changed. */
  public void setTag(Scope scope, String model, int number, Tag tag) {
    RegistryLimits.tag("", tag);
    changeTags(
        scope,
        model,
        number,
        TagChanges.setting(tag),
        version ->
            tag.key().equals(ModelVersion.SEMVER_TAG)
                && !tag.value().equals(version.semver().text()));
  }

  /** Removes a tag; none of that key is no error, as in MLflow. */
  public void deleteTag(Scope scope, String model, int number, String key) {
    if (key.equals(ModelVersion.SEMVER_TAG)) {
      throw ModelVersion.semverIsFixed("key");
    }
    RegistryLimits.tagKey("key", key);
    changeTags(scope, model, number, TagChanges.removing(key), version -> false);
  }

  private void changeTags(
      Scope scope,
      String model,
      int number,
      TagChanges changes,
      Predicate<ModelVersion> changesSemver) {
    locks.locked(
        scope,
        model,
        locked -> {
          ModelVersion version = get(scope, model, number);
          if (changesSemver.test(version)) {
            throw ModelVersion.semverIsFixed("key");
          }
          tags.changeOfVersion(version.id(), changes);
          return null;
        });
  }

  /**
   * Deprecates, revokes or restores a version that was approved.
   *
   * @param reason why; demanded
   * @throws Failure.Refused when the state cannot follow the one that it has
   */
  public ModelVersion setState(
      Scope scope, String model, int number, VersionState state, String reason) {
    if (reason.isBlank()) {
      throw new Failure.Invalid("reason", "'reason' is missing: a change of state says why.");
    }
    Limits.length("reason", "Reason", reason, RegistryLimits.REASON);
    return change(
        scope,
        model,
        number,
        version -> {
          boolean follows =
              switch (state) {
                case APPROVED -> version.state() == VersionState.DEPRECATED;
                case DEPRECATED -> version.state() == VersionState.APPROVED;
                case REVOKED ->
                    version.state() != VersionState.REVOKED
                        && version.state() != VersionState.PENDING;
                case REGISTERED, PENDING, REJECTED, COMPROMISED -> false;
              };
          if (!follows) {
            throw new Failure.Refused(
                "A version that is "
                    + version.state().word()
                    + " cannot become "
                    + state.word()
                    + " this way.");
          }
          store.setState(scope, version.id(), state, reason, null, clock.millis());
        });
  }

  /** Sets the stage of MLflow that is no channel: {@code None} or {@code Archived}. */
  public void setStage(long version, Stage stage) {
    stages.setStage(version, stage, clock.millis());
  }

  /** Archives the other versions of a stage, as MLflow's {@code archive_existing_versions} does. */
  public void archiveOthers(ModelVersion version, Stage stage) {
    stages.archiveOthers(version.modelId(), version.id(), stage, clock.millis());
  }

  /**
   * Marks a version deleted: aliases and channels let go of it, its number is never given again,
   * its files and records stay.
   *
   * @throws Failure.Refused while a channel holds it and it is approved
   */
  public void delete(Scope scope, String model, int number) {
    var _ =
        locks.locked(
            scope,
            model,
            locked -> {
              ModelVersion version = get(scope, model, number);
              requireNotHeld(pointers.channels(locked.id()), version.id());
              store.delete(version.id(), scope.actor(), clock.millis());
              return version;
            });
  }

  /** Fails while a channel holds an approved version: this one, or any. */
  static void requireNotHeld(List<Channel> channels, @Nullable Long version) {
    for (Channel channel : channels) {
      Channel.Held held = channel.held();
      if (held != null
          && held.state() == VersionState.APPROVED
          && (version == null || held.versionId() == version)) {
        throw new Failure.Refused(
            "The channel '"
                + channel.name()
                + "' holds the approved version "
                + held.semver()
                + "; move the channel before that version is deleted.");
      }
    }
  }

  private ModelVersion change(Scope scope, String model, int number, Consumer<ModelVersion> work) {
    return locks.locked(
        scope,
        model,
        locked -> {
          work.accept(get(scope, model, number));
          return get(scope, model, number);
        });
  }
}
