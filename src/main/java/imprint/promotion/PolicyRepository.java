package imprint.promotion;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code policy}. */
@ApplicationScoped
class PolicyRepository implements PanacheRepository<PolicyEntity> {
  private static final Sort NEWEST = Sort.descending("revision");

  /** The newest revision of a scope. */
  Optional<PolicyEntity> newest(long project, @Nullable Long model, @Nullable String channel) {
    Map<String, Object> binds = new HashMap<>();
    return find(where(project, model, channel, binds), NEWEST, binds).firstResultOptional();
  }

  /** All revisions of a scope, the newest first, at most {@code most}. */
  List<PolicyEntity> history(
      long project, @Nullable Long model, @Nullable String channel, int most) {
    Map<String, Object> binds = new HashMap<>();
    return find(where(project, model, channel, binds), NEWEST, binds).page(0, most).list();
  }

  /**
   * The newest revisions of the project, of a model, and of some of its channels: one statement.
   */
  List<PolicyEntity> applying(long project, long model, List<String> channels) {
    return list(
        """
        from PolicyEntity p
        where p.projectId = :project
          and (p.modelId is null or p.modelId = :model and (p.channel is null or p.channel in :channels))
          and p.revision = (
            select max(o.revision) from PolicyEntity o
            where o.projectId = p.projectId and coalesce(o.modelId, 0) = coalesce(p.modelId, 0)
              and coalesce(o.channel, '') = coalesce(p.channel, ''))
        """,
        Map.of("project", project, "model", model, "channels", channels));
  }

  private static String where(
      long project, @Nullable Long model, @Nullable String channel, Map<String, Object> binds) {
    binds.put("project", project);
    String where = "projectId = :project";
    if (model == null) {
      return where + " and modelId is null and channel is null";
    }
    binds.put("model", model);
    where += " and modelId = :model";
    if (channel == null) {
      return where + " and channel is null";
    }
    binds.put("channel", channel);
    return where + " and channel = :channel";
  }
}
