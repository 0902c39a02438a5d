package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import imprint.sql.Faults;
import imprint.tracking.Tag;
import imprint.tracking.TagColumns;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of {@code model} with their tags and what points at their versions. */
@ApplicationScoped
class ModelStore {
  private final Database database;

  ModelStore(Database database) {
    this.database = database;
  }

  private static final String INSERT =
      """
      with created as (
        insert into model (project_id, name, description, owner, creation_time, last_update_time)
        values (:project, :name, :description, :owner, :now, :now)
        returning id
      ), tags as (
        insert into model_tag (model_id, key, value)
        select created.id, tag.key, tag.value
        from created cross join unnest(:keys, :values) as tag (key, value)
      ), channels as (
        insert into channel (model_id, name, position)
        select created.id, channel.name, channel.position
        from created cross join unnest(:channels) with ordinality as channel (name, position)
      )
      select id from created
      """;

  /** Adds a model with its tags and empty channels; the number of its row. */
  long insert(
      Scope scope,
      String name,
      @Nullable String description,
      List<Tag> tags,
      List<String> channels,
      long now) {
    try {
      return database.with(
          h ->
              h.createQuery(INSERT)
                  .bind("project", scope.project())
                  .bind("name", name)
                  .bind("description", description)
                  .bind("owner", scope.actor())
                  .bind("now", now)
                  .bind("keys", Tag.keys(tags))
                  .bind("values", Tag.values(tags))
                  .bind("channels", channels.toArray(String[]::new))
                  .mapTo(Long.class)
                  .one());
    } catch (RuntimeException failure) {
      throw taken(failure, name);
    }
  }

  private static RuntimeException taken(RuntimeException failure, String name) {
    return Faults.violatedConstraint(failure).filter("model_name"::equals).isPresent()
        ? new Failure.Taken("Registered Model (name=" + Failure.echo(name) + ") already exists.")
        : failure;
  }

  private static final String LOCK =
      """
      select id, last_number, latest_means = 'approved' as latest_is_approved
      from model
      where project_id = :project and name = :name and deleted_time is null
      for update
      """;

  /**
   * A model whose row the caller's transaction holds, so that nobody else changes anything of it.
   */
  record Locked(long id, int lastNumber, boolean latestIsApproved) {}

  /** Locks a model until the caller's transaction ends. */
  Optional<Locked> lock(Scope scope, String name) {
    return database.with(
        h ->
            h.createQuery(LOCK)
                .bind("project", scope.project())
                .bind("name", name)
                .map(
                    (row, context) ->
                        new Locked(
                            row.getLong("id"),
                            row.getInt("last_number"),
                            row.getBoolean("latest_is_approved")))
                .findOne());
  }

  private static final String LOAD =
      """
      select m.id, m.name, m.description, m.owner, m.latest_means, m.creation_time, m.last_update_time,
             t.keys, t.vals, a.names, a.numbers
      from unnest(:ids) with ordinality as wanted (id, position)
      join model m on m.id = wanted.id
      cross join lateral (
        select array_agg(tag.key) as keys, array_agg(tag.value) as vals
        from (select key, value from model_tag where model_id = m.id order by key) tag
      ) t
      cross join lateral (
        select array_agg(pointer.name) as names, array_agg(pointer.number) as numbers
        from (
          select p.name, v.number
          from (
            select name, version_id from model_alias where model_id = m.id
            union all
            select name, version_id from channel where model_id = m.id and version_id is not null
          ) p
          join model_version v on v.id = p.version_id
          order by p.name
        ) pointer
      ) a
      order by wanted.position
      """;

  /** The models of these numbers, in their order, still without their latest versions. */
  List<Model> load(List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return database.with(
        h ->
            h.createQuery(LOAD)
                .bind("ids", ids.stream().mapToLong(Long::longValue).toArray())
                .map(ModelStore::read)
                .list());
  }

  private static final String FIND =
      "select id from model where project_id = :project and name = :name and deleted_time is null";

  /** The number of the row of a model. */
  Optional<Long> find(Scope scope, String name) {
    return database.with(
        h ->
            h.createQuery(FIND)
                .bind("project", scope.project())
                .bind("name", name)
                .mapTo(Long.class)
                .findOne());
  }

  private static final String DESCRIBE =
      "update model set description = :description, last_update_time = :now where id = :model";

  void describe(long model, @Nullable String description, long now) {
    database.with(
        h ->
            h.createUpdate(DESCRIBE)
                .bind("model", model)
                .bind("description", description)
                .bind("now", now)
                .execute());
  }

  private static final String RENAME =
      """
      with renamed as (
        update model set name = :name, last_update_time = :now where id = :model returning id
      )
      update model_version v set last_update_time = :now
      from renamed where v.model_id = renamed.id and v.deleted_time is null
      """;

  /** Gives a locked model another name; its versions count as changed, as in MLflow. */
  void rename(long model, String name, long now) {
    try {
      database.with(
          h ->
              h.createUpdate(RENAME)
                  .bind("model", model)
                  .bind("name", name)
                  .bind("now", now)
                  .execute());
    } catch (RuntimeException failure) {
      throw taken(failure, name);
    }
  }

  private static final String SET_LATEST =
      "update model set latest_means = :means, last_update_time = :now where id = :model";

  void setLatest(long model, boolean approved, long now) {
    database.with(
        h ->
            h.createUpdate(SET_LATEST)
                .bind("model", model)
                .bind("means", approved ? "approved" : "newest")
                .bind("now", now)
                .execute());
  }

  private static final String TOUCH =
      "update model set last_update_time = :now, last_number = greatest(last_number, :number) where id = :model";

  /** Notes that a version was added, or 0 for any other change. */
  void touch(long model, int number, long now) {
    database.with(
        h ->
            h.createUpdate(TOUCH)
                .bind("model", model)
                .bind("number", number)
                .bind("now", now)
                .execute());
  }

  private static final String DELETE =
      """
      with gone as (
        update model set deleted_time = :now, last_update_time = :now where id = :model returning id
      ), versions as (
        update model_version v set deleted_time = :now, last_update_time = :now, stage = 'None'
        from gone where v.model_id = gone.id and v.deleted_time is null
        returning v.id, v.model_id
      ), told as (
        insert into version_state_change (model_id, version_id, state, actor, reason)
        select model_id, id, 'deleted', :actor, 'its model was deleted' from versions
      ), aliases as (
        delete from model_alias a using gone where a.model_id = gone.id returning a.model_id, a.name, a.version_id
      ), channels as (
        update channel c set version_id = null, held_since = null
        from gone, channel old
        where c.model_id = gone.id and c.version_id is not null and old.model_id = c.model_id and old.name = c.name
        returning c.model_id, c.name, old.version_id
      )
      insert into reference_move (model_id, kind, name, from_version_id, actor, reason)
      select model_id, 'alias', name, version_id, :actor, 'the model was deleted' from aliases
      union all
      select model_id, 'channel', name, version_id, :actor, 'the model was deleted' from channels
      """;

  /** Marks a locked model and its versions deleted; nothing points at them any more. */
  void delete(long model, String actor, long now) {
    database.with(
        h ->
            h.createUpdate(DELETE)
                .bind("model", model)
                .bind("actor", actor)
                .bind("now", now)
                .execute());
  }

  private static Model read(ResultSet row, StatementContext context) throws SQLException {
    return new Model(
        row.getLong("id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("owner"),
        row.getString("latest_means").equals("approved"),
        row.getLong("creation_time"),
        row.getLong("last_update_time"),
        TagColumns.read(row.getArray("keys"), row.getArray("vals")),
        aliases(row),
        List.of());
  }

  private static List<Alias> aliases(ResultSet row) throws SQLException {
    if (row.getArray("names") == null) {
      return List.of();
    }
    String[] names = (String[]) row.getArray("names").getArray();
    Integer[] numbers = (Integer[]) row.getArray("numbers").getArray();
    List<Alias> aliases = new ArrayList<>(names.length);
    for (int i = 0; i < names.length; i++) {
      aliases.add(new Alias(names[i], numbers[i]));
    }
    return aliases;
  }
}
