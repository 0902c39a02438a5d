"""Artifacts whatever storage they lie in: the whole round of a model, nested folders, overwriting under readers."""

import hashlib
import json
import os
import threading
import urllib.request

import mlflow
import numpy
import pytest
from sklearn.linear_model import LogisticRegression


def call(server, method, path, body=None):
    request = urllib.request.Request(
        server + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def default_storage(server):
    storages = call(server, "GET", "/api/v1/storages")["storages"]
    return next(storage for storage in storages if storage["is_default"])


def test_the_default_storage_is_the_configured_one_and_is_well(server):
    storage = default_storage(server)
    assert storage["name"] == os.environ.get("IMPRINT_DEFAULT_STORAGE", "local")
    checked = call(server, "POST", f"/api/v1/storages/{storage['name']}/check", {})
    assert checked["state"] == "ok", checked
    assert "secret" not in json.dumps(checked)


def test_a_model_is_logged_loaded_by_its_run_and_predicts(experiment):
    features = numpy.array([[0.0, 1.0], [1.0, 0.0], [0.2, 0.9], [0.9, 0.1]])
    model = LogisticRegression().fit(features, [0, 1, 0, 1])
    with mlflow.start_run() as run:
        mlflow.sklearn.log_model(model, "model")
    loaded = mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/model")
    assert list(loaded.predict(features)) == [0, 1, 0, 1]


def test_a_nested_folder_comes_back_as_it_was_sent(experiment, tmp_path):
    sent = {}
    for name in ["a.txt", "b/c.bin", "b/d/e f.json", "b/d/\u00fc+b.txt", "b/d/g/h/i", "empty"]:
        file = tmp_path / "sent" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        content = b"" if name == "empty" else os.urandom(len(name) * 1000)
        file.write_bytes(content)
        sent[name] = hashlib.sha256(content).hexdigest()
    with mlflow.start_run() as run:
        mlflow.log_artifacts(str(tmp_path / "sent"), "folder")
    got = mlflow.artifacts.download_artifacts(
        run_id=run.info.run_id, artifact_path="folder", dst_path=str(tmp_path / "got")
    )
    found = {}
    for root, _, files in os.walk(got):
        for file in files:
            path = os.path.join(root, file)
            with open(path, "rb") as content:
                found[os.path.relpath(path, got)] = hashlib.sha256(content.read()).hexdigest()
    assert found == sent


def test_readers_get_the_whole_old_or_the_whole_new_file(server, run):
    root = run.info.artifact_uri.removeprefix("mlflow-artifacts:/")
    url = f"{server}/api/2.0/mlflow-artifacts/artifacts/{root}/changing"
    versions = [os.urandom(3_000_000) for _ in range(2)]
    whole = {hashlib.sha256(version).hexdigest() for version in versions}

    def put(version):
        request = urllib.request.Request(url, method="PUT", data=version)
        urllib.request.urlopen(request, timeout=60).read()

    put(versions[0])
    strange, ended = [], threading.Event()

    def read():
        while not ended.is_set():
            with urllib.request.urlopen(url, timeout=60) as answer:
                digest = hashlib.sha256(answer.read()).hexdigest()
            if digest not in whole:
                strange.append(digest)

    readers = [threading.Thread(target=read) for _ in range(20)]
    for reader in readers:
        reader.start()
    for i in range(1, 9):
        put(versions[i % 2])
    ended.set()
    for reader in readers:
        reader.join(timeout=60)
    assert strange == []


@pytest.mark.parametrize("form", ["tar", "tar.gz", "zip"])
def test_a_folder_comes_as_one_archive(server, run, client, tmp_path, form):
    for name in ["x/one.txt", "x/y/two.txt"]:
        client.log_text(run.info.run_id, "content of " + name, name)
    url = f"{server}/api/v1/candidates/{run.info.run_id}/archive?path=x&format={form}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        archive = answer.read()
    file = tmp_path / ("a." + form)
    file.write_bytes(archive)
    import shutil

    shutil.unpack_archive(file, tmp_path / "out", {"tar": "tar", "tar.gz": "gztar", "zip": "zip"}[form])
    assert (tmp_path / "out/one.txt").read_text() == "content of x/one.txt"
    assert (tmp_path / "out/y/two.txt").read_text() == "content of x/y/two.txt"
