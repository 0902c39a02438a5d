"""Candidates that were promoted over HTTP, as the stock client sees them."""

import mlflow
import numpy
import pytest
import requests
from mlflow.models import infer_signature
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from sklearn.linear_model import LinearRegression

pytestmark = pytest.mark.imprint

# Stated, because inferring them starts another Python for each model.
NEEDS = ["scikit-learn"]
IS_3 = int(mlflow.__version__.split(".")[0]) > 2
AUC = "rules: [{metric: auc, min: 0.9}]\nwaivers: {roles: [admin]}\n"


class Api:
    """The REST API of one model."""

    def __init__(self, server, model):
        self.root, self.model = f"{server}/api/v1/projects/default", model

    def call(self, method, path, status, **body):
        answer = requests.request(method, self.root + path, timeout=60, **body)
        assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
        return answer.json()

    def promote(self, run_id, status=201, **more):
        body = {"model": self.model, "candidate": run_id, "path": "model", **more}
        return self.call("POST", "/promotions", status, json=body)

    def of_model(self, method, path, status=200, **body):
        return self.call(method, f"/models/{self.model}{path}", status, **body)

    def policy(self, text, channel=None):
        where = f"/channels/{channel}/policy" if channel else "/policy"
        self.of_model("PUT", where, data=text, headers={"Content-Type": "application/yaml"})


@pytest.fixture
def name(client, unique):
    """A model that has no version yet."""
    client.create_registered_model(f"line-{unique}")
    return f"line-{unique}"


@pytest.fixture
def api(server, name):
    return Api(server, name)


@pytest.fixture
def trained(experiment):
    """Trains a line of a slope, logs it with its metric and gives the run's id."""

    def train(slope, auc=0.95):
        features = numpy.arange(8.0).reshape(-1, 1)
        model = LinearRegression().fit(features, slope * features[:, 0])
        signature = infer_signature(features, model.predict(features))
        where = {"name": "model"} if IS_3 else {"artifact_path": "model"}
        with mlflow.start_run() as run:
            mlflow.log_metric("auc", auc)
            mlflow.sklearn.log_model(model, signature=signature, pip_requirements=NEEDS, **where)
        return run.info.run_id

    return train


def slope(name, reference):
    """What the model of a reference predicts for one."""
    loaded = mlflow.pyfunc.load_model(f"models:/{name}{reference}")
    return round(float(loaded.predict(numpy.array([[1.0]]))[0]), 6)


def files_of(client, run_id):
    """The artifacts of the model that a run logged, where the client keeps them."""
    run = client.get_run(run_id)
    if IS_3:
        model = client.get_logged_model(run.outputs.model_outputs[0].model_id)
        return get_artifact_repository(model.artifact_location)
    return get_artifact_repository(f"{run.info.artifact_uri}/model")


def test_a_promoted_version_is_loaded_by_every_reference(client, api, name, trained):
    run_id = trained(2)
    answer = api.promote(run_id, channel="production")
    assert (answer["state"], answer["number"], answer["semver"]) == ("approved", 1, "1.0.0")
    for reference in ("@^1.0", "/1.0.0", "@production", "/Production", "@latest-approved", "/latest", "/1"):
        assert slope(name, reference) == 2, reference
    version = client.get_model_version(name, "1")
    assert version.run_id == run_id
    assert version.current_stage == "Production"
    assert version.tags["imprint.semver"] == "1.0.0"
    digest = api.of_model("GET", "/versions/production")["digest"]
    assert slope(name, f"@{digest}") == 2


def test_the_highest_of_a_range_is_loaded(api, name, trained):
    for given, semver in ((2, "1.0.0"), (3, "1.1.0"), (4, "1.9.9-rc.1"), (5, "2.0.0")):
        api.promote(trained(given), semver=semver)
    assert slope(name, "@^1.0") == 3
    assert slope(name, "@~1.0.0") == 2
    assert slope(name, "@>=1.9.9-rc.0,<2") == 4
    assert slope(name, "@latest-approved") == 5


def test_a_version_outlives_what_becomes_of_its_run(client, api, name, trained, tmp_path):
    run_id = trained(2)
    api.promote(run_id, channel="production")
    repository = files_of(client, run_id)
    paths = [each.path for each in repository.list_artifacts() if not each.is_dir]
    assert "MLmodel" in paths
    for path in paths:
        (tmp_path / path).write_text("overwritten")
        repository.log_artifact(str(tmp_path / path))
    assert slope(name, "@production") == 2
    for path in paths:
        repository.delete_artifacts(path)
    assert not [each for each in repository.list_artifacts() if not each.is_dir]
    for reference in ("@production", "/1.0.0", "/1"):
        assert slope(name, reference) == 2, reference
    client.delete_run(run_id)
    assert slope(name, "@latest-approved") == 2


def test_a_policy_refuses_and_names_who_would_pass(client, api, name, trained, refused):
    api.policy(AUC)
    good, weak = trained(2, auc=0.97), trained(3, auc=0.5)
    answer = api.promote(weak, status=422)
    assert answer["state"] == "refused"
    (rule,) = answer["verdict"]["rules"]
    assert (rule["outcome"], rule["actual"]) == ("fail", 0.5)
    assert [each["candidate"] for each in answer["nearest"]] == [good]
    assert not client.search_model_versions(f"name = '{name}'")
    with refused("RESOURCE_DOES_NOT_EXIST"):
        slope(name, "@latest-approved")
    api.promote(answer["nearest"][0]["candidate"])
    assert slope(name, "@latest-approved") == 2


def test_a_waiver_lets_a_refused_candidate_pass(api, name, trained):
    api.policy(AUC)
    answer = api.promote(trained(3, auc=0.5), status=422, channel="staging")
    waiver = {"rule": answer["verdict"]["rules"][0]["id"], "reason": "the old one is worse"}
    waived = api.call("POST", f"/promotions/{answer['id']}/waivers", 200, json=waiver)
    assert waived["state"] == "approved"
    assert waived["verdict"]["rules"][0]["outcome"] == "waived"
    assert slope(name, "@staging") == 3


def test_what_waits_for_approvals_is_not_loaded_by_range(api, name, trained, refused):
    api.policy("approvals: {count: 1, roles: [admin]}\n")
    waiting = api.promote(trained(2), status=202, channel="production")
    assert waiting["missing"][0]["count"] == 1
    for reference in ("@latest-approved", "@^1.0", "@production"):
        with refused("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
            slope(name, reference)
    decision = {"decision": "approve", "comment": "looked at it"}
    done = api.call("POST", f"/promotions/{waiting['id']}/approvals", 200, json=decision)
    assert done["state"] == "approved"
    assert slope(name, "@production") == 2


def test_a_rollback_and_a_look_back(api, name, trained):
    api.promote(trained(2), channel="production")
    api.promote(trained(3), channel="production")
    assert slope(name, "@production") == 3
    second = api.of_model("GET", "/channels/production/history")["moves"][0]["at"]
    api.of_model("POST", "/channels/production/rollback", json={"reason": "it predicts nonsense"})
    assert slope(name, "@production") == 2
    assert slope(name, "@latest-approved") == 3
    then = api.of_model("GET", f"/versions/production?at={second}")
    assert then["semver"] == "1.0.1"
    assert api.of_model("GET", "/versions/production")["semver"] == "1.0.0"
    newest = api.of_model("GET", "/channels/production/history")["moves"][0]
    assert newest["rollback"] and newest["from"]["number"] == 2 and newest["to"]["number"] == 1


def test_stages_are_channels_under_their_policies(client, api, name, trained, refused):
    api.promote(trained(2, auc=0.95))
    api.promote(trained(3, auc=0.5))
    api.policy(AUC, channel="production")
    with refused("PERMISSION_DENIED", match="auc is 0.5, wanted at least 0.9"):
        client.transition_model_version_stage(name, "2", "Production")
    assert client.get_model_version(name, "2").current_stage == "None"
    moved = client.transition_model_version_stage(name, "1", "Production", archive_existing_versions=True)
    assert moved.current_stage == "Production"
    assert slope(name, "@production") == 2
    client.transition_model_version_stage(name, "2", "Staging")
    assert slope(name, "/Staging") == 3
    with refused("PERMISSION_DENIED", match="auc is 0.5"):
        client.set_registered_model_alias(name, "production", "2")
    assert slope(name, "/Production") == 2


def test_what_was_revoked_is_loaded_no_more(client, api, name, trained, refused):
    run_id = trained(2)
    api.promote(run_id, channel="production")
    uri = client.get_model_version_download_uri(name, "1")
    assert slope(name, "@production") == 2
    api.of_model("PATCH", "/versions/1", json={"state": "revoked", "reason": "it leaks"})
    for reference in ("/1", "/1.0.0", "@production", "@^1"):
        with refused("RESOURCE_DOES_NOT_EXIST"):
            mlflow.sklearn.load_model(f"models:/{name}{reference}")
    if uri.startswith("mlflow-artifacts:/versions/"):
        with pytest.raises(requests.HTTPError, match="it leaks"):
            mlflow.artifacts.download_artifacts(uri + "/MLmodel")
    withdrawn = api.of_model("GET", "/versions/1", status=410)
    assert withdrawn["detail"].endswith("revoked: it leaks")
    assert api.of_model("GET", "/versions/1?inspect=true")["state"] == "revoked"
    assert api.of_model("GET", "/versions/1/provenance")["candidate"] == run_id
