package imprint.promotion;

import imprint.failure.Failure;
import imprint.policy.PolicyFormat;
import imprint.policy.Waivers;
import imprint.project.Scope;
import imprint.registry.LockedModel;
import imprint.registry.ModelLocks;
import imprint.registry.ModelVersion;
import imprint.registry.Provenances;
import imprint.registry.VersionState;
import imprint.registry.Versions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Promotions that wait: they are judged again at each decision and each report of a check, and end
 * when approvals do not come in time. Judging again completes a promotion or leaves it waiting;
 * only people and time end it.
 */
@ApplicationScoped
class WaitingPromotions {
  private static final Logger LOG = Logger.getLogger(WaitingPromotions.class);
  private static final int MOST_AT_ONCE = 100;

  private final PromotionRepository repository;
  private final PromotionRecords records;
  private final Judging judging;
  private final Settlement settlement;
  private final Provenances provenances;
  private final ModelNameStore names;
  private final Versions versions;
  private final InstantSource clock;
  private final ModelLocks locks;

  WaitingPromotions(
      PromotionRepository repository,
      PromotionRecords records,
      Judging judging,
      Settlement settlement,
      Provenances provenances,
      ModelNameStore names,
      Versions versions,
      InstantSource clock,
      ModelLocks locks) {
    this.repository = repository;
    this.records = records;
    this.judging = judging;
    this.settlement = settlement;
    this.provenances = provenances;
    this.names = names;
    this.versions = versions;
    this.clock = clock;
    this.locks = locks;
  }

  /** Judges again by the texts that judged first, with what was waived since. */
  Judgement again(Scope scope, LockedModel model, Promotion promotion, Subject subject) {
    Map<String, Waivers.Waiver> byRule = new HashMap<>();
    promotion
        .waivers()
        .forEach(
            given ->
                byRule.put(
                    given.rule(), new Waivers.Waiver(given.actor(), given.role(), given.reason())));
    List<Policies.Applying> texts =
        promotion.policies().stream()
            .map(
                judged ->
                    new Policies.Applying(
                        judged.scope(),
                        new PolicyText(
                            judged.revision(),
                            PolicyFormat.valueOf(judged.format().toUpperCase(Locale.ROOT)),
                            judged.text(),
                            judged.digest(),
                            "",
                            "",
                            promotion.requested())))
            .toList();
    return judging.of(scope, model, promotion.request(), subject, new Waivers(byRule), texts);
  }

  /** A version that waits, as what is promoted. */
  Subject subject(ModelVersion version) {
    return Subject.of(version, provenances.of(version));
  }

  /** The version of a promotion that waits. */
  ModelVersion version(Scope scope, LockedModel model, Promotion promotion) {
    Integer number = promotion.number();
    if (number == null) {
      throw new IllegalStateException("a promotion that waits has a version");
    }
    return versions.get(scope, model.name(), number);
  }

  /** What is done with a promotion while its model is locked. */
  interface Work {
    PromotionAnswer on(LockedModel model, PromotionEntity row);
  }

  PromotionAnswer onLocked(Scope scope, UUID id, Work work) {
    String name =
        QuarkusTransaction.joiningExisting()
            .call(
                () -> {
                  long model =
                      repository
                          .find(scope.project(), id)
                          .orElseThrow(() -> Promotions.missing(id))
                          .modelId;
                  return names.of(List.of(model)).getOrDefault(model, "");
                });
    return locks.locked(
        scope,
        name,
        model -> {
          PromotionEntity row =
              repository.find(scope.project(), id).orElseThrow(() -> Promotions.missing(id));
          // It may have been read before the lock was there.
          repository.getEntityManager().refresh(row);
          if (row.modelId != model.id()) {
            throw new Failure.Refused("The model of this promotion was deleted.");
          }
          return work.on(model, row);
        });
  }

  /** Judges again what waits of a candidate, of which a check was reported. */
  void reconsider(Scope scope, String runId) {
    List<PromotionEntity> waiting =
        QuarkusTransaction.joiningExisting()
            .call(() -> repository.waiting(scope.project(), runId, MOST_AT_ONCE));
    for (PromotionEntity one : waiting) {
      try {
        var _ = onLocked(scope, one.id, (model, row) -> settle(scope, model, row));
      } catch (Failure.Refused ended) {
        LOG.debugf("promotion %s was not judged again: %s", one.id, ended.text());
      }
    }
  }

  private PromotionAnswer settle(Scope scope, LockedModel model, PromotionEntity row) {
    Promotion promotion = records.of(scope, row);
    if (promotion.state() != Promotion.State.PENDING) {
      throw new Failure.Refused("The promotion is " + row.state + " and waits for nobody.");
    }
    Subject subject = subject(version(scope, model, promotion));
    return settlement.settle(
        scope,
        model,
        promotion.request(),
        subject,
        again(scope, model, promotion, subject),
        row,
        promotion.approvals());
  }

  /** Ends promotions whose approvals did not come in time; their versions count as rejected. */
  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void expire() {
    try {
      List<PromotionEntity> overdue =
          QuarkusTransaction.joiningExisting()
              .call(() -> repository.overdue(clock.instant(), MOST_AT_ONCE));
      for (PromotionEntity due : overdue) {
        try {
          expire(new Scope(due.projectId, "imprint"), due.id);
        } catch (Failure.Missing | Failure.Refused modelIsGone) {
          QuarkusTransaction.joiningExisting()
              .run(() -> repository.expire(due.id, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        }
      }
    } catch (Failure away) {
      LOG.warnf("overdue promotions were not ended: %s", away.text());
    }
  }

  private void expire(Scope scope, UUID id) {
    var _ =
        onLocked(
            scope,
            id,
            (model, row) -> {
              Promotion promotion = records.of(scope, row);
              if (promotion.state() == Promotion.State.PENDING) {
                row.state = Promotion.State.EXPIRED.word();
                row.decidedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
                ModelVersion version = version(scope, model, promotion);
                versions.judged(
                    scope,
                    version.id(),
                    VersionState.REJECTED,
                    "its approvals did not come in time",
                    row.id);
                repository.persistAndFlush(row);
              }
              return new PromotionAnswer(promotion, null, promotion.verdict(), "", "", List.of());
            });
  }
}
