"""Registered models, their versions, aliases, stages and references, and prompts."""

import mlflow
import numpy
import pytest
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

# Stated, because inferring them starts another Python for each model.
NEEDS = ["scikit-learn"]
ROW = numpy.array([[5.1, 3.5, 1.4, 0.2]])
IS_3 = int(mlflow.__version__.split(".")[0]) > 2


@pytest.fixture
def name(unique):
    return f"iris-{unique}"


@pytest.fixture
def trained():
    """Logs a small model in a run of its own and gives its URI; each call trains another."""

    def train(strength=2.0):
        features, target = load_iris(return_X_y=True)
        model = LogisticRegression(C=strength, max_iter=500).fit(features, target)
        signature = infer_signature(features, model.predict(features))
        where = {"name": "model"} if IS_3 else {"artifact_path": "model"}
        with mlflow.start_run():
            mlflow.log_param("strength", strength)
            logged = mlflow.sklearn.log_model(model, signature=signature, pip_requirements=NEEDS, **where)
        return logged.model_uri

    return train


def predicts(uri):
    return mlflow.pyfunc.load_model(uri).predict(ROW)[0] == 0


@pytest.fixture
def iris(experiment, trained, name):
    """A model with one version, made as the fluent API makes it."""
    return mlflow.register_model(trained(), name)


def test_a_registered_model_is_loaded_by_number_latest_and_alias(client, iris, name):
    assert str(iris.version) == "1"
    client.set_registered_model_alias(name, "champion", iris.version)
    for reference in ("/1", "/latest", "@champion"):
        assert predicts(f"models:/{name}{reference}"), reference
    native = mlflow.sklearn.load_model(f"models:/{name}@champion")
    assert native.C == 2.0
    found = client.get_model_version(name, "1")
    assert found.run_id
    assert found.aliases == ["champion"]
    assert found.current_stage == "None"
    assert found.status == "READY"


def test_log_model_registers_in_one_step(client, experiment, name):
    features, target = load_iris(return_X_y=True)
    model = LogisticRegression(max_iter=500).fit(features, target)
    where = {"name": "model"} if IS_3 else {"artifact_path": "model"}
    with mlflow.start_run():
        mlflow.sklearn.log_model(
            model, registered_model_name=name, input_example=features[:2], pip_requirements=NEEDS, **where
        )
    assert predicts(f"models:/{name}/1")
    assert [str(each.version) for each in client.get_latest_versions(name)] == ["1"]


@pytest.mark.imprint
def test_every_version_has_a_semantic_version(client, iris, trained, name):
    assert client.get_model_version(name, "1").tags["imprint.semver"] == "1.0.0"
    same = mlflow.register_model(trained(3.0), name)
    assert client.get_model_version(name, same.version).tags["imprint.semver"] == "1.0.1"
    given = mlflow.register_model(trained(), name, tags={"imprint.semver": "1.2.3"})
    assert client.get_model_version(name, given.version).tags["imprint.semver"] == "1.2.3"
    assert predicts(f"models:/{name}/1.2.3")
    assert predicts(f"models:/{name}@1.0.1")


@pytest.mark.imprint
def test_channels_are_aliases_and_stages(client, iris, name):
    client.set_registered_model_alias(name, "production", "1")
    assert predicts(f"models:/{name}@production")
    assert predicts(f"models:/{name}/Production")
    assert predicts(f"models:/{name}/production")
    assert client.get_model_version(name, "1").current_stage == "Production"
    client.set_registered_model_alias(name, "dev", "1")
    assert predicts(f"models:/{name}/dev")


@pytest.mark.imprint
@pytest.mark.parametrize("reference", ["@^1.2", "@latest-approved", "@1.x", "@>=1,<2"])
def test_what_nobody_approved_is_not_in_a_range(iris, name, refused, reference):
    with refused("RESOURCE_DOES_NOT_EXIST", match="1.0.0 (number 1, registered)"):
        mlflow.pyfunc.load_model(f"models:/{name}{reference}")


def test_unknown_references_say_so(client, iris, name, refused):
    with refused("INVALID_PARAMETER_VALUE", match="Registered model alias nobody not found."):
        mlflow.pyfunc.load_model(f"models:/{name}@nobody")
    with refused("INVALID_PARAMETER_VALUE", match="Invalid Model Version stage: bogus"):
        mlflow.pyfunc.load_model(f"models:/{name}/bogus")
    with refused("RESOURCE_DOES_NOT_EXIST", match="version=9"):
        mlflow.pyfunc.load_model(f"models:/{name}/9")
    with refused("RESOURCE_DOES_NOT_EXIST"):
        mlflow.pyfunc.load_model(f"models:/none-{name}/1")


def test_aliases_move_and_go(client, iris, trained, name, refused):
    mlflow.register_model(trained(), name)
    client.set_registered_model_alias(name, "champion", "1")
    client.set_registered_model_alias(name, "champion", "2")
    assert str(client.get_model_version_by_alias(name, "champion").version) == "2"
    assert {alias: str(version) for alias, version in client.get_registered_model(name).aliases.items()} == {"champion": "2"}
    client.delete_registered_model_alias(name, "champion")
    with refused("INVALID_PARAMETER_VALUE"):
        client.get_model_version_by_alias(name, "champion")
    with refused("INVALID_PARAMETER_VALUE", match="reserved"):
        client.set_registered_model_alias(name, "latest", "1")


def test_stages(client, iris, trained, name, refused):
    mlflow.register_model(trained(), name)
    client.transition_model_version_stage(name, "1", "Production")
    assert predicts(f"models:/{name}/Production")
    moved = client.transition_model_version_stage(name, "2", "production", archive_existing_versions=True)
    assert moved.current_stage == "Production"
    assert client.get_model_version(name, "1").current_stage == "Archived"
    assert [str(each.version) for each in client.get_latest_versions(name, ["Production"])] == ["2"]
    with refused("INVALID_PARAMETER_VALUE", match="bogus"):
        client.transition_model_version_stage(name, "1", "bogus")


def test_a_version_passes_from_stage_to_stage(client, iris, trained, name):
    mlflow.register_model(trained(0.1), name)
    client.transition_model_version_stage(name, "1", "Staging")
    moved = client.transition_model_version_stage(name, "1", "Production")
    assert moved.current_stage == "Production"
    assert client.get_latest_versions(name, stages=["Staging"]) == []
    assert [found.version for found in client.get_latest_versions(name, stages=["Production"])] in (["1"], [1])
    client.transition_model_version_stage(name, "2", "Production", archive_existing_versions=True)
    assert client.get_model_version(name, "1").current_stage == "Archived"
    back = client.transition_model_version_stage(name, "2", "Staging")
    assert back.current_stage == "Staging"
    assert client.get_latest_versions(name, stages=["Production"]) == []


def test_versions_and_models_are_found(client, iris, trained, name):
    mlflow.register_model(trained(), name)
    client.set_model_version_tag(name, "2", "reviewed", "yes")
    client.set_registered_model_tag(name, "team", "vision 🦉")
    by_name = f"name = '{name}'"
    assert {str(each.version) for each in client.search_model_versions(by_name)} == {"1", "2"}
    assert [str(each.version) for each in client.search_model_versions(f"{by_name} AND tags.reviewed = 'yes'")] == ["2"]
    assert [str(each.version) for each in client.search_model_versions(f"run_id = '{iris.run_id}'")] == ["1"]
    ordered = client.search_model_versions(by_name, order_by=["version_number ASC"], max_results=1)
    assert [str(each.version) for each in ordered] == ["1"]
    following = client.search_model_versions(
        by_name, order_by=["version_number ASC"], max_results=1, page_token=ordered.token
    )
    assert [str(each.version) for each in following] == ["2"]
    (model,) = client.search_registered_models(f"{by_name} AND tags.team LIKE 'vision%'")
    assert model.tags["team"] == "vision 🦉"
    assert [str(each.version) for each in model.latest_versions] == ["2"]
    assert [each.name for each in mlflow.search_registered_models(filter_string=by_name)] == [name]


def test_notes_and_tags(client, iris, name):
    client.update_registered_model(name, "what it is for")
    client.update_model_version(name, "1", "what is new")
    assert client.get_registered_model(name).description == "what it is for"
    assert client.get_model_version(name, "1").description == "what is new"
    client.set_model_version_tag(name, "1", "a", "1")
    client.delete_model_version_tag(name, "1", "a")
    client.delete_model_version_tag(name, "1", "a")
    assert "a" not in client.get_model_version(name, "1").tags


def test_a_copy_predicts_as_its_source(client, iris, name):
    target = f"{name}-copy"
    copied = client.copy_model_version(f"models:/{name}/1", target)
    assert copied.name == target
    assert copied.run_id == iris.run_id
    assert copied.source == f"models:/{name}/1"
    client.set_registered_model_alias(name, "champion", "1")
    client.copy_model_version(f"models:/{name}@champion", target)
    assert predicts(f"models:/{target}/2")
    client.delete_registered_model(name)
    assert predicts(f"models:/{target}/1")


def test_a_rename_takes_the_versions_along(client, iris, name):
    client.rename_registered_model(name, f"{name}-new")
    assert predicts(f"models:/{name}-new/1")


def test_deleted_versions_and_models_are_gone(client, iris, trained, name, refused):
    mlflow.register_model(trained(), name)
    client.set_registered_model_alias(name, "champion", "2")
    client.delete_model_version(name, "2")
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.get_model_version(name, "2")
    with refused("INVALID_PARAMETER_VALUE"):
        client.get_model_version_by_alias(name, "champion")
    assert str(mlflow.register_model(trained(), name).version) == "3"
    client.delete_registered_model(name)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client.get_registered_model(name)


@pytest.mark.imprint
def test_a_version_outlives_its_run_and_its_files(client, iris, name):
    client.delete_run(iris.run_id)
    if IS_3:
        for model in client.search_logged_models([client.get_run(iris.run_id).info.experiment_id]):
            client.delete_logged_model(model.model_id)
    assert predicts(f"models:/{name}/1")


def test_register_model_makes_the_model_once(client, experiment, trained, name):
    uri = trained()
    assert [str(mlflow.register_model(uri, name).version) for _ in range(3)] == ["1", "2", "3"]


@pytest.mark.client3
def test_a_logged_model_knows_its_versions(client, iris, name):
    (model,) = client.search_logged_models([client.get_run(iris.run_id).info.experiment_id])
    assert name in model.tags["mlflow.modelVersions"]


@pytest.mark.client3
def test_prompts(client, unique, refused):
    name = f"prompt-{unique}"
    first = mlflow.genai.register_prompt(name=name, template="Hello {{who}}", commit_message="first", tags={"team": "a"})
    assert first.version == 1
    mlflow.genai.register_prompt(name=name, template=[{"role": "user", "content": "Bye {{who}}"}])
    mlflow.genai.set_prompt_alias(name, alias="production", version=1)
    assert mlflow.genai.load_prompt(f"prompts:/{name}/1").format(who="you") == "Hello you"
    assert mlflow.genai.load_prompt(f"prompts:/{name}@production").version == 1
    assert mlflow.genai.load_prompt(f"prompts:/{name}/2").template[0]["content"] == "Bye {{who}}"
    assert [prompt.name for prompt in mlflow.genai.search_prompts(filter_string=f"name = '{name}'")] == [name]
    assert not list(client.search_registered_models(f"name = '{name}'"))
    assert not list(client.search_model_versions(f"name = '{name}'"))
    mlflow.genai.set_prompt_version_tag(name, 1, "lang", "en")
    assert mlflow.genai.load_prompt(f"prompts:/{name}/1").tags["lang"] == "en"
    mlflow.genai.delete_prompt_alias(name, "production")
    assert mlflow.genai.load_prompt(f"prompts:/{name}@production", allow_missing=True) is None
    with refused("RESOURCE_ALREADY_EXISTS", "BAD_REQUEST", "INVALID_PARAMETER_VALUE"):
        client.create_registered_model(name)
