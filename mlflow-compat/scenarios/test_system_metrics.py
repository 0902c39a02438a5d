"""System metrics are sampled by the client and arrive as metrics."""

import time

import mlflow


def test_system_metrics_are_logged(client, experiment):
    mlflow.set_system_metrics_sampling_interval(0.2)
    mlflow.set_system_metrics_samples_before_logging(1)
    try:
        with mlflow.start_run(log_system_metrics=True) as active:
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                if len(client.get_metric_history(active.info.run_id, "system/cpu_utilization_percentage")) >= 2:
                    break
                time.sleep(0.2)
    finally:
        mlflow.set_system_metrics_sampling_interval(None)
        mlflow.set_system_metrics_samples_before_logging(None)
    run = mlflow.get_run(active.info.run_id)
    assert "system/system_memory_usage_megabytes" in run.data.metrics
    history = client.get_metric_history(active.info.run_id, "system/cpu_utilization_percentage")
    assert len(history) >= 2
    assert sorted(point.step for point in history) == list(range(len(history)))
