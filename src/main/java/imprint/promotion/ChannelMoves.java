package imprint.promotion;

import imprint.failure.Failure;
import imprint.policy.Outcome;
import imprint.policy.Verdict;
import imprint.project.Scope;
import imprint.registry.Channel;
import imprint.registry.ChannelMove;
import imprint.registry.Channels;
import imprint.registry.LockedModel;
import imprint.registry.ModelLocks;
import imprint.registry.ModelVersion;
import imprint.registry.Reference;
import imprint.registry.References;
import imprint.registry.RegistryLimits;
import imprint.registry.VersionState;
import imprint.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves channels under their policies, compare-and-set, several at once or none. */
@ApplicationScoped
public class ChannelMoves {
  private final Channels channels;
  private final Versions versions;
  private final References references;
  private final Judging judging;
  private final PromotionRecords records;
  private final ModelLocks locks;

  ChannelMoves(
      Channels channels,
      Versions versions,
      References references,
      Judging judging,
      PromotionRecords records,
      ModelLocks locks) {
    this.locks = locks;
    this.channels = channels;
    this.versions = versions;
    this.references = references;
    this.judging = judging;
    this.records = records;
  }

  /**
   * A move that is asked for.
   *
   * @param version a reference; null empties the channel
   * @param expected the number that the channel holds now, 0 for none; null for any
   */
  public record Wanted(String channel, @Nullable Reference version, @Nullable Integer expected) {}

  /**
   * Makes moves together.
   *
   * @throws Failure.Taken when a channel holds another version than expected
   * @throws Failure.Forbidden when a policy of a channel refuses; the message tells why
   * @return the channels afterwards
   */
  public List<Channel> move(Scope scope, String model, List<Wanted> wanted, String reason) {
    RegistryLimits.text("reason", reason, RegistryLimits.REASON);
    Set<String> names = new HashSet<>();
    for (Wanted one : wanted) {
      if (!names.add(one.channel())) {
        throw new Failure.Invalid(
            "channel", "The channel '" + Failure.echo(one.channel()) + "' is named twice.");
      }
    }
    return locks.locked(
        scope,
        model,
        locked ->
            channels.move(
                scope,
                model,
                now -> wanted.stream().map(one -> decide(scope, locked, one, reason)).toList()));
  }

  /**
   * Lets a channel hold the version of a number, as MLflow's stages and aliases of that name do.
   */
  public ModelVersion move(Scope scope, String model, String channel, int number, String reason) {
    var _ =
        move(
            scope,
            model,
            List.of(
                new Wanted(channel, Reference.parse("version", Integer.toString(number)), null)),
            reason);
    return versions.get(scope, model, number);
  }

  /** Empties a channel. */
  public void empty(Scope scope, String model, String channel, String reason) {
    var _ = move(scope, model, List.of(new Wanted(channel, null, null)), reason);
  }

  /**
   * Goes back to what a channel held before: exempt from soaking, not from what was revoked since.
   */
  public List<Channel> rollback(Scope scope, String model, String name, String reason) {
    if (reason.isBlank()) {
      throw new Failure.Invalid("reason", "'reason' is missing: a rollback says why.");
    }
    RegistryLimits.text("reason", reason, RegistryLimits.REASON);
    return locks.locked(
        scope,
        model,
        locked -> {
          Channel channel = channels.get(scope, model, name);
          ModelVersion before =
              versions.load(List.of(channels.before(channel, locked.id()))).getFirst();
          Verdict verdict = permitted(scope, locked, before, channel.name(), true);
          return channels.move(
              scope,
              model,
              now ->
                  List.of(
                      new ChannelMove(
                          channel.name(), before.id(), reason, true, records.write(verdict))));
        });
  }

  /** Fails unless a channel exists and holds what is expected. */
  void requireExpected(
      Scope scope, String model, @Nullable String name, @Nullable Integer expected) {
    if (name == null) {
      return;
    }
    Channel channel = channels.get(scope, model, name);
    Channel.Held held = channel.held();
    int holds = held == null ? 0 : held.number();
    if (expected != null && expected != holds) {
      throw new Failure.Taken(
          "The channel '"
              + channel.name()
              + "' holds "
              + (held == null ? "nothing" : "version " + holds + " (" + held.semver() + ")")
              + ", not what was expected.");
    }
  }

  /**
   * Lets a channel hold a version that a promotion has just approved; the channel's policy was part
   * of the verdict.
   */
  void hold(
      Scope scope,
      LockedModel model,
      String channel,
      ModelVersion version,
      String reason,
      Verdict verdict) {
    var _ =
        channels.move(
            scope,
            model.name(),
            now ->
                List.of(
                    new ChannelMove(channel, version.id(), reason, false, records.write(verdict))));
  }

  private ChannelMove decide(Scope scope, LockedModel model, Wanted wanted, String reason) {
    requireExpected(scope, model.name(), wanted.channel(), wanted.expected());
    String channel = channels.get(scope, model.name(), wanted.channel()).name();
    if (wanted.version() == null) {
      return new ChannelMove(channel, null, reason, false, null);
    }
    ModelVersion version = references.require(scope, model.name(), wanted.version());
    if (!version.state().resolves()) {
      throw new Failure.Refused(
          "Version "
              + version.semver()
              + " is "
              + version.state().word()
              + ", and no channel can hold it.");
    }
    Verdict verdict = permitted(scope, model, version, channel, false);
    return new ChannelMove(channel, version.id(), reason, false, records.write(verdict));
  }

  private Verdict permitted(
      Scope scope, LockedModel model, ModelVersion version, String channel, boolean rollback) {
    if (version.state() == VersionState.PENDING) {
      throw new Failure.Forbidden(
          "Version "
              + version.semver()
              + " waits for approvals and cannot be held by a channel yet.");
    }
    Verdict verdict = judging.ofMove(scope, model, version, channel, rollback);
    String failing =
        verdict.rules().stream()
            .filter(rule -> rule.outcome() == Outcome.FAIL || rule.outcome() == Outcome.PENDING)
            .map(rule -> rule.id() + ": " + rule.message())
            .collect(Collectors.joining("; "));
    if (!failing.isEmpty()) {
      throw new Failure.Forbidden(
          "The policy of channel '" + channel + "' refuses the move: " + failing);
    }
    return verdict;
  }
}
