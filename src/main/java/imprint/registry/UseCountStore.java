package imprint.registry;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Rows of {@code reference_use}. */
@ApplicationScoped
class UseCountStore {
  private final Database database;

  UseCountStore(Database database) {
    this.database = database;
  }

  private static final String ADD =
      """
      insert into reference_use (model_id, hour, reference, version_id, actor, uses)
      select model_id, to_timestamp(hour), reference, version_id, actor, uses
      from unnest(:models, :hours, :references, :versions, :actors, :uses)
        as counted (model_id, hour, reference, version_id, actor, uses)
      on conflict (model_id, hour, reference, version_id, actor)
        do update set uses = reference_use.uses + excluded.uses
      """;

  void add(Map<UseCounts.Use, Long> counted) {
    // In the order of the key, so that two servers wait for each other in one order.
    List<Map.Entry<UseCounts.Use, Long>> rows =
        counted.entrySet().stream()
            .sorted(
                Map.Entry.comparingByKey(
                    Comparator.comparingLong(UseCounts.Use::model)
                        .thenComparing(UseCounts.Use::hour)
                        .thenComparing(UseCounts.Use::reference)
                        .thenComparingLong(UseCounts.Use::version)
                        .thenComparing(UseCounts.Use::actor)))
            .toList();
    database.with(
        h ->
            h.createUpdate(ADD)
                .bind("models", rows.stream().mapToLong(row -> row.getKey().model()).toArray())
                .bind(
                    "hours",
                    rows.stream().mapToLong(row -> row.getKey().hour().getEpochSecond()).toArray())
                .bind(
                    "references",
                    rows.stream().map(row -> row.getKey().reference()).toArray(String[]::new))
                .bind("versions", rows.stream().mapToLong(row -> row.getKey().version()).toArray())
                .bind(
                    "actors", rows.stream().map(row -> row.getKey().actor()).toArray(String[]::new))
                .bind("uses", rows.stream().mapToLong(Map.Entry::getValue).toArray())
                .execute());
  }

  private static final String READ =
      """
      select u.reference, v.number, v.semver, u.actor, max(u.hour) as last_hour, sum(u.uses) as uses
      from reference_use u join model_version v on v.id = u.version_id
      where u.model_id = :model and u.hour >= :since
      group by u.reference, v.number, v.semver, u.actor
      order by uses desc, u.reference, v.number, u.actor
      limit 1000
      """;

  List<UseCounts.Counted> read(long model, Instant since) {
    return database.with(
        h ->
            h.createQuery(READ)
                .bind("model", model)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .map(
                    (row, context) ->
                        new UseCounts.Counted(
                            row.getString("reference"),
                            row.getInt("number"),
                            row.getString("semver"),
                            row.getString("actor"),
                            row.getObject("last_hour", OffsetDateTime.class).toInstant(),
                            row.getLong("uses")))
                .list());
  }
}
