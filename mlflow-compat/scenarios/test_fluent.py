"""What a script that only knows `mlflow.log_…` sees."""

import mlflow
import pytest


def test_a_run_keeps_what_was_logged(experiment):
    with mlflow.start_run(run_name="first", description="why it ran") as active:
        mlflow.log_param("depth", 3)
        mlflow.log_params({"rate": 0.1, "name": "forest"})
        mlflow.log_metric("loss", 0.5, step=1)
        mlflow.log_metrics({"loss": 0.25, "accuracy": 0.9}, step=2)
        mlflow.set_tag("team", "vision")
        mlflow.set_tags({"release": 7, "ready": True})
    run = mlflow.get_run(active.info.run_id)
    assert run.info.status == "FINISHED"
    assert run.info.run_name == "first"
    assert run.info.end_time >= run.info.start_time
    assert run.info.experiment_id == experiment
    assert run.data.params == {"depth": "3", "rate": "0.1", "name": "forest"}
    assert run.data.metrics == {"loss": 0.25, "accuracy": 0.9}
    assert run.data.tags["team"] == "vision"
    assert run.data.tags["release"] == "7"
    assert run.data.tags["ready"] == "True"
    assert run.data.tags["mlflow.note.content"] == "why it ran"
    assert run.data.tags["mlflow.runName"] == "first"
    assert run.data.tags["mlflow.source.type"] == "LOCAL"


def test_a_failing_block_marks_the_run_failed(experiment):
    with pytest.raises(ZeroDivisionError):
        with mlflow.start_run() as active:
            1 / 0
    assert mlflow.get_run(active.info.run_id).info.status == "FAILED"


def test_an_unnamed_run_is_given_a_name(experiment):
    with mlflow.start_run() as active:
        pass
    run = mlflow.get_run(active.info.run_id)
    assert run.info.run_name
    assert run.data.tags["mlflow.runName"] == run.info.run_name


def test_a_run_is_resumed_by_its_id(experiment):
    with mlflow.start_run() as first:
        mlflow.log_metric("m", 1)
    with mlflow.start_run(run_id=first.info.run_id) as again:
        assert again.info.run_id == first.info.run_id
        mlflow.log_metric("n", 2)
    run = mlflow.get_run(first.info.run_id)
    assert run.data.metrics == {"m": 1, "n": 2}
    assert run.info.status == "FINISHED"


def test_nested_runs_know_their_parent(experiment):
    with mlflow.start_run(run_name="parent") as parent:
        with mlflow.start_run(run_name="child one", nested=True) as one:
            mlflow.log_metric("m", 1)
        with mlflow.start_run(run_name="child two", nested=True) as two:
            with mlflow.start_run(run_name="grandchild", nested=True) as grandchild:
                pass
    children = mlflow.search_runs(
        [experiment], filter_string=f"tags.mlflow.parentRunId = '{parent.info.run_id}'", output_format="list"
    )
    assert {child.info.run_id for child in children} == {one.info.run_id, two.info.run_id}
    assert mlflow.get_parent_run(grandchild.info.run_id).info.run_id == two.info.run_id
    assert mlflow.get_parent_run(parent.info.run_id) is None


def test_set_experiment_creates_and_then_finds(unique):
    created = mlflow.set_experiment(f"set-{unique}")
    found = mlflow.set_experiment(f"set-{unique}")
    assert created.experiment_id == found.experiment_id
    with mlflow.start_run() as active:
        assert active.info.experiment_id == created.experiment_id


def test_set_experiment_refuses_a_deleted_one(experiment, client, unique):
    client.delete_experiment(experiment)
    with pytest.raises(mlflow.MlflowException, match="deleted experiment"):
        mlflow.set_experiment(f"scenario-{unique}")


def test_an_experiment_keeps_its_tags(unique):
    experiment_id = mlflow.create_experiment(f"tagged-{unique}", tags={"team": "vision"})
    mlflow.set_experiment(experiment_id=experiment_id)
    mlflow.set_experiment_tag("mlflow.note.content", "about *this*")
    mlflow.set_experiment_tags({"tier": 1, "team": "speech"})
    tags = mlflow.get_experiment(experiment_id).tags
    assert tags["team"] == "speech"
    assert tags["tier"] == "1"
    assert tags["mlflow.note.content"] == "about *this*"


def test_an_unknown_experiment_name_is_none(server, unique):
    assert mlflow.get_experiment_by_name(f"none-{unique}") is None


def test_the_last_active_run_is_the_one_just_ended(experiment):
    with mlflow.start_run() as active:
        mlflow.log_metric("m", 1)
    last = mlflow.last_active_run()
    assert last.info.run_id == active.info.run_id
    assert last.data.metrics == {"m": 1}


def test_a_run_may_start_in_another_experiment(experiment, client, unique):
    other = client.create_experiment(f"other-{unique}")
    with mlflow.start_run(experiment_id=other) as active:
        pass
    assert mlflow.get_run(active.info.run_id).info.experiment_id == other


def test_the_artifact_uri_goes_through_the_proxy(experiment):
    with mlflow.start_run() as active:
        assert mlflow.get_artifact_uri("a/b").endswith(f"/{active.info.run_id}/artifacts/a/b")
        assert mlflow.get_artifact_uri().startswith("mlflow-artifacts:/")


def test_a_deleted_run_leaves_the_search(experiment):
    with mlflow.start_run() as active:
        pass
    mlflow.delete_run(active.info.run_id)
    assert len(mlflow.search_runs([experiment])) == 0
    assert mlflow.get_run(active.info.run_id).info.lifecycle_stage == "deleted"
