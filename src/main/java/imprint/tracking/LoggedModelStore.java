package imprint.tracking;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import imprint.sql.Faults;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows of {@code logged_model} with what was logged for each. */
@ApplicationScoped
class LoggedModelStore {
  private final Database database;
  private final MetricKeyStore keys;

  LoggedModelStore(Database database, MetricKeyStore keys) {
    this.database = database;
    this.keys = keys;
  }

  private static final String INSERT =
      """
      with created as (
        insert into logged_model
          (project_id, experiment_id, model_id, name, artifact_uri, status, model_type, source_run_id,
           creation_time, last_updated_time)
        select :project, id, :model, :name, :uri, :status, :type, :run, :now, :now
        from experiment where project_id = :project and id = :experiment and deleted_time is null
        returning id
      ), params as (
        insert into logged_model_param (logged_model_id, key, value)
        select created.id, param.key, param.value
        from created cross join unnest(:paramKeys, :paramValues) as param (key, value)
      ), tags as (
        insert into logged_model_tag (logged_model_id, key, value)
        select created.id, tag.key, tag.value
        from created cross join unnest(:tagKeys, :tagValues) as tag (key, value)
      )
      select count(*) from created
      """;

  /** Adds a model with its params and tags; false when its experiment is not active. */
  boolean insert(Scope scope, LoggedModel model) {
    return database.with(
        h ->
            h.createQuery(INSERT)
                    .bind("project", scope.project())
                    .bind("experiment", model.experimentId().value())
                    .bind("model", model.id().value())
                    .bind("name", model.name())
                    .bind("uri", model.artifactUri())
                    .bind("status", model.status().name())
                    .bind("type", model.modelType())
                    .bind("run", model.sourceRunId())
                    .bind("now", model.creationTime())
                    .bind("paramKeys", Tag.keys(model.params()))
                    .bind("paramValues", Tag.values(model.params()))
                    .bind("tagKeys", Tag.keys(model.tags()))
                    .bind("tagValues", Tag.values(model.tags()))
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  /**
   * The columns that {@link LoggedModelRow#read} takes, for statements whose base table is {@code
   * logged_model m}.
   */
  static final String COLUMNS =
      """
      m.id, m.model_id, m.experiment_id, m.name, m.artifact_uri, m.status, m.status_message, m.model_type,
      m.source_run_id, m.creation_time, m.last_updated_time, m.deleted_time,
      p.param_keys, p.param_values, t.tag_keys, t.tag_values,
      v.metric_keys, v.metric_datasets, v.metric_digests, v.metric_runs,
      v.metric_timestamps, v.metric_steps, v.metric_values
      """;

  /**
   * What was logged for each model {@code m}, as arrays. Of each metric and dataset it is the point
   * greatest by step, timestamp, value, with NaN ranked as 0.
   */
  static final String DATA =
      """
      cross join lateral (
        select array_agg(x.key) as param_keys, array_agg(x.value) as param_values
        from (select key, value from logged_model_param where logged_model_id = m.id order by key) x
      ) p
      cross join lateral (
        select array_agg(x.key) as tag_keys, array_agg(x.value) as tag_values
        from (select key, value from logged_model_tag where logged_model_id = m.id order by key) x
      ) t
      cross join lateral (
        select array_agg(x.key_id) as metric_keys, array_agg(x.dataset_name) as metric_datasets,
               array_agg(x.dataset_digest) as metric_digests, array_agg(c.run_id) as metric_runs,
               array_agg(x.timestamp) as metric_timestamps, array_agg(x.step) as metric_steps,
               array_agg(x.value) as metric_values
        from (
          select distinct on (key_id, dataset_name, dataset_digest)
                 key_id, dataset_name, dataset_digest, candidate_id, timestamp, step, value
          from logged_model_metric
          where logged_model_id = m.id
          order by key_id, dataset_name, dataset_digest, step desc, timestamp desc,
                   case when value = 'NaN' then 0 else value end desc
        ) x join candidate c on c.id = x.candidate_id
      ) v
      """;

  private static final String FIND =
      "select "
          + COLUMNS
          + " from logged_model m "
          + DATA
          + " where m.project_id = :project and m.model_id = :model";

  /** The model of this id, deleted or not. */
  Optional<LoggedModel> find(Scope scope, LoggedModelId id) {
    Optional<LoggedModelRow> row =
        database.with(
            h ->
                h.createQuery(FIND)
                    .bind("project", scope.project())
                    .bind("model", id.value())
                    .map(LoggedModelRow::read)
                    .findOne());
    return row.map(found -> resolve(List.of(found)).getFirst());
  }

  private static final String SET_STATUS =
      """
      update logged_model set status = :status, last_updated_time = :now
      where project_id = :project and model_id = :model
      """;

  /** Sets the status; false when there is no such model. */
  boolean setStatus(Scope scope, LoggedModelId id, LoggedModelStatus status, long now) {
    return database.with(
        h ->
            h.createUpdate(SET_STATUS)
                    .bind("project", scope.project())
                    .bind("model", id.value())
                    .bind("status", status.name())
                    .bind("now", now)
                    .execute()
                > 0);
  }

  private static final String DELETE =
      """
      update logged_model set deleted_time = coalesce(deleted_time, :now), last_updated_time = :now
      where project_id = :project and model_id = :model
      """;

  /** Marks a model deleted, also again; false when there is no such model. */
  boolean delete(Scope scope, LoggedModelId id, long now) {
    return database.with(
        h ->
            h.createUpdate(DELETE)
                    .bind("project", scope.project())
                    .bind("model", id.value())
                    .bind("now", now)
                    .execute()
                > 0);
  }

  private static final String SET_TAGS =
      """
      with model as (
        select id from logged_model where project_id = :project and model_id = :model
      ), tags as (
        insert into logged_model_tag (logged_model_id, key, value)
        select model.id, tag.key, tag.value
        from model cross join unnest(:keys, :values) as tag (key, value)
        on conflict (logged_model_id, key) do update set value = excluded.value
      )
      select count(*) from model
      """;

  /** Sets tags, which have distinct keys; false when there is no such model. */
  boolean setTags(Scope scope, LoggedModelId id, List<Tag> tags) {
    return write(SET_TAGS, scope, id, tags);
  }

  // Clients may have written the tag, with their own spacing, so the list is continued as text.
  private static final String NOTE_VERSION =
      """
      insert into logged_model_tag as tag (logged_model_id, key, value)
      select m.id, 'mlflow.modelVersions', '[' || entry.text || ']'
      from logged_model m
      cross join lateral (
        select '{"name": ' || to_json(cast(:name as text)) || ', "version": ' || :number || '}' as text
      ) entry
      where m.project_id = :project and m.model_id = :model
      on conflict (logged_model_id, key) do update
        set value = left(tag.value, -1) || ', ' || substr(excluded.value, 2)
        where tag.value like '[{%}]' and length(tag.value) + length(excluded.value) <= :most
          and position(substr(left(excluded.value, -1), 2) in tag.value) = 0
      """;

  /** Adds a version to the list in the tag {@code mlflow.modelVersions}. */
  void noteVersion(Scope scope, LoggedModelId id, String registeredModel, int number) {
    database.with(
        h ->
            h.createUpdate(NOTE_VERSION)
                .bind("project", scope.project())
                .bind("model", id.value())
                .bind("name", registeredModel)
                .bind("number", number)
                .bind("most", Limits.VALUE)
                .execute());
  }

  private static final String ADD_PARAMS =
      """
      with model as (
        select id from logged_model where project_id = :project and model_id = :model
      ), params as (
        insert into logged_model_param (logged_model_id, key, value)
        select model.id, param.key, param.value
        from model cross join unnest(:keys, :values) as param (key, value)
      )
      select count(*) from model
      """;

  /** Adds params; false when there is no such model. A key in use fails. */
  boolean addParams(Scope scope, LoggedModelId id, List<Tag> params) {
    try {
      return write(ADD_PARAMS, scope, id, params);
    } catch (RuntimeException failure) {
      if (Faults.violatedConstraint(failure)
          .filter("logged_model_param_pkey"::equals)
          .isPresent()) {
        throw new Failure.Taken(
            "Changing params of a logged model is not allowed: the model '"
                + id
                + "' has a param of one of these names already.");
      }
      throw failure;
    }
  }

  private boolean write(String statement, Scope scope, LoggedModelId id, List<Tag> pairs) {
    return database.with(
        h ->
            h.createQuery(statement)
                    .bind("project", scope.project())
                    .bind("model", id.value())
                    .bind("keys", Tag.keys(pairs))
                    .bind("values", Tag.values(pairs))
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  private static final String DELETE_TAG =
      """
      delete from logged_model_tag t using logged_model m
      where m.project_id = :project and m.model_id = :model and t.logged_model_id = m.id and t.key = :key
      """;

  /** Removes a tag; false when there is none. */
  boolean deleteTag(Scope scope, LoggedModelId id, String key) {
    return database.with(
        h ->
            h.createUpdate(DELETE_TAG)
                    .bind("project", scope.project())
                    .bind("model", id.value())
                    .bind("key", key)
                    .execute()
                > 0);
  }

  /** The models of these rows, with the names of their metrics. */
  List<LoggedModel> resolve(List<LoggedModelRow> rows) {
    Set<Integer> wanted = new HashSet<>();
    rows.forEach(row -> wanted.addAll(row.keys()));
    if (wanted.isEmpty()) {
      return rows.stream().map(LoggedModelRow::model).toList();
    }
    Map<Integer, String> names = keys.names(wanted);
    return rows.stream().map(row -> named(row, names)).toList();
  }

  private static LoggedModel named(LoggedModelRow row, Map<Integer, String> names) {
    List<ModelPoint> points = new ArrayList<>(row.keys().size());
    for (int i = 0; i < row.keys().size(); i++) {
      points.add(row.model().metrics().get(i).named(names.getOrDefault(row.keys().get(i), "")));
    }
    return row.model().withMetrics(points);
  }
}
