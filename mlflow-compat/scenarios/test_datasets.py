"""Datasets as inputs of runs."""

import json

import mlflow
import numpy
import pandas
import pytest


@pytest.fixture
def frame():
    return pandas.DataFrame({"width": [1.0, 2.0, 3.0], "kind": ["a", "b", "a"]})


def test_a_dataset_is_an_input_of_the_run(experiment, frame):
    dataset = mlflow.data.from_pandas(frame, source="https://data.example/irises.csv", name="irises", targets="kind")
    with mlflow.start_run() as active:
        mlflow.log_input(dataset, context="training", tags={"split": "first"})
    (logged,) = mlflow.get_run(active.info.run_id).inputs.dataset_inputs
    assert (logged.dataset.name, logged.dataset.digest) == ("irises", dataset.digest)
    assert json.loads(logged.dataset.source)["url"] == "https://data.example/irises.csv"
    assert json.loads(logged.dataset.profile) == {"num_rows": 3, "num_elements": 6}
    assert json.loads(logged.dataset.schema)["mlflow_colspec"][0]["name"] == "width"
    assert {tag.key: tag.value for tag in logged.tags} == {"mlflow.data.context": "training", "split": "first"}


def test_the_source_is_found_again(experiment, frame):
    dataset = mlflow.data.from_pandas(frame, source="https://data.example/irises.csv", name="irises")
    with mlflow.start_run() as active:
        mlflow.log_input(dataset)
    logged = mlflow.get_run(active.info.run_id).inputs.dataset_inputs[0].dataset
    assert mlflow.data.get_source(logged).url == "https://data.example/irises.csv"


def test_the_same_dataset_is_one_input(experiment, frame):
    dataset = mlflow.data.from_pandas(frame, name="irises")
    with mlflow.start_run() as active:
        mlflow.log_input(dataset, context="training")
        mlflow.log_input(dataset, context="training")
    assert len(mlflow.get_run(active.info.run_id).inputs.dataset_inputs) == 1


def test_two_datasets_of_one_name_differ_by_digest(experiment):
    with mlflow.start_run() as active:
        for count in (2, 3):
            mlflow.log_input(mlflow.data.from_numpy(numpy.arange(count), name="numbers"), context=f"c{count}")
    inputs = mlflow.get_run(active.info.run_id).inputs.dataset_inputs
    assert {entry.dataset.name for entry in inputs} == {"numbers"}
    assert len({entry.dataset.digest for entry in inputs}) == 2


def test_two_runs_share_a_dataset(experiment, frame):
    dataset = mlflow.data.from_pandas(frame, name="shared")
    digests = set()
    for context in ("training", "eval"):
        with mlflow.start_run() as active:
            mlflow.log_input(dataset, context=context)
        (logged,) = mlflow.get_run(active.info.run_id).inputs.dataset_inputs
        assert logged.tags[0].value == context
        digests.add(logged.dataset.digest)
    assert digests == {dataset.digest}


@pytest.mark.client3
def test_several_datasets_at_once(experiment, frame):
    one = mlflow.data.from_pandas(frame, name="one")
    two = mlflow.data.from_pandas(frame, name="two")
    with mlflow.start_run() as active:
        mlflow.log_inputs([one, two], ["training", "eval"], [{"a": "1"}, None])
    inputs = mlflow.get_run(active.info.run_id).inputs.dataset_inputs
    assert {entry.dataset.name for entry in inputs} == {"one", "two"}
