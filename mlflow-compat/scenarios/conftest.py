"""Ground for all scenarios: the server under test, an experiment of one's own, no state left behind."""

import os
import uuid

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

MAJOR = int(mlflow.__version__.split(".")[0])


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("client3") and MAJOR < 3:
            item.add_marker(pytest.mark.skip(reason="this feature came with the 3.x client"))
        if item.get_closest_marker("client2") and MAJOR > 2:
            item.add_marker(pytest.mark.skip(reason="the 3.x client does this differently"))
        if item.get_closest_marker("imprint") and os.environ.get("SERVER_IS_MLFLOW"):
            item.add_marker(pytest.mark.skip(reason="MLflow's own server differs here"))


@pytest.fixture(scope="session")
def server():
    url = os.environ.get("IMPRINT_URL")
    if not url:
        pytest.exit("IMPRINT_URL must name the server under test", returncode=2)
    return url.rstrip("/")


@pytest.fixture(autouse=True)
def clean_client(server, tmp_path, monkeypatch):
    """Each test starts with a fresh client state and leaves no active run."""
    monkeypatch.chdir(tmp_path)
    # A refused request must come back at once, and a dead server must not hold the suite for minutes.
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "30")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server)
    monkeypatch.setenv("GIT_PYTHON_REFRESH", "quiet")
    mlflow.set_tracking_uri(server)
    mlflow.disable_system_metrics_logging()
    yield
    while mlflow.active_run():
        mlflow.end_run()
    mlflow.autolog(disable=True, silent=True)


@pytest.fixture
def client(server):
    return MlflowClient(server)


@pytest.fixture
def unique():
    return uuid.uuid4().hex[:12]


@pytest.fixture
def experiment(client, unique):
    """The id of a fresh experiment, also the fluent API's current one."""
    experiment_id = client.create_experiment(f"scenario-{unique}")
    mlflow.set_experiment(experiment_id=experiment_id)
    return experiment_id


@pytest.fixture
def run(client, experiment):
    """A running run in the fresh experiment."""
    return client.create_run(experiment)


@pytest.fixture
def refused():
    """`with refused("CODE", match="…"):` the server must refuse with that code (or one of several)."""

    class Refusal:
        def __init__(self, *codes, match=None):
            self.codes, self.match = codes, match

        def __enter__(self):
            return self

        def __exit__(self, kind, error, trace):
            assert kind is not None, "the server accepted what it should refuse"
            if not issubclass(kind, MlflowException):
                return False
            assert error.error_code in self.codes, f"{error.error_code}: {error}"
            if self.match:
                assert self.match in str(error)
            return True

    return Refusal
