"""Files so large that clients send them in parts and fetch them in ranges, several at a time."""

import hashlib
import os
from collections import Counter

import mlflow
import pytest
import requests

MEBIBYTE = 1024 * 1024
SIZE = 60_000_017
PARTS = 12  # of 5 MiB each


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else (
            hashlib.sha256(file.read()).hexdigest()
        )


@pytest.fixture
def small_parts(monkeypatch):
    """Thresholds low enough that a file of 60 MB is a large one."""
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", str(10 * MEBIBYTE))
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", str(5 * MEBIBYTE))
    monkeypatch.setenv("MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE", str(5 * MEBIBYTE))


@pytest.fixture
def sent(monkeypatch):
    """Counts what the client sends: verb and the beginning of the path, and whether it asks for a range."""
    counted = Counter()
    send = requests.Session.send

    def counting(session, request, **settings):
        path = request.url.split("://", 1)[1].partition("/")[2].partition("?")[0]
        for known in (
            "api/2.0/mlflow-artifacts/mpu/create",
            "api/2.0/mlflow-artifacts/mpu/complete",
            "api/2.0/mlflow-artifacts/mpu/abort",
            "api/2.0/mlflow-artifacts/presigned",
            "api/2.0/mlflow-artifacts/artifacts",
        ):
            if path.startswith(known):
                counted[f"{request.method} {known.rpartition('/')[2]}"] += 1
        query = request.url.partition("?")[2].lower()
        if "signature=" in query:
            counted[f"{request.method} signed"] += 1
            counted["ranges"] += "Range" in request.headers
        return send(session, request, **settings)

    monkeypatch.setattr(requests.Session, "send", counting)
    return counted


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large model.bin"
    path.write_bytes(os.urandom(SIZE))
    return path


def upload(client, experiment, file, folder="weights"):
    run = client.create_run(experiment)
    client.log_artifact(run.info.run_id, str(file), folder)
    client.set_terminated(run.info.run_id)
    return run.info.run_id


@pytest.mark.imprint
@pytest.mark.client3
def test_a_large_file_goes_in_parts_and_comes_in_ranges(client, experiment, large, small_parts, sent, tmp_path):
    run_id = upload(client, experiment, large)
    assert (sent["POST create"], sent["PUT signed"], sent["POST complete"]) == (1, PARTS, 1)
    assert sent["PUT artifacts"] == 0
    [entry] = client.list_artifacts(run_id, "weights")
    assert (entry.path, entry.file_size) == ("weights/large model.bin", SIZE)
    (tmp_path / "target").mkdir()
    found = client.download_artifacts(run_id, "weights/large model.bin", str(tmp_path / "target"))
    assert digest(found) == digest(large)
    assert (sent["GET presigned"], sent["GET signed"], sent["ranges"]) == (1, PARTS, PARTS)


@pytest.mark.imprint
def test_a_client_that_is_told_to_sends_parts(client, experiment, large, small_parts, sent, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true")
    run_id = upload(client, experiment, large)
    assert (sent["POST create"], sent["PUT signed"], sent["POST complete"]) == (1, PARTS, 1)
    (tmp_path / "target").mkdir()
    found = client.download_artifacts(run_id, "weights/large model.bin", str(tmp_path / "target"))
    assert digest(found) == digest(large)


@pytest.mark.imprint
def test_a_part_that_fails_leaves_no_file(client, experiment, large, small_parts, sent, monkeypatch):
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true")
    from mlflow.store.artifact.http_artifact_repo import HttpArtifactRepository

    upload_part = HttpArtifactRepository._upload_part

    def failing(credential, local_file, size, start_byte):
        if credential.part_number == 3:
            raise OSError("the network is gone")
        return upload_part(credential, local_file, size, start_byte)

    monkeypatch.setattr(HttpArtifactRepository, "_upload_part", staticmethod(failing))
    run = client.create_run(experiment)
    with pytest.raises(Exception, match="Failed to upload at least one part"):
        client.log_artifact(run.info.run_id, str(large))
    assert (sent["POST abort"], sent["POST complete"]) == (1, 0)
    assert client.list_artifacts(run.info.run_id) == []


@pytest.mark.imprint
def test_small_files_go_as_before(client, experiment, sent, tmp_path):
    (tmp_path / "small.txt").write_text("small")
    run_id = upload(client, experiment, tmp_path / "small.txt", "notes")
    assert (sent["PUT artifacts"], sent["POST create"]) == (1, 0)
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/notes/small.txt") == "small"
