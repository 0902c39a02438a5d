package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Appends rows of {@code logged_model_metric}. */
@ApplicationScoped
class ModelPointStore {
  private static final Comparator<ModelPoint> ORDER =
      Comparator.comparing((ModelPoint point) -> point.modelId().value())
          .thenComparing(point -> point.point().key());

  private final Database database;
  private final MetricKeyStore keys;

  ModelPointStore(Database database, MetricKeyStore keys) {
    this.database = database;
    this.keys = keys;
  }

  /**
   * Makes sure that the names of these points are in the dictionary. To be called before the
   * transaction of {@link #append}, which would need a second connection for it.
   */
  void prepare(List<ModelPoint> points) {
    numbers(points);
  }

  private static final String APPEND =
      """
      with model as materialized (
        select id, model_id from logged_model where project_id = :project and model_id = any(:models)
      ), history as (
        insert into logged_model_metric
          (logged_model_id, key_id, dataset_name, dataset_digest, candidate_id, timestamp, step, value)
        select model.id, point.key_id, point.dataset, point.digest, candidate.id,
               point.timestamp, point.step, point.value
        from candidate
        cross join unnest(:models, :keys, :datasets, :digests, :timestamps, :steps, :values)
          as point (model_id, key_id, dataset, digest, timestamp, step, value)
        join model on model.model_id = point.model_id
        where candidate.project_id = :project and candidate.run_id = :run
        on conflict do nothing
      )
      select model_id from model
      """;

  /** Appends points that a candidate logged for models; fails when one of these does not exist. */
  void append(Scope scope, RunId runId, List<ModelPoint> given) {
    List<ModelPoint> points = given.stream().sorted(ORDER).toList();
    Map<String, Integer> numbers = numbers(points);
    Set<String> found =
        database.with(
            h ->
                h.createQuery(APPEND)
                    .bind("project", scope.project())
                    .bind("run", runId.value())
                    .bind(
                        "models",
                        points.stream().map(p -> p.modelId().value()).toArray(String[]::new))
                    .bind(
                        "keys",
                        points.stream()
                            .mapToInt(p -> Objects.requireNonNull(numbers.get(p.point().key())))
                            .toArray())
                    .bind(
                        "datasets",
                        points.stream().map(ModelPoint::datasetName).toArray(String[]::new))
                    .bind(
                        "digests",
                        points.stream().map(ModelPoint::datasetDigest).toArray(String[]::new))
                    .bind(
                        "timestamps",
                        points.stream().mapToLong(p -> p.point().timestamp()).toArray())
                    .bind("steps", points.stream().mapToLong(p -> p.point().step()).toArray())
                    .bind("values", points.stream().mapToDouble(p -> p.point().value()).toArray())
                    .mapTo(String.class)
                    .collect(Collectors.toSet()));
    for (ModelPoint point : points) {
      if (!found.contains(point.modelId().value())) {
        throw point.modelId().missing();
      }
    }
  }

  private Map<String, Integer> numbers(List<ModelPoint> points) {
    return keys.numbers(points.stream().map(p -> p.point().key()).collect(Collectors.toSet()));
  }
}
