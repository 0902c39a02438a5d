"""One training script, two servers: `search_runs` and `get_run` must give equal values.

What cannot be equal is listed here, column by column; all other columns are compared.
"""

import contextlib
import json
import math
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import mlflow
import pytest
from mlflow import MlflowClient

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from reference import mlflow_server  # noqa: E402 (the folder above is not a package)

pytestmark = [pytest.mark.client3, pytest.mark.timeout(400)]

# Columns of the data frame that hold ids, times or addresses of one server.
MASKED_COLUMNS = {
    "run_id": "chosen by the server",
    "experiment_id": "chosen by the server",
    "artifact_uri": "holds both ids",
    "start_time": "the clock of the client",
    "end_time": "the clock of the client",
    "tags.mlflow.parentRunId": "an id; that parents are parents is compared through names",
}
# Fields of get_run's dictionary, by dotted path, that hold the same.
MASKED_FIELDS = {
    "info.run_id", "info.run_uuid", "info.experiment_id", "info.artifact_uri", "info.start_time", "info.end_time",
    "data.tags.mlflow.parentRunId",
}
# Inside text values: ids of runs and models, times, and the sizes of model files that hold those.
ID_IN_TEXT = re.compile(r"m-[0-9a-f]{32}|[0-9a-f]{32}")


@pytest.fixture(scope="module")
def sides(server, tmp_path_factory):
    """The runs of both servers: {"imprint": (url, parent run id, experiment id), "mlflow": …}."""
    with contextlib.ExitStack() as stack:
        reference = os.environ.get("MLFLOW_REFERENCE_URL") or stack.enter_context(mlflow_server())
        with ThreadPoolExecutor(2) as pool:
            results = pool.map(lambda url: train(url, tmp_path_factory.mktemp("training")), [reference, server])
        yield dict(zip(["mlflow", "imprint"], results))


def train(url, folder):
    name = f"comparison-{os.urandom(6).hex()}"
    environment = dict(os.environ, MLFLOW_TRACKING_URI=url, GIT_PYTHON_REFRESH="quiet")
    done = subprocess.run(
        [sys.executable, str(HERE / "training_script.py"), name],
        env=environment, cwd=folder, capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    run_id = done.stdout.split()[-1]
    return url, run_id, MlflowClient(url).get_run(run_id).info.experiment_id


def frame(side, **arguments):
    url, _, experiment_id = side
    mlflow.set_tracking_uri(url)
    return mlflow.search_runs([experiment_id], **arguments)


def plain(value):
    """A value with ids masked and NaN comparable."""
    if isinstance(value, float) and math.isnan(value):
        return "<nan>"
    if isinstance(value, str):
        return ID_IN_TEXT.sub("<id>", value)
    return value


def rows(data):
    kept = [column for column in sorted(data.columns) if column not in MASKED_COLUMNS]
    return [{column: plain(row[column]) for column in kept} for _, row in data.iterrows()]


@pytest.mark.parametrize(
    "arguments",
    [
        {"order_by": ["attributes.run_name"]},
        {},
        {"filter_string": "metrics.training_accuracy_score > 0.9", "order_by": ["metrics.training_accuracy_score DESC"]},
        {"filter_string": "params.max_depth = '2'"},
        {"order_by": ["metrics.held_out_accuracy ASC", "attributes.run_name"]},
        {"filter_string": "dataset.context = 'train' AND tags.estimator_name = 'RandomForestClassifier'", "order_by": ["params.max_depth"]},
    ],
)
def test_search_runs_gives_equal_frames(sides, arguments):
    ours, theirs = frame(sides["imprint"], **arguments), frame(sides["mlflow"], **arguments)
    assert sorted(ours.columns) == sorted(theirs.columns)
    assert len(theirs) > 0
    assert rows(ours) == rows(theirs)


def flat(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from flat(inner, f"{path}.{position}")
    else:
        yield path, value


def whole(url, run_id):
    """get_run as a flat dictionary without the masked fields; inputs sorted by dataset."""
    run = MlflowClient(url).get_run(run_id).to_dictionary()
    inputs = (run.get("inputs") or {}).get("dataset_inputs") or []
    inputs.sort(key=lambda entry: json.dumps(entry, sort_keys=True))
    for entry in inputs:
        entry["tags"] = sorted(entry["tags"], key=str)
    return {path: plain(value) for path, value in flat(run) if path not in MASKED_FIELDS}


def runs_by_name(side):
    url, _, experiment_id = side
    return {run.info.run_name: run.info.run_id for run in MlflowClient(url).search_runs([experiment_id])}


def test_get_run_gives_equal_runs(sides):
    ours, theirs = runs_by_name(sides["imprint"]), runs_by_name(sides["mlflow"])
    assert set(ours) == set(theirs) == {"comparison", "depth 2", "depth 4"}
    for name in theirs:
        assert whole(sides["imprint"][0], ours[name]) == whole(sides["mlflow"][0], theirs[name]), name


def test_metric_histories_are_equal(sides):
    def history(side):
        return [(point.value, point.step) for point in MlflowClient(side[0]).get_metric_history(side[1], "loss")]

    assert len(history(sides["mlflow"])) == 20
    assert history(sides["imprint"]) == history(sides["mlflow"])


def test_children_are_equal(sides):
    def children(side):
        client = MlflowClient(side[0])
        found = client.search_runs([side[2]], f"tags.mlflow.parentRunId = '{side[1]}'", order_by=["attributes.run_name"])
        return [run.info.run_name for run in found]

    assert children(sides["imprint"]) == children(sides["mlflow"]) == ["depth 2", "depth 4"]


def test_artifacts_are_equal(sides):
    def listed(side):
        client = MlflowClient(side[0])
        return {
            name: sorted((ID_IN_TEXT.sub("<id>", entry.path), entry.is_dir) for entry in client.list_artifacts(run_id))
            for name, run_id in runs_by_name(side).items()
        }

    assert listed(sides["imprint"]) == listed(sides["mlflow"])


def test_logged_models_are_equal(sides):
    def models(side):
        client = MlflowClient(side[0])
        found = client.search_logged_models([side[2]], order_by=[{"field_name": "creation_timestamp"}])
        return [
            (
                model.name, str(model.status), model.model_type, model.params,
                {key: plain(value) for key, value in model.tags.items()},
                sorted((metric.key, metric.value, metric.step, metric.dataset_name or "", metric.dataset_digest or "") for metric in model.metrics or []),
            )
            for model in found
        ]

    assert len(models(sides["mlflow"])) == 2
    assert models(sides["imprint"]) == models(sides["mlflow"])
