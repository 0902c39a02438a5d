"""scikit-learn autologging: one line in the script, everything on the server."""

import json
import uuid

import mlflow
import numpy
import pytest
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV


@pytest.fixture(scope="module")
def irises():
    return load_iris(return_X_y=True, as_frame=True)


@pytest.fixture(scope="module")
def trained(server, irises):
    """A forest trained under autologging: (model, run). Shared, since uploading a model takes seconds."""
    mlflow.set_tracking_uri(server)
    mlflow.set_experiment(f"autolog-{uuid.uuid4().hex[:12]}")
    mlflow.sklearn.autolog(silent=True)
    features, target = irises
    with mlflow.start_run(run_name="forest") as active:
        model = RandomForestClassifier(n_estimators=5, max_depth=3, random_state=1).fit(features, target)
        model.score(features, target)
    mlflow.sklearn.autolog(disable=True, silent=True)
    return model, mlflow.get_run(active.info.run_id)


def test_params_metrics_and_tags_are_logged(trained):
    model, run = trained
    assert run.info.status == "FINISHED"
    assert run.data.params == {name: str(value) for name, value in model.get_params().items()}
    assert run.data.metrics["training_accuracy_score"] > 0.9
    assert run.data.metrics["training_score"] == run.data.metrics["training_accuracy_score"]
    assert any(name.startswith("RandomForestClassifier_score") for name in run.data.metrics)
    assert run.data.tags["estimator_name"] == "RandomForestClassifier"
    assert run.data.tags["estimator_class"].startswith("sklearn.ensemble")


def test_datasets_are_inputs(trained):
    _, run = trained
    contexts = {tag.value for entry in run.inputs.dataset_inputs for tag in entry.tags if tag.key == "mlflow.data.context"}
    assert contexts == {"train"}
    schema = json.loads(run.inputs.dataset_inputs[0].dataset.schema)
    assert schema


def test_plots_are_artifacts(client, trained):
    _, run = trained
    listed = {entry.path for entry in client.list_artifacts(run.info.run_id)}
    assert "estimator.html" in listed
    assert "training_confusion_matrix.png" in listed


def test_the_model_predicts_from_its_run(trained, irises):
    model, run = trained
    features, _ = irises
    loaded = mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/model")
    assert numpy.array_equal(loaded.predict(features), model.predict(features))
    generic = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model")
    assert numpy.array_equal(generic.predict(features), model.predict(features))
    assert generic.metadata.signature.inputs.input_names() == list(features.columns)


@pytest.mark.client2
def test_the_history_tag_names_the_model(trained):
    _, run = trained
    (entry,) = json.loads(run.data.tags["mlflow.log-model.history"])
    assert entry["artifact_path"] == "model"
    assert "sklearn" in entry["flavors"]
    assert entry["run_id"] == run.info.run_id


@pytest.mark.client3
def test_the_model_is_a_logged_model(client, trained, irises):
    model, run = trained
    features, _ = irises
    (output,) = run.outputs.model_outputs
    logged = client.get_logged_model(output.model_id)
    assert str(logged.status) in ("READY", "LoggedModelStatus.READY")
    assert logged.source_run_id == run.info.run_id
    assert logged.params["n_estimators"] == "5"
    assert {metric.key for metric in logged.metrics} >= {"training_accuracy_score"}
    loaded = mlflow.sklearn.load_model(f"models:/{output.model_id}")
    assert numpy.array_equal(loaded.predict(features), model.predict(features))


def test_a_grid_search_logs_children(client, experiment, irises):
    mlflow.sklearn.autolog(silent=True, log_models=False, max_tuning_runs=2)
    features, target = irises
    with mlflow.start_run() as parent:
        GridSearchCV(LogisticRegression(max_iter=300), {"C": [0.1, 1.0]}, cv=3).fit(features, target)
    children = client.search_runs([experiment], f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'")
    assert {child.data.params["C"] for child in children} == {"0.1", "1.0"}
    run = client.get_run(parent.info.run_id)
    assert "best_cv_score" in run.data.metrics
    assert "cv_results.csv" in {entry.path for entry in client.list_artifacts(parent.info.run_id)}


def test_a_run_is_made_when_none_is_active(client, experiment, irises):
    mlflow.sklearn.autolog(silent=True, log_models=False)
    features, target = irises
    LogisticRegression(max_iter=300).fit(features, target)
    (run,) = client.search_runs([experiment])
    assert run.info.status == "FINISHED"
    assert run.data.params["max_iter"] == "300"
