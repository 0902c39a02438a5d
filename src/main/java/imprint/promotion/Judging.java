package imprint.promotion;

import imprint.policy.CandidateFacts;
import imprint.policy.Facts;
import imprint.policy.Judge;
import imprint.policy.Verdict;
import imprint.policy.Waivers;
import imprint.project.Scope;
import imprint.registry.ChosenSemver;
import imprint.registry.LockedModel;
import imprint.registry.ModelVersion;
import imprint.registry.VersionEntry;
import imprint.registry.WantedSemver;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Judges what is promoted, and what is moved, by the policies that apply. */
@ApplicationScoped
class Judging {
  private final Policies policies;
  private final FactsReader facts;
  private final VersionEntry entry;
  private final Judge judge;
  private final InstantSource clock;

  Judging(
      Policies policies, FactsReader facts, VersionEntry entry, Judge judge, InstantSource clock) {
    this.policies = policies;
    this.facts = facts;
    this.entry = entry;
    this.judge = judge;
    this.clock = clock;
  }

  /** Judges a subject under the lock of its model. */
  Judgement of(
      Scope scope, LockedModel model, PromotionRequest request, Subject subject, Waivers waivers) {
    return of(
        scope,
        model,
        request,
        subject,
        waivers,
        policies.applying(scope, model.id(), channels(request.channel())));
  }

  /** The same by texts that were found before. */
  Judgement of(
      Scope scope,
      LockedModel model,
      PromotionRequest request,
      Subject subject,
      Waivers waivers,
      List<Policies.Applying> texts) {
    ModelVersion version = subject.version();
    WantedSemver wanted =
        version == null ? request.wanted() : new WantedSemver.Given(version.semver());
    ChosenSemver semver =
        version == null
            ? entry.choose(model, wanted, subject.source().signature())
            : entry.compare(version);
    CandidateFacts candidate =
        version == null
            ? facts.ofSource(
                scope, subject.source(), subject.provenance(), request.reported(scope.actor()))
            : facts.ofVersion(scope, version);
    Facts all =
        new Facts(
            candidate,
            version == null ? OptionalInt.empty() : OptionalInt.of(version.number()),
            FactsReader.bump(semver, wanted),
            () -> facts.channels(scope, model.name()),
            clock.instant(),
            false);
    return new Judgement(judge.judge(policies.parsed(texts), all, waivers), semver, texts);
  }

  /**
   * Judges a version that is to be held by a channel. Approvals are for promotions: a move asks for
   * none.
   */
  Verdict ofMove(
      Scope scope, LockedModel model, ModelVersion version, String channel, boolean rollback) {
    WantedSemver wanted = new WantedSemver.Given(version.semver());
    Facts all =
        new Facts(
            facts.ofVersion(scope, version),
            OptionalInt.of(version.number()),
            FactsReader.bump(entry.compare(version), wanted),
            () -> facts.channels(scope, model.name()),
            clock.instant(),
            rollback);
    List<Policies.Applying> texts =
        policies.applying(scope, model.id(), List.of(channel)).stream()
            .filter(text -> text.scope().startsWith("channel:"))
            .toList();
    return judge.judge(policies.parsed(texts), all, Waivers.NONE);
  }

  static List<String> channels(@Nullable String channel) {
    return channel == null ? List.of() : List.of(channel);
  }
}
