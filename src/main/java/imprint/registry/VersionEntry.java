package imprint.registry;

import imprint.artifact.ArtifactPath;
import imprint.artifact.Pins;
import imprint.project.Scope;
import imprint.tracking.Tag;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one way a version enters a model: files pinned, number and semantic version given, under the
 * model's lock.
 */
@ApplicationScoped
public class VersionEntry {
  private static final String ROOT = "mlflow-artifacts:/versions/";

  private final VersionStore store;
  private final ModelStore models;
  private final Pins pins;
  private final Provenances provenances;
  private final InstantSource clock;

  VersionEntry(
      VersionStore store,
      ModelStore models,
      Pins pins,
      Provenances provenances,
      InstantSource clock) {
    this.store = store;
    this.models = models;
    this.pins = pins;
    this.provenances = provenances;
    this.clock = clock;
  }

  /** The semantic version that the next version of a locked model gets. */
  public ChosenSemver choose(LockedModel model, WantedSemver wanted, @Nullable String signature) {
    return ChosenSemver.of(wanted, store.highest(model.id(), 0).orElse(null), signature);
  }

  /** How the semantic version of a version follows that of the highest release beside it. */
  public ChosenSemver compare(ModelVersion version) {
    return ChosenSemver.of(
        new WantedSemver.Given(version.semver()),
        store.highest(version.modelId(), version.id()).orElse(null),
        version.signature());
  }

  /** Whether a locked model has given this semantic version to a version already. */
  boolean isTaken(LockedModel model, SemanticVersion semver) {
    return store.hasSemver(model.id(), semver);
  }

  /**
   * Adds a version to a locked model, in the transaction that locked it.
   *
   * @throws SourceChangedException when the files are no longer those that the draft describes
   * @throws imprint.failure.Failure.Taken when the semantic version exists
   */
  public ModelVersion add(Scope scope, LockedModel model, VersionDraft draft) {
    long id = store.nextId();
    int number = model.lastNumber() + 1;
    long now = clock.millis();
    VersionSource source = draft.source();
    VersionFiles files = pin(scope, id, source, draft.copies());
    List<Tag> tags = new ArrayList<>(draft.tags());
    tags.removeIf(tag -> tag.key().equals(ModelVersion.SEMVER_TAG));
    tags.add(new Tag(ModelVersion.SEMVER_TAG, draft.semver().version().text()));
    Provenance provenance =
        files == null
            ? draft.provenance()
            : draft.provenance().with(pins.digests(id, Provenance.ENVIRONMENT));
    ModelVersion version =
        new ModelVersion(
            id,
            model.id(),
            model.name(),
            number,
            draft.semver().version(),
            draft.semver().how(),
            draft.semver().reason(),
            draft.state(),
            "",
            Stage.NONE,
            draft.description(),
            source.text(),
            source.runId(),
            draft.runLink(),
            source.loggedModelId(),
            source.path(),
            scope.actor(),
            files,
            source.signature(),
            provenances.written(provenance),
            draft.promotion(),
            now,
            now,
            draft.state() == VersionState.APPROVED ? now : null,
            Tag.lastOfEach(tags),
            List.of(),
            List.of());
    store.insert(scope, version);
    models.touch(model.id(), number, now);
    return version;
  }

  private @Nullable VersionFiles pin(
      Scope scope, long id, VersionSource source, Map<UUID, UUID> copies) {
    ArtifactPath from = source.files();
    if (from == null) {
      return null;
    }
    Pins.Pinned pinned = pins.pin(scope, from, id, copies).orElse(null);
    String digest = pinned == null ? null : pinned.digest();
    if (!java.util.Objects.equals(digest, source.digest())) {
      throw new SourceChangedException();
    }
    return pinned == null
        ? null
        : new VersionFiles(
            ROOT + UUID.randomUUID().toString().replace("-", "") + "/artifacts",
            pinned.digest(),
            pinned.count(),
            pinned.bytes());
  }
}
