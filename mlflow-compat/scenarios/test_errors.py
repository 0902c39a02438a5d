"""What clients see when something is wrong: the right code, and at once."""

import time

import mlflow
import pytest
import requests
from mlflow.entities import Metric


@pytest.fixture(autouse=True)
def quick():
    """The client retries answers of 5xx for minutes; a refusal must not be one of them."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 15


def test_unknown_things_do_not_exist(client, refused):
    with refused("RESOURCE_DOES_NOT_EXIST", match="not found"):
        client.get_run("0" * 32)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.get_experiment("999999999")
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.log_metric("0" * 32, "m", 1)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.delete_run("0" * 32)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.create_run("999999999")


def test_an_absent_tag_cannot_be_deleted(client, run, refused):
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.delete_tag(run.info.run_id, "none")


def test_a_bad_key_is_refused(client, run, refused):
    with refused("INVALID_PARAMETER_VALUE"):
        client.log_metric(run.info.run_id, "a*b", 1)
    with refused("INVALID_PARAMETER_VALUE"):
        client.log_param(run.info.run_id, "k" * 251, 1)
    with refused("INVALID_PARAMETER_VALUE"):
        client.set_tag(run.info.run_id, "../up", 1)


def test_a_batch_with_one_bad_metric_logs_nothing(client, run, refused):
    with refused("INVALID_PARAMETER_VALUE"):
        client.log_batch(run.info.run_id, metrics=[Metric("good", 1.0, 1, 0), Metric("bad", 1.0, -1, 0)])
    assert client.get_run(run.info.run_id).data.metrics == {}


def test_a_bad_page_token_is_refused(client, experiment, refused):
    with refused("INVALID_PARAMETER_VALUE"):
        client.search_runs([experiment], page_token="garbage!")


def test_too_many_results_are_refused(client, experiment, refused):
    with refused("INVALID_PARAMETER_VALUE"):
        client.search_experiments(max_results=50_001)


@pytest.mark.imprint
def test_renaming_a_deleted_experiment_is_refused_without_retries(client, experiment, refused):
    client.delete_experiment(experiment)
    with refused("INVALID_PARAMETER_VALUE"):
        client.rename_experiment(experiment, "any")


@pytest.mark.imprint
def test_a_zero_byte_is_refused(client, run, refused):
    with refused("INVALID_PARAMETER_VALUE"):
        client.set_tag(run.info.run_id, "t", "a\0b")


def test_an_unknown_endpoint_is_recognised_by_the_client(server):
    from mlflow.utils.rest_utils import MlflowHostCreds, http_request, verify_rest_response

    answer = http_request(MlflowHostCreds(server), "/api/2.0/mlflow/no-such-endpoint", "GET")
    assert answer.status_code == 404
    with pytest.raises(mlflow.MlflowException) as error:
        verify_rest_response(answer, "/api/2.0/mlflow/no-such-endpoint")
    assert error.value.error_code == "ENDPOINT_NOT_FOUND"


def test_health_and_version_answer(server):
    assert requests.get(server + "/health", timeout=10).text == "OK"
    version = requests.get(server + "/version", timeout=10).text
    assert tuple(int(part) for part in version.split(".")[:2]) >= (3, 4)
