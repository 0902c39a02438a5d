package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows of {@code dataset_input}, {@code model_input} and {@code model_output}. */
@ApplicationScoped
class LineageStore {
  private final Database database;
  private final DatasetStore datasets;

  LineageStore(Database database, DatasetStore datasets) {
    this.database = database;
    this.datasets = datasets;
  }

  private static final String PLACE =
      """
      select id, experiment_id, deleted_time is not null as deleted
      from candidate where project_id = :project and run_id = :run
      """;

  /** A candidate as other tables know it. */
  record Place(long id, ExperimentId experimentId, boolean deleted) {}

  /** Where the candidate of this id stands, deleted or not. */
  Optional<Place> place(Scope scope, RunId runId) {
    return database.with(
        h ->
            h.createQuery(PLACE)
                .bind("project", scope.project())
                .bind("run", runId.value())
                .map(
                    (row, context) ->
                        new Place(
                            row.getLong("id"),
                            new ExperimentId(row.getLong("experiment_id")),
                            row.getBoolean("deleted")))
                .findOne());
  }

  private static final String LINK_DATASETS =
      """
      with linked as (
        insert into dataset_input (candidate_id, dataset_id)
        select :candidate, d.id
        from unnest(:names, :digests) as given (name, digest)
        join dataset d on d.experiment_id = :experiment and d.name = given.name and d.digest = given.digest
        order by d.id
        on conflict do nothing
        returning dataset_id
      )
      insert into dataset_input_tag (candidate_id, dataset_id, key, value)
      select :candidate, linked.dataset_id, tag.key, tag.value
      from unnest(:tagNames, :tagDigests, :tagKeys, :tagValues) as tag (name, digest, key, value)
      join dataset d on d.experiment_id = :experiment and d.name = tag.name and d.digest = tag.digest
      join linked on linked.dataset_id = d.id
      """;

  /** Links datasets that exist; one that is linked already keeps its tags. */
  void linkDatasets(long candidate, ExperimentId experiment, Collection<DatasetInput> inputs) {
    List<String> names = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    List<Tag> tags = new ArrayList<>();
    for (DatasetInput input : inputs) {
      for (Tag tag : Tag.lastOfEach(input.tags())) {
        names.add(input.dataset().name());
        digests.add(input.dataset().digest());
        tags.add(tag);
      }
    }
    database.with(
        h ->
            h.createUpdate(LINK_DATASETS)
                .bind("candidate", candidate)
                .bind("experiment", experiment.value())
                .bind("names", DatasetStore.texts(inputs, Dataset::name))
                .bind("digests", DatasetStore.texts(inputs, Dataset::digest))
                .bind("tagNames", names.toArray(String[]::new))
                .bind("tagDigests", digests.toArray(String[]::new))
                .bind("tagKeys", Tag.keys(tags))
                .bind("tagValues", Tag.values(tags))
                .execute());
  }

  private static final String LINK_INPUTS =
      """
      with model as materialized (
        select id, model_id from logged_model where project_id = :project and model_id = any(:models)
      ), linked as (
        insert into model_input (candidate_id, logged_model_id)
        select :candidate, id from model order by id
        on conflict do nothing
      )
      select model_id from model
      """;

  /** Links models that a candidate read; fails when one does not exist. */
  void linkInputs(Scope scope, long candidate, List<LoggedModelId> models) {
    Set<String> found =
        database.with(
            h ->
                h.createQuery(LINK_INPUTS)
                    .bind("project", scope.project())
                    .bind("candidate", candidate)
                    .bind(
                        "models", models.stream().map(LoggedModelId::value).toArray(String[]::new))
                    .mapTo(String.class)
                    .collect(Collectors.toSet()));
    requireAll(models, found);
  }

  private static final String LINK_OUTPUTS =
      """
      with model as materialized (
        select id, model_id from logged_model where project_id = :project and model_id = any(:models)
      ), linked as (
        insert into model_output (candidate_id, logged_model_id, step)
        select distinct :candidate, model.id, given.step
        from unnest(:models, :steps) as given (model_id, step)
        join model on model.model_id = given.model_id
        order by model.id, given.step
        on conflict do nothing
      )
      select model_id from model
      """;

  /** Links models that a candidate made; fails when one does not exist. */
  void linkOutputs(Scope scope, long candidate, List<ModelOutput> outputs) {
    List<LoggedModelId> models = outputs.stream().map(ModelOutput::modelId).toList();
    Set<String> found =
        database.with(
            h ->
                h.createQuery(LINK_OUTPUTS)
                    .bind("project", scope.project())
                    .bind("candidate", candidate)
                    .bind(
                        "models", models.stream().map(LoggedModelId::value).toArray(String[]::new))
                    .bind("steps", outputs.stream().mapToLong(ModelOutput::step).toArray())
                    .mapTo(String.class)
                    .collect(Collectors.toSet()));
    requireAll(models, found);
  }

  private static void requireAll(List<LoggedModelId> wanted, Set<String> found) {
    for (LoggedModelId model : wanted) {
      if (!found.contains(model.value())) {
        throw model.missing();
      }
    }
  }

  private static final String LINKS =
      """
      select i.candidate_id, i.dataset_id, t.keys, t.vals
      from dataset_input i
      cross join lateral (
        select array_agg(x.key) as keys, array_agg(x.value) as vals
        from (
          select key, value from dataset_input_tag
          where candidate_id = i.candidate_id and dataset_id = i.dataset_id order by key
        ) x
      ) t
      where i.candidate_id = any(:candidates)
      order by i.candidate_id, i.dataset_id
      """;

  private static final String MODELS =
      """
      select i.candidate_id, m.model_id, null as step, m.id
      from model_input i join logged_model m on m.id = i.logged_model_id
      where i.candidate_id = any(:candidates)
      union all
      select o.candidate_id, m.model_id, o.step, m.id
      from model_output o join logged_model m on m.id = o.logged_model_id
      where o.candidate_id = any(:candidates)
      order by 1, 4, 3
      """;

  /**
   * The lineage of each of these candidates, by their numbers: three statements however many there
   * are, none for none. A dataset that several of them read is in memory once.
   */
  Map<Long, Lineage> find(long[] candidates) {
    if (candidates.length == 0) {
      return Map.of();
    }
    Map<Long, Lineage> found = new HashMap<>();
    List<Link> links =
        database.with(
            h ->
                h.createQuery(LINKS)
                    .bind("candidates", candidates)
                    .map((row, context) -> link(row))
                    .list());
    Map<Long, Dataset> known =
        datasets.find(links.stream().mapToLong(Link::dataset).distinct().toArray());
    for (Link link : links) {
      Dataset dataset = known.get(link.dataset());
      if (dataset != null) {
        of(found, link.candidate()).datasets().add(new DatasetInput(dataset, link.tags()));
      }
    }
    database.with(
        h ->
            h.createQuery(MODELS)
                .bind("candidates", candidates)
                .map((row, context) -> addModel(of(found, row.getLong("candidate_id")), row))
                .list());
    return found;
  }

  private record Link(long candidate, long dataset, List<Tag> tags) {}

  private static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getLong("candidate_id"),
        row.getLong("dataset_id"),
        TagColumns.read(row.getArray("keys"), row.getArray("vals")));
  }

  private static Lineage of(Map<Long, Lineage> found, long candidate) {
    return found.computeIfAbsent(
        candidate, id -> new Lineage(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
  }

  private static boolean addModel(Lineage lineage, ResultSet row) throws SQLException {
    LoggedModelId id = new LoggedModelId(row.getString("model_id"));
    Long step = row.getObject("step", Long.class);
    return step == null
        ? lineage.modelInputs().add(id)
        : lineage.modelOutputs().add(new ModelOutput(id, step));
  }
}
