package imprint.promotion;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of {@code promotion}. */
@ApplicationScoped
class PromotionRepository implements PanacheRepositoryBase<PromotionEntity, UUID> {
  Optional<PromotionEntity> find(long project, UUID id) {
    return find("projectId = :project and id = :id", Map.of("project", project, "id", id))
        .firstResultOptional();
  }

  /** Promotions of a model in some state, the newest first, older than a moment. */
  List<PromotionEntity> ofModel(long model, List<String> states, Instant before, int most) {
    return find(
            "modelId = :model and state in :states and requestedAt < :before order by requestedAt desc, id",
            Map.of("model", model, "states", states, "before", before))
        .page(0, most)
        .list();
  }

  /** Promotions of a project in some state, the newest first, older than a moment. */
  List<PromotionEntity> ofProject(long project, List<String> states, Instant before, int most) {
    return find(
            "projectId = :project and state in :states and requestedAt < :before order by requestedAt desc, id",
            Map.of("project", project, "states", states, "before", before))
        .page(0, most)
        .list();
  }

  /** Promotions of a candidate that wait, the oldest first. */
  List<PromotionEntity> waiting(long project, String runId, int most) {
    return find(
            "projectId = :project and runId = :run and state = 'pending' order by requestedAt, id",
            Map.of("project", project, "run", runId))
        .page(0, most)
        .list();
  }

  /** Promotions whose approvals did not come in time. */
  List<PromotionEntity> overdue(Instant now, int most) {
    return find("state = 'pending' and expiresAt < :now order by expiresAt", Map.of("now", now))
        .page(0, most)
        .list();
  }

  /** Ends a promotion whose model was deleted while it waited. */
  void expire(UUID id, Instant now) {
    var _ =
        update(
            "state = 'expired', decidedAt = :now where id = :id and state = 'pending'",
            Map.of("now", now, "id", id));
  }
}
