package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of {@code dataset}. */
@ApplicationScoped
class DatasetStore {
  private final Database database;

  DatasetStore(Database database) {
    this.database = database;
  }

  private static final String ADD =
      """
      insert into dataset (project_id, experiment_id, name, digest, source_type, source, schema, profile)
      select :project, :experiment, given.*
      from unnest(:names, :digests, :types, :sources, :schemas, :profiles)
        as given (name, digest, source_type, source, schema, profile)
      where not exists (
        select 1 from dataset known
        where known.experiment_id = :experiment and known.name = given.name and known.digest = given.digest
      )
      order by given.name, given.digest
      on conflict (experiment_id, name, digest) do nothing
      """;

  /** Adds those of the datasets, which have distinct names and digests, that are not yet known. */
  void add(Scope scope, ExperimentId experiment, Collection<DatasetInput> inputs) {
    database.with(
        h ->
            h.createUpdate(ADD)
                .bind("project", scope.project())
                .bind("experiment", experiment.value())
                .bind("names", texts(inputs, Dataset::name))
                .bind("digests", texts(inputs, Dataset::digest))
                .bind("types", texts(inputs, Dataset::sourceType))
                .bind("sources", texts(inputs, Dataset::source))
                .bind("schemas", texts(inputs, Dataset::schema))
                .bind("profiles", texts(inputs, Dataset::profile))
                .execute());
  }

  /** One text of each dataset, for a statement. */
  @SuppressWarnings("NullAway") // an array for PostgreSQL, which takes null for an element
  static String[] texts(Collection<DatasetInput> inputs, Function<Dataset, @Nullable String> part) {
    return inputs.stream().map(input -> part.apply(input.dataset())).toArray(String[]::new);
  }

  private static final String FIND =
      """
      select id, name, digest, source_type, source, schema, profile from dataset where id = any(:ids)
      """;

  /** The datasets of these numbers. */
  Map<Long, Dataset> find(long[] ids) {
    if (ids.length == 0) {
      return Map.of();
    }
    return database.with(
        h ->
            h.createQuery(FIND)
                .bind("ids", ids)
                .map((row, context) -> Map.entry(row.getLong("id"), read(row)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static Dataset read(ResultSet row) throws SQLException {
    return new Dataset(
        row.getString("name"),
        row.getString("digest"),
        row.getString("source_type"),
        row.getString("source"),
        row.getString("schema"),
        row.getString("profile"));
  }

  private static final String SUMMARIES =
      """
      select distinct d.experiment_id, d.name, d.digest, t.value as context
      from dataset d
      join dataset_input i on i.dataset_id = d.id
      left join dataset_input_tag t
        on t.candidate_id = i.candidate_id and t.dataset_id = i.dataset_id and t.key = 'mlflow.data.context'
      where d.project_id = :project and d.experiment_id = any(:experiments)
      order by d.experiment_id, d.name, d.digest, t.value
      limit :most
      """;

  /** What datasets were read in these experiments, and what for; at most {@code most}. */
  List<DatasetSummary> summaries(Scope scope, Collection<ExperimentId> experiments, int most) {
    return database.with(
        h ->
            h.createQuery(SUMMARIES)
                .bind("project", scope.project())
                .bind("experiments", experiments.stream().mapToLong(ExperimentId::value).toArray())
                .bind("most", most)
                .map(
                    (row, context) ->
                        new DatasetSummary(
                            new ExperimentId(row.getLong("experiment_id")),
                            row.getString("name"),
                            row.getString("digest"),
                            row.getString("context")))
                .list());
  }
}
