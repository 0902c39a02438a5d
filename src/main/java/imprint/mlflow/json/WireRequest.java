package imprint.mlflow.json;

/**
 * A record that the JSON body of an MLflow request is read into. Component {@code runId} is the
 * field {@code run_id} or {@code runId}; one that is absent or null is null, an absent list is
 * empty. Components may be {@code String}, {@code Long} (int64), {@code Integer} (int32), {@code
 * Double}, {@code Boolean}, an enum, another such record, a {@code List} of strings or of records,
 * or a {@code Map} of strings.
 */
public interface WireRequest {}
