package imprint.promotion;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rows of {@code promotion_approval}. */
@ApplicationScoped
class ApprovalRepository implements PanacheRepository<ApprovalEntity> {
  List<ApprovalEntity> of(Collection<UUID> promotions) {
    return promotions.isEmpty()
        ? List.of()
        : list("promotionId in :ids order by id", Map.of("ids", promotions));
  }
}
