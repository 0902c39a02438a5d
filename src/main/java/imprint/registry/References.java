package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves references: what a number, a semantic version, a range or a name means now, or meant at
 * a moment.
 */
@ApplicationScoped
public class References {
  private static final int NEAREST = 3;
  private static final int MOST_CONSIDERED = 100;

  private final ReferenceStore store;
  private final Withdrawals withdrawals;
  private final UseCounts uses;
  private final InstantSource clock;

  References(ReferenceStore store, Withdrawals withdrawals, UseCounts uses, InstantSource clock) {
    this.store = store;
    this.withdrawals = withdrawals;
    this.uses = uses;
    this.clock = clock;
  }

  /**
   * A version that was looked at on the way.
   *
   * @param outcome {@code chosen} or {@code dropped}
   * @param why in words
   */
  public record Considered(int number, String semver, String state, String outcome, String why) {}

  /**
   * The version that a reference means.
   *
   * @throws Failure.Missing when it means none; the message names what would have matched nearly
   * @throws Failure.Withdrawn when it means one that was revoked or found compromised
   */
  public ModelVersion resolve(Scope scope, String model, Reference reference) {
    ModelVersion version = require(scope, model, reference);
    if (!version.state().resolves()) {
      throw withdrawn(reference, version, version.state().word());
    }
    uses.count(scope, version, reference.text());
    return version;
  }

  /**
   * The same, as of an earlier moment; what was revoked since still resolves, without its bytes.
   */
  public ModelVersion resolve(Scope scope, String model, Reference reference, Instant at) {
    if (at.isAfter(clock.instant())) {
      throw new Failure.Invalid("at", "'at' lies in the future.");
    }
    ModelVersion version =
        findAt(scope, model, reference, at)
            .orElseThrow(
                () ->
                    new Failure.Missing(
                        "'"
                            + reference.text()
                            + "' of model '"
                            + Failure.echo(model)
                            + "' meant no version at "
                            + at));
    String state = store.stateAt(version, at);
    if (state == null || state.equals("deleted") || !VersionState.of(state).resolves()) {
      throw withdrawn(reference, version, state == null ? "not there yet" : state);
    }
    return version;
  }

  /**
   * The version of a reference, whatever its state; empty when it means none. Not counted as a use.
   */
  public Optional<ModelVersion> find(Scope scope, String model, Reference reference) {
    return switch (reference) {
      case Reference.Numbered number -> store.byNumber(scope, model, number.number());
      case Reference.Exact exact -> store.bySemver(scope, model, exact.version());
      case Reference.InRange inRange -> store.inRange(scope, model, inRange.range());
      case Reference.LatestApproved ignored -> store.inRange(scope, model, VersionRange.ANY);
      case Reference.Digest digest -> store.byDigest(scope, model, digest.hex());
      case Reference.Named named -> store.byName(scope, model, named.text());
      case Reference.Latest ignored ->
          store
              .latestIsApproved(scope, model)
              .flatMap(
                  approved ->
                      approved
                          ? store.inRange(scope, model, VersionRange.ANY)
                          : store.newest(scope, model));
    };
  }

  /**
   * The version of a reference, whatever its state. Not counted as a use.
   *
   * @throws Failure.Missing when it means none; the message names what would have matched nearly
   */
  public ModelVersion require(Scope scope, String model, Reference reference) {
    return find(scope, model, reference).orElseThrow(() -> unresolved(scope, model, reference));
  }

  private Optional<ModelVersion> findAt(
      Scope scope, String model, Reference reference, Instant at) {
    return switch (reference) {
      case Reference.InRange inRange -> store.inRange(scope, model, inRange.range(), at);
      case Reference.LatestApproved ignored -> store.inRange(scope, model, VersionRange.ANY, at);
      case Reference.Named named -> store.byName(scope, model, named.text(), at);
      case Reference.Latest ignored -> store.newest(scope, model, at);
      case Reference.Numbered ignored -> find(scope, model, reference);
      case Reference.Exact ignored -> find(scope, model, reference);
      case Reference.Digest ignored -> find(scope, model, reference);
    };
  }

  /**
   * The versions that were looked at for a reference and why each was taken or not; at most 100,
   * the highest first.
   */
  public List<Considered> explain(
      Scope scope, String model, Reference reference, @Nullable ModelVersion chosen) {
    VersionRange range =
        reference instanceof Reference.InRange inRange ? inRange.range() : VersionRange.ANY;
    return store.near(scope, model, range, MOST_CONSIDERED).stream()
        .map(near -> judged(near, reference, chosen))
        .toList();
  }

  private static Considered judged(
      ReferenceStore.Considered near, Reference reference, @Nullable ModelVersion chosen) {
    boolean taken = chosen != null && chosen.number() == near.number();
    String why;
    if (taken) {
      why = "'" + reference.text() + "' means it";
    } else if (!near.inside()) {
      why = "not in the range, or a pre-release that the range does not name";
    } else if (near.state() != VersionState.APPROVED) {
      why = "it is " + near.state().word();
    } else {
      why = "another one is higher, or was asked for by name";
    }
    return new Considered(
        near.number(), near.semver(), near.state().word(), taken ? "chosen" : "dropped", why);
  }

  private Failure.Missing unresolved(Scope scope, String model, Reference reference) {
    if (store.latestIsApproved(scope, model).isEmpty()) {
      return Model.missing(model);
    }
    String asked =
        reference instanceof Reference.Numbered number
            ? ModelVersion.missing(model, Integer.toString(number.number())).text() + "."
            : "'" + reference.text() + "' of model '" + Failure.echo(model) + "' means no version.";
    VersionRange range =
        reference instanceof Reference.InRange inRange ? inRange.range() : VersionRange.ANY;
    String nearest =
        store.near(scope, model, range, NEAREST).stream()
            .map(
                near ->
                    near.semver() + " (number " + near.number() + ", " + near.state().word() + ")")
            .collect(Collectors.joining(", "));
    return new Failure.Missing(
        asked + (nearest.isEmpty() ? " The model has no versions." : " Nearest: " + nearest + "."));
  }

  private Failure withdrawn(Reference reference, ModelVersion version, String state) {
    Optional<Failure.Withdrawn> since =
        state.equals(version.state().word())
            ? withdrawals.of(reference, version)
            : Optional.empty();
    return since.isPresent() ? since.get() : notToBeHad(reference, version, state);
  }

  private static Failure.Missing notToBeHad(
      Reference reference, ModelVersion version, String state) {
    return new Failure.Missing(
        "'"
            + reference.text()
            + "' means version "
            + version.semver()
            + " (number "
            + version.number()
            + ") of model '"
            + Failure.echo(version.model())
            + "', which is "
            + state
            + (version.stateReason().isEmpty() ? "." : ": " + Failure.echo(version.stateReason())));
  }
}
