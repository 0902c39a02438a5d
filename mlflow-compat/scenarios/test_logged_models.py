"""Logged models of the 3.x client, and the model history of the 2.x client."""

import json

import mlflow
import numpy
import pytest
from mlflow.entities import Metric
from sklearn.linear_model import LinearRegression


# Stated, because inferring them starts another Python for each model.
NEEDS = ["scikit-learn"]


@pytest.fixture
def regression():
    return LinearRegression().fit(numpy.array([[1.0], [2.0], [3.0]]), numpy.array([2.0, 4.0, 6.0]))


@pytest.mark.client3
def test_a_model_is_created_finalized_and_read(client, experiment, run):
    created = client.create_logged_model(
        experiment, name="net", source_run_id=run.info.run_id, tags={"a": "1"}, params={"depth": "3"}, model_type="agent"
    )
    assert str(created.status).endswith("PENDING")
    ready = client.finalize_logged_model(created.model_id, "READY")
    assert str(ready.status).endswith("READY")
    found = client.get_logged_model(created.model_id)
    assert (found.name, found.model_type, found.experiment_id) == ("net", "agent", experiment)
    assert found.source_run_id == run.info.run_id
    assert found.params == {"depth": "3"}
    assert found.tags["a"] == "1"
    assert found.artifact_location.endswith(f"/models/{created.model_id}/artifacts")
    assert found.last_updated_timestamp >= found.creation_timestamp


@pytest.mark.client3
def test_an_unnamed_model_is_given_a_name(client, experiment):
    assert client.create_logged_model(experiment).name


@pytest.mark.client3
def test_tags_of_a_model_change_and_go(client, experiment, refused):
    model = client.create_logged_model(experiment, name="net")
    client.set_logged_model_tags(model.model_id, {"a": "1", "b": "🦉"})
    client.set_logged_model_tags(model.model_id, {"a": "2"})
    assert client.get_logged_model(model.model_id).tags == {"a": "2", "b": "🦉"}
    client.delete_logged_model_tag(model.model_id, "a")
    assert client.get_logged_model(model.model_id).tags == {"b": "🦉"}
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.delete_logged_model_tag(model.model_id, "a")


@pytest.mark.client3
def test_params_of_a_model_are_added(client, experiment):
    model = client.create_logged_model(experiment, name="net", params={"a": "1"})
    client.log_model_params(model.model_id, {"b": "2"})
    assert client.get_logged_model(model.model_id).params == {"a": "1", "b": "2"}


@pytest.mark.client3
def test_many_params_are_logged(experiment):
    model = mlflow.initialize_logged_model(name="wide", params={f"p{number}": str(number) for number in range(250)})
    assert len(mlflow.get_logged_model(model.model_id).params) == 250


@pytest.mark.client3
def test_a_deleted_model_is_gone(client, experiment, refused):
    model = client.create_logged_model(experiment, name="net")
    client.delete_logged_model(model.model_id)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.get_logged_model(model.model_id)
    assert len(client.search_logged_models([experiment])) == 0


@pytest.mark.client3
def test_metrics_belong_to_model_run_and_dataset(client, experiment, run):
    model = client.create_logged_model(experiment, name="net")
    dataset = mlflow.data.from_numpy(numpy.arange(4), name="numbers")
    with mlflow.start_run(run_id=run.info.run_id):
        mlflow.log_metric("accuracy", 0.5, step=1, model_id=model.model_id, dataset=dataset)
        mlflow.log_metric("accuracy", 0.75, step=2, model_id=model.model_id, dataset=dataset)
        mlflow.log_metrics({"loss": 0.1}, step=1, model_id=model.model_id)
    metrics = {metric.key: metric for metric in client.get_logged_model(model.model_id).metrics}
    assert metrics["accuracy"].value == 0.75
    assert (metrics["accuracy"].dataset_name, metrics["accuracy"].dataset_digest) == ("numbers", dataset.digest)
    assert metrics["accuracy"].run_id == run.info.run_id
    assert metrics["loss"].value == 0.1
    assert client.get_run(run.info.run_id).data.metrics == {"accuracy": 0.75, "loss": 0.1}


@pytest.mark.client3
def test_models_are_searched(client, experiment, run):
    dataset = mlflow.data.from_numpy(numpy.arange(4), name="numbers")
    ids = {}
    for number, name in enumerate(["alpha", "beta", "gamma"]):
        model = client.create_logged_model(experiment, name=name, params={"depth": str(number)}, tags={"parity": str(number % 2)})
        client.log_metric(
            run.info.run_id, "accuracy", number / 4, step=number, model_id=model.model_id,
            dataset_name=dataset.name, dataset_digest=dataset.digest,
        )
        ids[name] = model.model_id

    def found(filter_string=None, **arguments):
        return [model.name for model in client.search_logged_models([experiment], filter_string, **arguments)]

    by_name = [{"field_name": "name"}]
    assert found(order_by=by_name) == ["alpha", "beta", "gamma"]
    assert found(order_by=[{"field_name": "metrics.accuracy", "ascending": False}]) == ["gamma", "beta", "alpha"]
    assert found("params.depth = '1'") == ["beta"]
    assert found("tags.parity = '0' AND metrics.accuracy > 0.1") == ["gamma"]
    assert found("name LIKE '%a%'", order_by=by_name) == ["alpha", "beta", "gamma"]
    assert found(f"model_id = '{ids['alpha']}'") == ["alpha"]
    on_dataset = [{"dataset_name": dataset.name, "dataset_digest": dataset.digest}]
    assert found("metrics.accuracy >= 0.25", datasets=on_dataset, order_by=by_name) == ["beta", "gamma"]
    page = client.search_logged_models([experiment], order_by=by_name, max_results=2)
    rest = client.search_logged_models([experiment], order_by=by_name, max_results=2, page_token=page.token)
    assert [model.name for model in [*page, *rest]] == ["alpha", "beta", "gamma"]


@pytest.mark.client3
def test_models_come_as_a_data_frame(experiment):
    mlflow.initialize_logged_model(name="net", params={"a": "1"})
    frame = mlflow.search_logged_models([experiment])
    assert list(frame["name"]) == ["net"]


@pytest.mark.client3
def test_an_external_model_is_ready(experiment):
    model = mlflow.create_external_model(name="elsewhere")
    assert str(mlflow.get_logged_model(model.model_id).status).endswith("READY")


@pytest.mark.client3
def test_a_model_is_logged_and_loaded_by_its_id(client, experiment, regression):
    with mlflow.start_run() as active:
        info = mlflow.sklearn.log_model(regression, name="line", params={"kind": "linear"}, pip_requirements=NEEDS)
    assert info.model_uri == f"models:/{info.model_id}"
    assert numpy.allclose(mlflow.pyfunc.load_model(info.model_uri).predict(numpy.array([[4.0]])), [8.0])
    assert numpy.allclose(mlflow.sklearn.load_model(f"runs:/{active.info.run_id}/line").predict([[5.0]]), [10.0])
    assert client.get_logged_model(info.model_id).params["kind"] == "linear"
    run = client.get_run(active.info.run_id)
    assert [output.model_id for output in run.outputs.model_outputs] == [info.model_id]
    files = {entry.path for entry in mlflow.artifacts.list_artifacts(artifact_uri=info.model_uri)}
    assert {"MLmodel", "requirements.txt"} <= {path.rsplit("/", 1)[-1] for path in files}


@pytest.mark.client3
def test_a_model_is_logged_without_a_run(experiment, regression):
    info = mlflow.sklearn.log_model(regression, name="runless", pip_requirements=NEEDS)
    assert numpy.allclose(mlflow.sklearn.load_model(info.model_uri).predict([[4.0]]), [8.0])


@pytest.mark.client3
def test_a_model_is_an_input_of_a_later_run(client, experiment, regression):
    info = mlflow.sklearn.log_model(regression, name="used", pip_requirements=NEEDS)
    with mlflow.start_run() as active:
        mlflow.log_metric("m", 1, model_id=info.model_id)
    inputs = client.get_run(active.info.run_id).inputs.model_inputs
    assert [entry.model_id for entry in inputs] == [info.model_id]


@pytest.mark.client2
def test_a_model_is_logged_and_loaded_by_its_run(client, experiment, regression):
    with mlflow.start_run() as active:
        mlflow.sklearn.log_model(regression, "line", pip_requirements=NEEDS)
    loaded = mlflow.pyfunc.load_model(f"runs:/{active.info.run_id}/line")
    assert numpy.allclose(loaded.predict(numpy.array([[4.0]])), [8.0])
    (entry,) = json.loads(client.get_run(active.info.run_id).data.tags["mlflow.log-model.history"])
    assert (entry["artifact_path"], entry["run_id"]) == ("line", active.info.run_id)


@pytest.mark.client2
def test_two_models_make_two_history_entries(client, experiment, regression):
    class AddOne(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input, params=None):
            return model_input + 1

    with mlflow.start_run() as active:
        mlflow.sklearn.log_model(regression, "first", pip_requirements=NEEDS)
        mlflow.pyfunc.log_model("second", python_model=AddOne(), pip_requirements=NEEDS)
    history = json.loads(client.get_run(active.info.run_id).data.tags["mlflow.log-model.history"])
    assert [entry["artifact_path"] for entry in history] == ["first", "second"]
    assert mlflow.pyfunc.load_model(f"runs:/{active.info.run_id}/second").predict(1) == 2


@pytest.mark.client3
def test_a_metric_keeps_its_model_in_a_batch(client, experiment, run):
    model = client.create_logged_model(experiment, name="net")
    client.log_batch(run.info.run_id, metrics=[Metric("m", 1.5, 1, 0, model_id=model.model_id)])
    (metric,) = client.get_logged_model(model.model_id).metrics
    assert (metric.key, metric.value, metric.run_id) == ("m", 1.5, run.info.run_id)
