package imprint.promotion;

import imprint.failure.Failure;
import imprint.policy.Outcome;
import imprint.policy.Verdict;
import imprint.project.Scope;
import imprint.registry.ModelVersion;
import imprint.registry.Provenance;
import imprint.registry.Provenances;
import imprint.registry.RegistryLimits;
import imprint.registry.VersionState;
import imprint.registry.Versions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What people decide about promotions: approvals, rejections and waivers. */
@ApplicationScoped
public class Decisions {
  private final PromotionRepository repository;
  private final ApprovalRepository approvals;
  private final WaiverRepository waivers;
  private final PromotionRecords records;
  private final Subjects subjects;
  private final WaitingPromotions waiting;
  private final Settlement settlement;
  private final Provenances provenances;
  private final Versions versions;
  private final InstantSource clock;

  Decisions(
      PromotionRepository repository,
      ApprovalRepository approvals,
      WaiverRepository waivers,
      PromotionRecords records,
      Subjects subjects,
      WaitingPromotions waiting,
      Settlement settlement,
      Provenances provenances,
      Versions versions,
      InstantSource clock) {
    this.repository = repository;
    this.approvals = approvals;
    this.waivers = waivers;
    this.records = records;
    this.subjects = subjects;
    this.waiting = waiting;
    this.settlement = settlement;
    this.provenances = provenances;
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * Approves or rejects a promotion that waits. The last approval that was missing completes it;
   * one rejection ends it.
   *
   * @param role of the caller; policies say which roles count
   * @throws Failure.Invalid without a comment
   * @throws Failure.Forbidden when the policies ask for another than its author or its requester
   * @throws Failure.Refused when it does not wait, the caller has decided already, or it would not
   *     pass today: then nothing is kept, and the approval may be given later
   */
  public PromotionAnswer decide(
      Scope scope, String role, UUID id, boolean approve, String comment) {
    requireSaid("comment", comment);
    return waiting.onLocked(
        scope,
        id,
        (model, row) -> {
          requirePending(row);
          Promotion promotion = records.of(scope, row);
          Verdict verdict = promotion.verdict();
          ModelVersion version = waiting.version(scope, model, promotion);
          Provenance provenance = provenances.of(version);
          if (approve) {
            requireCounting(scope, role, promotion, provenance);
          }
          keep(scope, role, row, approve, comment, promotion);
          List<Promotion.Approval> given = records.of(scope, row).approvals();
          if (!approve) {
            row.state = Promotion.State.REJECTED.word();
            row.decidedAt = now();
            versions.judged(scope, version.id(), VersionState.REJECTED, comment, row.id);
            repository.persistAndFlush(row);
            return new PromotionAnswer(
                records.of(scope, row),
                versions.get(scope, model.name(), version.number()),
                verdict,
                version.semver().text(),
                version.bumpReason(),
                List.of());
          }
          Subject subject = waiting.subject(version);
          Judgement judgement = waiting.again(scope, model, promotion, subject);
          requirePassing(judgement.verdict());
          return settlement.settle(
              scope, model, promotion.request(), subject, judgement, row, given);
        });
  }

  /**
   * Waives a rule of a promotion that was refused or waits, which is judged again at once.
   *
   * @param rule the rule's id in the verdict
   * @throws Failure.Forbidden when the rule's policy gives that to other roles
   */
  public PromotionAnswer waive(Scope scope, String role, UUID id, String rule, String reason) {
    requireSaid("reason", reason);
    Promotion before =
        QuarkusTransaction.joiningExisting()
            .call(
                () ->
                    records.of(
                        scope,
                        repository
                            .find(scope.project(), id)
                            .orElseThrow(() -> Promotions.missing(id))));
    // A refused candidate has no version yet: its files are looked at as they are today.
    Subject refused =
        before.number() == null
            ? subjects.copied(scope, before.request(), subjects.of(scope, before.request()))
            : null;
    return waiting.onLocked(
        scope,
        id,
        (model, row) -> {
          Promotion promotion = records.of(scope, row);
          requireWaivable(role, promotion, rule);
          WaiverEntity waiver = new WaiverEntity();
          waiver.promotionId = row.id;
          waiver.rule = rule;
          waiver.reason = reason;
          waiver.actor = scope.actor();
          waiver.role = role;
          waiver.waivedAt = now();
          waivers.persistAndFlush(waiver);
          Promotion waived = records.of(scope, row);
          Subject subject;
          if (refused == null || promotion.number() != null) {
            subject = waiting.subject(waiting.version(scope, model, promotion));
          } else {
            subject = refused;
          }
          row.decidedAt = null;
          return settlement.settle(
              scope,
              model,
              promotion.request(),
              subject,
              waiting.again(scope, model, waived, subject),
              row,
              waived.approvals());
        });
  }

  private void keep(
      Scope scope,
      String role,
      PromotionEntity row,
      boolean approve,
      String comment,
      Promotion promotion) {
    if (promotion.approvals().stream().anyMatch(given -> given.actor().equals(scope.actor()))) {
      throw new Failure.Refused("'" + scope.actor() + "' has decided on this promotion already.");
    }
    ApprovalEntity approval = new ApprovalEntity();
    approval.promotionId = row.id;
    approval.decision = approve ? ApprovalEntity.APPROVE : ApprovalEntity.REJECT;
    approval.comment = comment;
    approval.actor = scope.actor();
    approval.role = role;
    approval.decidedAt = now();
    approvals.persistAndFlush(approval);
  }

  private static void requireCounting(
      Scope scope, String role, Promotion promotion, Provenance provenance) {
    var demanded = promotion.verdict().approvals();
    if (!demanded.roles().contains(role)) {
      throw new Failure.Forbidden(
          "The policies ask for approvals of "
              + String.join(", ", demanded.roles())
              + "; the caller's role is "
              + role
              + ".");
    }
    boolean author =
        scope.actor().equals(provenance.user()) || scope.actor().equals(promotion.requestedBy());
    if (demanded.notAuthor() && author) {
      throw new Failure.Forbidden(
          "The policies ask for another than whoever made the candidate or asked for its promotion.");
    }
  }

  private static void requireWaivable(String role, Promotion promotion, String rule) {
    if (promotion.state() != Promotion.State.REFUSED
        && promotion.state() != Promotion.State.PENDING) {
      throw new Failure.Refused(
          "The promotion is " + promotion.state().word() + "; nothing is left to waive.");
    }
    Verdict.RuleVerdict found =
        promotion.verdict().rules().stream()
            .filter(one -> one.id().equals(rule))
            .findFirst()
            .orElseThrow(
                () ->
                    new Failure.Invalid(
                        "rule", "The verdict has no rule '" + Failure.echo(rule) + "'."));
    if (!found.waivableBy().contains(role)) {
      throw new Failure.Forbidden(
          "The rule may be waived by "
              + String.join(", ", found.waivableBy())
              + "; the caller's role is "
              + role
              + ".");
    }
    if (promotion.waivers().stream().anyMatch(given -> given.rule().equals(rule))) {
      throw new Failure.Refused("The rule is waived already.");
    }
  }

  /** What waited may have been overtaken, or a freeze may have begun. */
  private static void requirePassing(Verdict verdict) {
    if (verdict.outcome() == Outcome.FAIL) {
      throw new Failure.Refused(
          "The promotion would not pass today, so it cannot be approved now: "
              + verdict.rules().stream()
                  .filter(rule -> rule.outcome() == Outcome.FAIL)
                  .map(rule -> rule.id() + ": " + rule.message())
                  .collect(Collectors.joining("; ")));
    }
  }

  private void requirePending(PromotionEntity row) {
    if (!row.state.equals(Promotion.State.PENDING.word())) {
      throw new Failure.Refused("The promotion is " + row.state + " and waits for nobody.");
    }
    if (row.expiresAt != null && row.expiresAt.isBefore(clock.instant())) {
      throw new Failure.Refused("The time for approvals ended at " + row.expiresAt + ".");
    }
  }

  private static void requireSaid(String field, String text) {
    if (text.isBlank()) {
      throw new Failure.Invalid(field, "'" + field + "' is missing: a decision says why.");
    }
    RegistryLimits.text(field, text, RegistryLimits.REASON);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
