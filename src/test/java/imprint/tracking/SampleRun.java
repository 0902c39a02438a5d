package imprint.tracking;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A run as tests of search know it, apart from the database. */
record SampleRun(
    String runId,
    String name,
    String status,
    String user,
    @Nullable Long start,
    @Nullable Long end,
    Map<String, String> params,
    Map<String, String> tags,
    Map<String, Double> metrics,
    List<Dataset> datasets) {

  /**
   * A dataset the run read.
   *
   * @param context empty for none
   */
  record Dataset(String name, String digest, String context) {}

  String artifactUri() {
    return "mlflow-artifacts:/0/" + runId + "/artifacts";
  }

  /** Stores the run in the default experiment. */
  void insert(Handle handle) {
    long id =
        handle
            .createQuery(
                """
                insert into candidate (project_id, experiment_id, run_id, name, user_id, status,
                                       start_time, end_time, artifact_uri)
                values (1, 0, :run, :name, :user, :status, :start, :end, :uri) returning id
                """)
            .bind("run", runId)
            .bind("name", name)
            .bind("user", user)
            .bind("status", status)
            .bind("start", start)
            .bind("end", end)
            .bind("uri", artifactUri())
            .mapTo(long.class)
            .one();
    params.forEach(
        (key, value) ->
            handle.execute("insert into candidate_param values (?, ?, ?)", id, key, value));
    tags.forEach(
        (key, value) ->
            handle.execute("insert into candidate_tag values (?, ?, ?)", id, key, value));
    metrics.forEach((key, value) -> insertMetric(handle, id, key, value));
    datasets.forEach(dataset -> insertDataset(handle, id, dataset));
  }

  private static void insertMetric(Handle handle, long id, String key, double value) {
    handle.execute("insert into metric_key (name) values (?) on conflict do nothing", key);
    handle.execute(
        "insert into latest_metric select ?, id, 0, 0, ? from metric_key where name = ?",
        id,
        value,
        key);
  }

  private static void insertDataset(Handle handle, long id, Dataset dataset) {
    handle.execute(
        """
        insert into dataset (project_id, experiment_id, name, digest, source_type, source)
        values (1, 0, ?, ?, 'local', '{}') on conflict do nothing
        """,
        dataset.name(),
        dataset.digest());
    handle.execute(
        "insert into dataset_input select ?, id from dataset where name = ? and digest = ?",
        id,
        dataset.name(),
        dataset.digest());
    if (!dataset.context().isEmpty()) {
      handle.execute(
          """
          insert into dataset_input_tag
          select ?, id, 'mlflow.data.context', ? from dataset where name = ? and digest = ?
          """,
          id,
          dataset.context(),
          dataset.name(),
          dataset.digest());
    }
  }
}
