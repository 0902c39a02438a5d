"""`MlflowClient`: experiments and runs from creation to restoration."""

import time

import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType


def test_a_run_is_created_with_time_tags_and_name(client, experiment):
    run = client.create_run(experiment, start_time=1_700_000_000_000, tags={"a": "1"}, run_name="named")
    again = client.get_run(run.info.run_id)
    assert again.info.start_time == 1_700_000_000_000
    assert again.info.status == "RUNNING"
    assert again.info.run_name == "named"
    assert again.data.tags["a"] == "1"
    assert again.info.artifact_uri.endswith(f"/{run.info.run_id}/artifacts")


def test_status_and_end_time_are_set(client, run):
    client.set_terminated(run.info.run_id, "KILLED", end_time=1_700_000_000_999)
    info = client.get_run(run.info.run_id).info
    assert (info.status, info.end_time) == ("KILLED", 1_700_000_000_999)
    client.update_run(run.info.run_id, status="RUNNING")
    assert client.get_run(run.info.run_id).info.status == "RUNNING"


def test_the_name_tag_follows_the_run_name(client, run):
    client.update_run(run.info.run_id, name="by update")
    again = client.get_run(run.info.run_id)
    assert (again.info.run_name, again.data.tags["mlflow.runName"]) == ("by update", "by update")


def test_the_run_name_follows_the_name_tag(client, run):
    client.set_tag(run.info.run_id, "mlflow.runName", "by tag")
    again = client.get_run(run.info.run_id)
    assert (again.info.run_name, again.data.tags["mlflow.runName"]) == ("by tag", "by tag")


def test_two_different_names_are_refused(client, experiment, refused):
    with refused("INVALID_PARAMETER_VALUE"):
        client.create_run(experiment, run_name="one", tags={"mlflow.runName": "two"})


def test_a_batch_is_logged(client, run):
    now = int(time.time() * 1000)
    client.log_batch(
        run.info.run_id,
        metrics=[Metric("m", value, now, step) for step, value in enumerate([3.0, 2.0, 1.0])],
        params=[Param("p", "1"), Param("q", "2")],
        tags=[RunTag("t", "x")],
    )
    data = client.get_run(run.info.run_id).data
    assert data.metrics == {"m": 1.0}
    assert data.params == {"p": "1", "q": "2"}
    assert data.tags["t"] == "x"


def test_more_than_one_batch_of_metrics_is_split_by_the_client(client, experiment, run):
    import mlflow

    with mlflow.start_run(run_id=run.info.run_id):
        mlflow.log_metrics({f"m{number}": float(number) for number in range(1500)})
        mlflow.log_params({f"p{number}": number for number in range(250)})
    data = client.get_run(run.info.run_id).data
    assert len(data.metrics) == 1500
    assert len(data.params) == 250


def test_params_do_not_change(client, run, refused):
    client.log_param(run.info.run_id, "p", "1")
    client.log_param(run.info.run_id, "p", "1")
    with refused("INVALID_PARAMETER_VALUE", match="Changing param values is not allowed"):
        client.log_param(run.info.run_id, "p", "2")
    assert client.get_run(run.info.run_id).data.params == {"p": "1"}


def test_tags_change_and_go(client, run):
    client.set_tag(run.info.run_id, "t", "1")
    client.set_tag(run.info.run_id, "t", "2")
    assert client.get_run(run.info.run_id).data.tags["t"] == "2"
    client.delete_tag(run.info.run_id, "t")
    assert "t" not in client.get_run(run.info.run_id).data.tags


def test_a_deleted_run_is_closed_until_restored(client, experiment, run, refused):
    client.log_metric(run.info.run_id, "m", 1)
    client.delete_run(run.info.run_id)
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "deleted"
    with refused("INVALID_PARAMETER_VALUE", match="must be in the 'active' state"):
        client.log_metric(run.info.run_id, "m", 2)
    with refused("INVALID_PARAMETER_VALUE"):
        client.log_param(run.info.run_id, "p", 2)
    deleted = client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)
    assert [found.info.run_id for found in deleted] == [run.info.run_id]
    client.restore_run(run.info.run_id)
    client.log_metric(run.info.run_id, "n", 2)
    assert client.get_run(run.info.run_id).data.metrics == {"m": 1, "n": 2}


def test_an_experiment_is_deleted_and_restored_with_its_runs(client, experiment, run, refused):
    client.delete_experiment(experiment)
    assert client.get_experiment(experiment).lifecycle_stage == "deleted"
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "deleted"
    with refused("INVALID_PARAMETER_VALUE"):
        client.create_run(experiment)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.delete_experiment(experiment)
    client.restore_experiment(experiment)
    assert client.get_experiment(experiment).lifecycle_stage == "active"
    assert client.get_run(run.info.run_id).info.lifecycle_stage == "active"


def test_an_experiment_is_renamed(client, experiment, unique, refused):
    client.rename_experiment(experiment, f"renamed-{unique}")
    assert client.get_experiment(experiment).name == f"renamed-{unique}"
    assert client.get_experiment_by_name(f"scenario-{unique}") is None
    other = client.create_experiment(f"other-{unique}")
    with refused("BAD_REQUEST", "RESOURCE_ALREADY_EXISTS"):
        client.rename_experiment(other, f"renamed-{unique}")


def test_a_taken_experiment_name_is_refused(client, experiment, unique, refused):
    with refused("RESOURCE_ALREADY_EXISTS", match="already exists"):
        client.create_experiment(f"scenario-{unique}")
    client.delete_experiment(experiment)
    with refused("RESOURCE_ALREADY_EXISTS"):
        client.create_experiment(f"scenario-{unique}")


@pytest.mark.client3
def test_an_experiment_tag_is_deleted(client, experiment, refused):
    client.set_experiment_tag(experiment, "t", "1")
    client.delete_experiment_tag(experiment, "t")
    assert "t" not in client.get_experiment(experiment).tags
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.delete_experiment_tag(experiment, "t")


def test_the_default_experiment_is_there(client):
    assert client.get_experiment("0").name == "Default"
