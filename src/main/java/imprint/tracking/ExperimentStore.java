package imprint.tracking;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import imprint.sql.Faults;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code experiment} and {@code experiment_tag}. */
@ApplicationScoped
class ExperimentStore {
  private final Database database;

  ExperimentStore(Database database) {
    this.database = database;
  }

  private static final String NEXT_ID = "select nextval('experiment_id_seq')";

  private static final String INSERT =
      """
      with created as (
        insert into experiment (id, project_id, name, artifact_location, creation_time, last_update_time)
        values (:id, :project, :name, :location, :now, :now)
        returning id
      )
      insert into experiment_tag (experiment_id, key, value)
      select created.id, tag.key, tag.value
      from created cross join unnest(:keys, :values) as tag (key, value)
      """;

  /** The number the next experiment will have; numbers are never used twice. */
  ExperimentId nextId() {
    return new ExperimentId(database.with(h -> h.createQuery(NEXT_ID).mapTo(Long.class).one()));
  }

  /** Adds an experiment with its tags, which have distinct keys; a name in use fails. */
  void insert(Scope scope, Experiment experiment) {
    try {
      database.with(
          h ->
              h.createUpdate(INSERT)
                  .bind("id", experiment.id().value())
                  .bind("project", scope.project())
                  .bind("name", experiment.name())
                  .bind("location", experiment.artifactLocation())
                  .bind("now", experiment.creationTime())
                  .bind("keys", Tag.keys(experiment.tags()))
                  .bind("values", Tag.values(experiment.tags()))
                  .execute());
    } catch (RuntimeException failure) {
      throw takenOr(failure, experiment.name());
    }
  }

  private static final String SELECT =
      """
      select e.id, e.name, e.artifact_location, e.creation_time, e.last_update_time, e.deleted_time,
             t.keys, t.vals
      from experiment e
      cross join lateral (
        select array_agg(tag.key) as keys, array_agg(tag.value) as vals
        from (select key, value from experiment_tag where experiment_id = e.id order by key) tag
      ) t
      where e.project_id = :project
      """;

  private static final String BY_ID = SELECT + "and e.id = :id";

  private static final String BY_NAME = SELECT + "and e.name = :name";

  /** The experiment of this number, deleted or not. */
  Optional<Experiment> find(Scope scope, ExperimentId id) {
    return database.with(
        h ->
            h.createQuery(BY_ID)
                .bind("project", scope.project())
                .bind("id", id.value())
                .map(ExperimentStore::read)
                .findOne());
  }

  /** The experiment of this name, deleted or not. */
  Optional<Experiment> findByName(Scope scope, String name) {
    return database.with(
        h ->
            h.createQuery(BY_NAME)
                .bind("project", scope.project())
                .bind("name", name)
                .map(ExperimentStore::read)
                .findOne());
  }

  private static final String RENAME =
      """
      update experiment set name = :name, last_update_time = :now
      where project_id = :project and id = :id and deleted_time is null
      """;

  /** Renames an active experiment; a name in use fails. */
  void rename(Scope scope, ExperimentId id, String name, long now) {
    try {
      database.with(
          h ->
              h.createUpdate(RENAME)
                  .bind("project", scope.project())
                  .bind("id", id.value())
                  .bind("name", name)
                  .bind("now", now)
                  .execute());
    } catch (RuntimeException failure) {
      throw takenOr(failure, name);
    }
  }

  private static final String DELETE =
      """
      with gone as (
        update experiment set deleted_time = :now, last_update_time = :now
        where project_id = :project and id = :id and deleted_time is null
        returning id
      ), candidates as (
        update candidate set deleted_time = :now
        where experiment_id in (select id from gone) and deleted_time is null
      )
      select count(*) from gone
      """;

  /**
   * Marks an active experiment and all its candidates deleted; false when there is no active one.
   */
  boolean delete(Scope scope, ExperimentId id, long now) {
    return changeLifecycle(DELETE, scope, id, now);
  }

  private static final String RESTORE =
      """
      with back as (
        update experiment set deleted_time = null, last_update_time = :now
        where project_id = :project and id = :id and deleted_time is not null
        returning id
      ), candidates as (
        update candidate set deleted_time = null
        where experiment_id in (select id from back) and deleted_time is not null
      )
      select count(*) from back
      """;

  /**
   * Makes a deleted experiment and all its candidates active again; false when there is no deleted
   * one.
   */
  boolean restore(Scope scope, ExperimentId id, long now) {
    return changeLifecycle(RESTORE, scope, id, now);
  }

  private boolean changeLifecycle(String statement, Scope scope, ExperimentId id, long now) {
    return database.with(
        h ->
            h.createQuery(statement)
                    .bind("project", scope.project())
                    .bind("id", id.value())
                    .bind("now", now)
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  private static final String SET_TAG =
      """
      insert into experiment_tag (experiment_id, key, value)
      values (:id, :key, :value)
      on conflict (experiment_id, key) do update set value = excluded.value
      """;

  /** Sets a tag of an experiment that exists. */
  void setTag(ExperimentId id, Tag tag) {
    database.with(
        h ->
            h.createUpdate(SET_TAG)
                .bind("id", id.value())
                .bind("key", tag.key())
                .bind("value", tag.value())
                .execute());
  }

  private static final String DELETE_TAG =
      "delete from experiment_tag where experiment_id = :id and key = :key";

  /** Removes a tag; false when there is none. */
  boolean deleteTag(ExperimentId id, String key) {
    return database.with(
        h -> h.createUpdate(DELETE_TAG).bind("id", id.value()).bind("key", key).execute() > 0);
  }

  private static RuntimeException takenOr(RuntimeException failure, String name) {
    if (Faults.violatedConstraint(failure).filter("experiment_name"::equals).isPresent()) {
      return new Failure.Taken(
          "Experiment(name="
              + Failure.echo(name)
              + ") already exists. It may be in the deleted state: restore it, or choose another name.");
    }
    return failure;
  }

  static Experiment read(ResultSet row, StatementContext context) throws SQLException {
    return new Experiment(
        new ExperimentId(row.getLong("id")),
        row.getString("name"),
        row.getString("artifact_location"),
        row.getLong("creation_time"),
        row.getLong("last_update_time"),
        row.getObject("deleted_time", Long.class),
        TagColumns.read(row.getArray("keys"), row.getArray("vals")));
  }
}
