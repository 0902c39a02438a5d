package imprint.promotion;

import imprint.failure.Failure;
import imprint.policy.Outcome;
import imprint.policy.Waivers;
import imprint.project.Scope;
import imprint.registry.LockedModel;
import imprint.registry.ModelLocks;
import imprint.registry.Models;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Promotes candidates, and versions that nobody has judged, through the policies that apply. */
@ApplicationScoped
public class Promotions {
  /** The most promotions of a page. */
  public static final int MOST = 200;

  private final Subjects subjects;
  private final Judging judging;
  private final Settlement settlement;
  private final NearestCandidates nearest;
  private final Checks checks;
  private final ChannelMoves channels;
  private final Models models;
  private final PromotionRepository repository;
  private final PromotionRecords records;
  private final ModelLocks locks;

  Promotions(
      Subjects subjects,
      Judging judging,
      Settlement settlement,
      NearestCandidates nearest,
      Checks checks,
      ChannelMoves channels,
      Models models,
      PromotionRepository repository,
      PromotionRecords records,
      ModelLocks locks) {
    this.locks = locks;
    this.subjects = subjects;
    this.judging = judging;
    this.settlement = settlement;
    this.nearest = nearest;
    this.checks = checks;
    this.channels = channels;
    this.models = models;
    this.repository = repository;
    this.records = records;
  }

  /**
   * Judges what the request names and, unless it is a dry run, does what the verdict says: the
   * version is made, frozen, signed and held by the channel; or it waits for approvals; or the
   * refusal is kept. All of it or nothing.
   *
   * @throws Failure.Missing when there is no such model, candidate, version or channel, or no files
   * @throws Failure.Taken when the semantic version exists, or the channel holds another version
   *     than expected
   * @throws imprint.registry.SourceChangedException when the files change at this moment: the
   *     caller may try again
   */
  public PromotionAnswer promote(Scope scope, PromotionRequest request) {
    request.check();
    Checks.requireValid(request.reported(scope.actor()));
    var _ = models.id(scope, request.model());
    Subject subject = copied(scope, request, subjects.of(scope, request));
    PromotionAnswer answer =
        locks.locked(scope, request.model(), model -> judge(scope, model, request, subject));
    return answer.verdict().outcome() == Outcome.FAIL
        ? answer.with(nearest.find(scope, request, subject))
        : answer;
  }

  /** Bytes are copied before the model is locked, and only for what would not be refused. */
  private Subject copied(Scope scope, PromotionRequest request, Subject subject) {
    if (request.copyTo() == null || request.dryRun()) {
      return subject;
    }
    LockedModel looked = new LockedModel(models.id(scope, request.model()), request.model(), 0);
    Outcome outlook = judging.of(scope, looked, request, subject, Waivers.NONE).verdict().outcome();
    return outlook == Outcome.FAIL ? subject : subjects.copied(scope, request, subject);
  }

  private PromotionAnswer judge(
      Scope scope, LockedModel model, PromotionRequest request, Subject subject) {
    channels.requireExpected(scope, model.name(), request.channel(), request.expected());
    Judgement judgement = judging.of(scope, model, request, subject, Waivers.NONE);
    if (request.dryRun()) {
      return new PromotionAnswer(
          null,
          null,
          judgement.verdict(),
          judgement.semver().version().text(),
          judgement.semver().reason(),
          List.of());
    }
    String runId = subject.source().runId();
    if (!request.checks().isEmpty() && !runId.isEmpty()) {
      checks.keep(scope, runId, request.reported(scope.actor()));
    }
    return settlement.begin(scope, model, request, subject, judgement);
  }

  /** The promotion of this id. */
  public Promotion get(Scope scope, UUID id) {
    return QuarkusTransaction.joiningExisting()
        .call(() -> repository.find(scope.project(), id).map(row -> records.of(scope, row)))
        .orElseThrow(() -> missing(id));
  }

  static Failure.Missing missing(UUID id) {
    return new Failure.Missing("There is no promotion '" + id + "'.");
  }

  /**
   * Promotions, the newest first.
   *
   * @param model null for those of all models
   * @param states empty for all
   * @param before only those asked for before this moment
   */
  public List<Promotion> list(
      Scope scope, @Nullable String model, List<Promotion.State> states, Instant before, int most) {
    if (most < 1 || most > MOST) {
      throw new Failure.Invalid("max_results", "'max_results' is 1 to " + MOST + ".");
    }
    List<String> words =
        (states.isEmpty() ? List.of(Promotion.State.values()) : states)
            .stream().map(Promotion.State::word).toList();
    Long id = model == null ? null : models.id(scope, model);
    return QuarkusTransaction.joiningExisting()
        .call(
            () ->
                records.of(
                    id == null
                        ? repository.ofProject(scope.project(), words, before, most)
                        : repository.ofModel(id, words, before, most)));
  }

  /** The verdicts of promotions as they are kept, in JSON, by the promotions' ids. */
  public Map<UUID, String> verdicts(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return QuarkusTransaction.joiningExisting()
        .call(
            () ->
                repository.list("id in ?1", ids).stream()
                    .collect(Collectors.toMap(row -> row.id, row -> row.verdict)));
  }
}
