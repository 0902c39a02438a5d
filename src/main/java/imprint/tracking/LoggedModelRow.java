package imprint.tracking;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link LoggedModelStore#COLUMNS}.
 *
 * @param model the model; its metrics still lack their names
 * @param keys the numbers that stand for the names, in the order of the metrics
 */
record LoggedModelRow(LoggedModel model, List<Integer> keys) {
  static LoggedModelRow read(ResultSet row, StatementContext context) throws SQLException {
    LoggedModelId id = new LoggedModelId(row.getString("model_id"));
    Array metricKeys = row.getArray("metric_keys");
    LoggedModel model =
        new LoggedModel(
            id,
            new ExperimentId(row.getLong("experiment_id")),
            row.getString("name"),
            row.getString("artifact_uri"),
            LoggedModelStatus.valueOf(row.getString("status")),
            row.getString("status_message"),
            row.getString("model_type"),
            row.getString("source_run_id"),
            row.getLong("creation_time"),
            row.getLong("last_updated_time"),
            row.getObject("deleted_time", Long.class),
            TagColumns.read(row.getArray("param_keys"), row.getArray("param_values")),
            TagColumns.read(row.getArray("tag_keys"), row.getArray("tag_values")),
            points(id, row, metricKeys));
    return new LoggedModelRow(
        model, metricKeys == null ? List.of() : List.of((Integer[]) metricKeys.getArray()));
  }

  private static List<ModelPoint> points(LoggedModelId id, ResultSet row, @Nullable Array keys)
      throws SQLException {
    if (keys == null) {
      return List.of();
    }
    String[] datasets = (String[]) row.getArray("metric_datasets").getArray();
    String[] digests = (String[]) row.getArray("metric_digests").getArray();
    String[] runs = (String[]) row.getArray("metric_runs").getArray();
    Long[] timestamps = (Long[]) row.getArray("metric_timestamps").getArray();
    Long[] steps = (Long[]) row.getArray("metric_steps").getArray();
    Double[] values = (Double[]) row.getArray("metric_values").getArray();
    List<ModelPoint> points = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      MetricPoint point = new MetricPoint("", values[i], timestamps[i], steps[i]);
      points.add(new ModelPoint(id, new RunId(runs[i]), point, datasets[i], digests[i]));
    }
    return points;
  }
}
