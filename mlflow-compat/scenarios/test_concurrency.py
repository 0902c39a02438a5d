"""Threads logging at the same time lose nothing."""

from concurrent.futures import ThreadPoolExecutor

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag

THREADS = 8


def test_threads_log_into_one_run(client, run):
    run_id = run.info.run_id

    def log(thread):
        for step in range(25):
            client.log_metric(run_id, "shared", thread, timestamp=step, step=step)
        client.log_batch(
            run_id,
            metrics=[Metric(f"m{thread}", float(step), step, step) for step in range(100)],
            params=[Param(f"p{thread}", str(thread))],
            tags=[RunTag(f"t{thread}", str(thread))],
        )

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(log, range(THREADS)))
    data = client.get_run(run_id).data
    for thread in range(THREADS):
        assert data.params[f"p{thread}"] == str(thread)
        assert data.tags[f"t{thread}"] == str(thread)
        assert data.metrics[f"m{thread}"] == 99.0
        assert len(client.get_metric_history(run_id, f"m{thread}")) == 100
    shared = client.get_metric_history(run_id, "shared")
    assert len({(point.step, point.value) for point in shared}) == THREADS * 25
    assert data.metrics["shared"] == THREADS - 1


def test_threads_race_for_one_param(client, run, refused):
    def log(value):
        try:
            client.log_param(run.info.run_id, "p", value)
            return value
        except mlflow.MlflowException as error:
            assert error.error_code == "INVALID_PARAMETER_VALUE", error
            return None

    with ThreadPoolExecutor(THREADS) as pool:
        winners = [value for value in pool.map(log, range(THREADS)) if value is not None]
    assert len(winners) == 1
    assert client.get_run(run.info.run_id).data.params["p"] == str(winners[0])


@pytest.mark.imprint
def test_threads_set_one_tag(client, run):
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda value: client.set_tag(run.info.run_id, "t", value), range(THREADS)))
    assert client.get_run(run.info.run_id).data.tags["t"] in {str(value) for value in range(THREADS)}


def test_threads_create_runs(client, experiment):
    with ThreadPoolExecutor(THREADS) as pool:
        created = list(pool.map(lambda number: client.create_run(experiment, run_name=f"r{number}").info.run_id, range(40)))
    found = client.search_runs([experiment])
    assert {run.info.run_id for run in found} == set(created)


def test_threads_race_for_one_experiment_name(client, unique):
    def create(_):
        try:
            return client.create_experiment(f"raced-{unique}")
        except mlflow.MlflowException as error:
            assert error.error_code == "RESOURCE_ALREADY_EXISTS", error
            return None

    with ThreadPoolExecutor(THREADS) as pool:
        created = [experiment_id for experiment_id in pool.map(create, range(THREADS)) if experiment_id]
    assert created == [client.get_experiment_by_name(f"raced-{unique}").experiment_id]


def test_asynchronous_logging_arrives(experiment):
    with mlflow.start_run() as active:
        for step in range(50):
            mlflow.log_metric("m", step, step=step, synchronous=False)
        mlflow.log_param("p", 1, synchronous=False)
        mlflow.set_tag("t", 1, synchronous=False)
        mlflow.flush_async_logging()
    run = mlflow.get_run(active.info.run_id)
    assert run.data.metrics["m"] == 49
    assert run.data.params["p"] == "1"
    assert run.data.tags["t"] == "1"


def test_runs_in_threads_do_not_mix(client, experiment):
    def train(number):
        with mlflow.start_run(run_name=f"r{number}", nested=True) as active:
            mlflow.log_metric("number", number)
            mlflow.log_text(str(number), "number.txt")
        return active.info.run_id, number

    with ThreadPoolExecutor(4) as pool:
        for run_id, number in pool.map(train, range(8)):
            run = client.get_run(run_id)
            assert (run.info.run_name, run.data.metrics["number"]) == (f"r{number}", number)
            assert mlflow.artifacts.load_text(f"runs:/{run_id}/number.txt") == str(number)
