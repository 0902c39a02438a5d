package imprint.registry;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What points at versions, {@code model_alias} and {@code channel}, and every move of it. */
@ApplicationScoped
class PointerStore {
  private final Database database;

  PointerStore(Database database) {
    this.database = database;
  }

  private static final String SET_ALIAS =
      """
      with old as (
        select version_id from model_alias where model_id = :model and name = :name
      ), pointed as (
        insert into model_alias (model_id, name, version_id) values (:model, :name, :version)
        on conflict (model_id, name) do update set version_id = excluded.version_id
      )
      insert into reference_move (model_id, kind, name, from_version_id, version_id, actor, reason)
      values (:model, 'alias', :name, (select version_id from old), :version, :actor, :reason)
      """;

  /** Points an alias of a locked model at a version. */
  void setAlias(Scope scope, long model, String name, long version, String reason) {
    database.with(
        h ->
            h.createUpdate(SET_ALIAS)
                .bind("model", model)
                .bind("name", name)
                .bind("version", version)
                .bind("actor", scope.actor())
                .bind("reason", reason)
                .execute());
  }

  private static final String DELETE_ALIAS =
      """
      with gone as (
        delete from model_alias where model_id = :model and name = :name returning version_id
      )
      insert into reference_move (model_id, kind, name, from_version_id, actor)
      select :model, 'alias', :name, version_id, :actor from gone
      """;

  /** Removes an alias of a locked model; none there is no error. */
  void deleteAlias(Scope scope, long model, String name) {
    database.with(
        h ->
            h.createUpdate(DELETE_ALIAS)
                .bind("model", model)
                .bind("name", name)
                .bind("actor", scope.actor())
                .execute());
  }

  private static final String ALIAS_AMONG =
      """
      select name from model_alias where model_id = :model and lower(name) = any(:names) order by name limit 1
      """;

  /** An alias of a locked model that goes by one of these names, in any case. */
  Optional<String> aliasAmong(long model, List<String> names) {
    return database.with(
        h ->
            h.createQuery(ALIAS_AMONG)
                .bind("model", model)
                .bind("names", names.toArray(String[]::new))
                .mapTo(String.class)
                .findOne());
  }

  private static final String CHANNELS =
      """
      select c.model_id, c.name, c.position, c.held_since, v.id, v.number, v.semver, v.state
      from channel c left join model_version v on v.id = c.version_id
      where c.model_id = any(:models)
      order by c.model_id, c.position
      """;

  /** The channels of a model in their order. */
  List<Channel> channels(long model) {
    return channels(List.of(model)).getOrDefault(model, List.of());
  }

  /** The channels of several models in their order, by the models' rows. */
  Map<Long, List<Channel>> channels(List<Long> models) {
    Map<Long, List<Channel>> channels = new HashMap<>();
    database.with(
        h ->
            h.createQuery(CHANNELS)
                .bind("models", models.stream().mapToLong(Long::longValue).toArray())
                .map(
                    (row, context) ->
                        channels
                            .computeIfAbsent(row.getLong("model_id"), model -> new ArrayList<>())
                            .add(channel(row)))
                .list());
    return channels;
  }

  private static Channel channel(ResultSet row) throws SQLException {
    Long version = row.getObject("id", Long.class);
    OffsetDateTime since = row.getObject("held_since", OffsetDateTime.class);
    return new Channel(
        row.getString("name"),
        row.getInt("position"),
        version == null || since == null
            ? null
            : new Channel.Held(
                version,
                row.getInt("number"),
                new SemanticVersion(row.getString("semver")),
                VersionState.of(row.getString("state")),
                since.toInstant()));
  }

  private static final String MOVE =
      """
      with old as (
        select version_id from channel where model_id = :model and name = :name
      ), moved as (
        update channel
        set version_id = cast(:version as bigint),
            held_since = case when cast(:version as bigint) is null then null else clock_timestamp() end
        where model_id = :model and name = :name
      )
      insert into reference_move
        (model_id, kind, name, from_version_id, version_id, actor, reason, is_rollback, verdict)
      select :model, 'channel', :name, version_id, cast(:version as bigint), :actor, :reason, :rollback, cast(:verdict as json)
      from old
      """;

  /** Lets a channel of a locked model hold a version, or none. */
  void move(Scope scope, long model, ChannelMove move) {
    database.with(
        h ->
            h.createUpdate(MOVE)
                .bind("model", model)
                .bind("name", move.channel())
                .bind("version", move.version())
                .bind("actor", scope.actor())
                .bind("reason", move.reason())
                .bind("rollback", move.isRollback())
                .bind("verdict", move.verdict())
                .execute());
  }

  private static final String HISTORY =
      """
      select x.id, x.kind, x.name, f.number as from_number, f.semver as from_semver, v.number, v.semver,
             x.moved_at, x.actor, x.reason, x.is_rollback, x.verdict
      from reference_move x
      left join model_version f on f.id = x.from_version_id
      left join model_version v on v.id = x.version_id
      where x.model_id = :model and x.kind = :kind and x.name = :name and x.id < :before
      order by x.id desc
      limit :most
      """;

  /** The moves of an alias or channel, the newest first. */
  List<PointerMove> history(long model, String kind, String name, long before, int most) {
    return database.with(
        h ->
            h.createQuery(HISTORY)
                .bind("model", model)
                .bind("kind", kind)
                .bind("name", name)
                .bind("before", before)
                .bind("most", most)
                .map(
                    (row, context) ->
                        new PointerMove(
                            row.getLong("id"),
                            row.getString("name"),
                            row.getObject("from_number", Integer.class),
                            row.getString("from_semver"),
                            row.getObject("number", Integer.class),
                            row.getString("semver"),
                            row.getObject("moved_at", OffsetDateTime.class).toInstant(),
                            row.getString("actor"),
                            row.getString("reason"),
                            row.getBoolean("is_rollback"),
                            row.getString("verdict")))
                .list());
  }

  private static final String HELD_BEFORE =
      """
      select v.id
      from reference_move x join model_version v on v.id = x.version_id
      where x.model_id = :model and x.kind = 'channel' and x.name = :name
        and v.id is distinct from cast(:now as bigint) and v.deleted_time is null and v.state not in ('revoked', 'compromised', 'rejected')
        and x.id < coalesce((
          select max(y.id) from reference_move y
          where y.model_id = :model and y.kind = 'channel' and y.name = :name and y.version_id = cast(:now as bigint)
            and not y.is_rollback), 9223372036854775807)
      order by x.id desc
      limit 1
      """;

  /** The last version that a channel held before the one it holds and that may still be held. */
  Optional<Long> heldBefore(long model, String channel, @Nullable Long now) {
    return database.with(
        h ->
            h.createQuery(HELD_BEFORE)
                .bind("model", model)
                .bind("name", channel)
                .bind("now", now)
                .mapTo(Long.class)
                .findOne());
  }

  private static final String DEFINE =
      """
      with wanted as (
        select name, position from unnest(:names) with ordinality as wanted (name, position)
      ), gone as (
        delete from channel where model_id = :model and name <> all(:names)
      )
      insert into channel (model_id, name, position) select :model, name, position from wanted
      on conflict (model_id, name) do update set position = excluded.position
      """;

  /** Sets which channels a locked model has, in their order. */
  void define(long model, List<String> names) {
    database.with(
        h ->
            h.createUpdate(DEFINE)
                .bind("model", model)
                .bind("names", names.toArray(String[]::new))
                .execute());
  }
}
