package imprint.promotion;

import imprint.policy.Outcome;
import imprint.policy.Span;
import imprint.policy.Verdict;
import imprint.project.Scope;
import imprint.registry.LockedModel;
import imprint.registry.ModelVersion;
import imprint.registry.VersionDraft;
import imprint.registry.VersionEntry;
import imprint.registry.VersionState;
import imprint.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does what a judgement says, in the transaction that holds the model's lock. */
@ApplicationScoped
class Settlement {
  private final Versions versions;
  private final VersionEntry entry;
  private final VersionSigning signing;
  private final ChannelMoves channels;
  private final PromotionRepository repository;
  private final PromotionRecords records;
  private final InstantSource clock;

  Settlement(
      Versions versions,
      VersionEntry entry,
      VersionSigning signing,
      ChannelMoves channels,
      PromotionRepository repository,
      PromotionRecords records,
      InstantSource clock) {
    this.versions = versions;
    this.entry = entry;
    this.signing = signing;
    this.channels = channels;
    this.repository = repository;
    this.records = records;
    this.clock = clock;
  }

  /** Keeps a new promotion and does what follows from its judgement. */
  PromotionAnswer begin(
      Scope scope,
      LockedModel model,
      PromotionRequest request,
      Subject subject,
      Judgement judgement) {
    PromotionEntity row = row(scope, model, request, subject, judgement);
    return settle(scope, model, request, subject, judgement, row, List.of());
  }

  /**
   * Does what follows from a judgement of a promotion that is kept, or is about to be.
   *
   * @param given the approvals that came
   */
  PromotionAnswer settle(
      Scope scope,
      LockedModel model,
      PromotionRequest request,
      Subject subject,
      Judgement judgement,
      PromotionEntity row,
      List<Promotion.Approval> given) {
    Verdict verdict = judgement.verdict();
    ModelVersion version = null;
    row.verdict = records.write(verdict);
    if (verdict.outcome() == Outcome.FAIL) {
      // What waits goes on waiting: it has a version, which only people and time take back.
      if (!waits(subject)) {
        end(row, Promotion.State.REFUSED);
      }
    } else {
      boolean complete =
          verdict.isUpToPeople()
              && PromotionRecords.missing(verdict.approvals(), given, author(subject)).isEmpty();
      VersionState state = complete ? VersionState.APPROVED : VersionState.PENDING;
      version = enter(scope, model, request, subject, judgement, row, state);
      row.versionId = version.id();
      if (complete) {
        verdict = verdict.approved();
        row.verdict = records.write(verdict);
        end(row, Promotion.State.APPROVED);
        signing.sign(scope, version, row, records.readList(row.policies), given);
        if (request.channel() != null) {
          // It may have moved while the promotion waited.
          channels.requireExpected(scope, model.name(), request.channel(), request.expected());
          channels.hold(scope, model, request.channel(), version, reason(row), verdict);
        }
        version = versions.get(scope, model.name(), version.number());
      } else {
        row.state = Promotion.State.PENDING.word();
        // A refusal that is waived later waits from then on.
        row.expiresAt =
            row.expiresAt == null ? expiry(verdict.approvals().expire()) : row.expiresAt;
      }
    }
    repository.persistAndFlush(row);
    return new PromotionAnswer(
        records.of(scope, row),
        version,
        verdict,
        judgement.semver().version().text(),
        judgement.semver().reason(),
        List.of());
  }

  /**
   * The version of a promotion in this state: a new one, the one that was promoted, or the one that
   * waited.
   */
  private ModelVersion enter(
      Scope scope,
      LockedModel model,
      PromotionRequest request,
      Subject subject,
      Judgement judgement,
      PromotionEntity row,
      VersionState state) {
    ModelVersion known = subject.version();
    if (known == null) {
      return entry.add(
          scope,
          model,
          new VersionDraft(
              subject.source(),
              judgement.semver(),
              state,
              "",
              request.notes() == null ? "" : request.notes(),
              List.of(),
              subject.provenance(),
              row.id,
              subject.copies()));
    }
    if (known.state() != state) {
      versions.judged(scope, known.id(), state, "", row.id);
    }
    return versions.get(scope, model.name(), known.number());
  }

  private static boolean waits(Subject subject) {
    ModelVersion version = subject.version();
    return version != null && version.state() == VersionState.PENDING;
  }

  private static String author(Subject subject) {
    String user = subject.provenance().user();
    return user == null ? "" : user;
  }

  private static String reason(PromotionEntity row) {
    return "promotion " + row.id;
  }

  private void end(PromotionEntity row, Promotion.State state) {
    row.state = state.word();
    row.decidedAt = now();
  }

  private PromotionEntity row(
      Scope scope,
      LockedModel model,
      PromotionRequest request,
      Subject subject,
      Judgement judgement) {
    PromotionEntity row = new PromotionEntity();
    row.id = UUID.randomUUID();
    row.projectId = scope.project();
    row.modelId = model.id();
    row.runId = subject.source().runId();
    row.path = subject.source().path();
    row.channel = request.channel();
    row.request = records.write(request);
    row.policies =
        records.write(
            judgement.policies().stream()
                .map(
                    text ->
                        new Promotion.JudgedBy(
                            text.scope(),
                            text.policy().revision(),
                            text.policy().format().name().toLowerCase(java.util.Locale.ROOT),
                            text.policy().digest(),
                            text.policy().text()))
                .toList());
    row.approvals = records.write(judgement.verdict().approvals());
    row.requestedBy = scope.actor();
    row.requestedAt = now();
    return row;
  }

  private @Nullable Instant expiry(@Nullable Span span) {
    return span == null ? null : now().plus(span.length());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
