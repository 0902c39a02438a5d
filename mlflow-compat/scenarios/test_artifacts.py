"""Files of runs through the artifact proxy."""

import json
import os

import matplotlib
import mlflow
import numpy
import pandas
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot  # noqa: E402 (after the backend is chosen)


def read(uri):
    with open(mlflow.artifacts.download_artifacts(uri), "rb") as file:
        return file.read()


def test_text_and_dictionaries_return_unchanged(experiment):
    text = "zwei Zeilen\n🦉\n"
    with mlflow.start_run() as active:
        mlflow.log_text(text, "notes/über.txt")
        mlflow.log_dict({"a": [1, 2.5, None], "🦉": True}, "settings.json")
        mlflow.log_dict({"b": {"c": 1}}, "settings.yaml")
    root = f"runs:/{active.info.run_id}"
    assert mlflow.artifacts.load_text(f"{root}/notes/über.txt") == text
    assert mlflow.artifacts.load_dict(f"{root}/settings.json") == {"a": [1, 2.5, None], "🦉": True}
    assert read(f"{root}/settings.yaml") == b"b:\n  c: 1\n"


def test_a_folder_is_uploaded_listed_and_downloaded(client, experiment, tmp_path):
    source = tmp_path / "source"
    contents = {"a.txt": b"a", "empty": b"", "deep/b.bin": bytes(range(256)), "deep/er/c d.txt": b"c" * 100_000}
    for name, content in contents.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    with mlflow.start_run() as active:
        mlflow.log_artifacts(str(source), "tree")
    run_id = active.info.run_id
    assert [(entry.path, entry.is_dir) for entry in client.list_artifacts(run_id)] == [("tree", True)]
    listed = {entry.path: (entry.is_dir, entry.file_size) for entry in client.list_artifacts(run_id, "tree")}
    assert set(listed) == {"tree/a.txt", "tree/empty", "tree/deep"}
    assert listed["tree/a.txt"] == (False, 1)
    assert listed["tree/deep"][0]
    target = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="tree", dst_path=str(tmp_path / "target"))
    found = {}
    for folder, _, files in os.walk(target):
        for file in files:
            path = os.path.join(folder, file)
            with open(path, "rb") as opened:
                found[os.path.relpath(path, target)] = opened.read()
    assert found == contents


# Names with `%` and `?` are sent unescaped by the client itself; the differential cases cover them.
@pytest.mark.parametrize("name", ["with space", "plus+sign", "semi;colon", "a=b&c", "[x]", "ümläut 🦉", ".hidden", "x" * 200])
def test_odd_file_names_return_unchanged(client, experiment, tmp_path, name):
    (tmp_path / name).write_bytes(b"odd")
    with mlflow.start_run() as active:
        mlflow.log_artifact(str(tmp_path / name), "odd")
    run_id = active.info.run_id
    assert [entry.path for entry in client.list_artifacts(run_id, "odd")] == [f"odd/{name}"]
    with open(client.download_artifacts(run_id, f"odd/{name}", str(tmp_path)), "rb") as file:
        assert file.read() == b"odd"


def test_an_artifact_is_overwritten(experiment):
    with mlflow.start_run() as active:
        mlflow.log_text("first, and longer", "a.txt")
        mlflow.log_text("second", "a.txt")
    assert mlflow.artifacts.load_text(f"runs:/{active.info.run_id}/a.txt") == "second"


def test_a_large_file_returns_byte_for_byte(client, experiment, tmp_path):
    content = os.urandom(20_000_000)
    (tmp_path / "large.bin").write_bytes(content)
    with mlflow.start_run() as active:
        mlflow.log_artifact(str(tmp_path / "large.bin"))
    assert read(f"runs:/{active.info.run_id}/large.bin") == content
    assert client.list_artifacts(active.info.run_id)[0].file_size == len(content)


def test_a_figure_and_an_image_are_stored(client, experiment):
    figure, axes = matplotlib.pyplot.subplots()
    axes.plot([1, 2, 3])
    with mlflow.start_run() as active:
        mlflow.log_figure(figure, "plots/line.png")
        mlflow.log_image(numpy.zeros((8, 8, 3), dtype=numpy.uint8), "black.png")
        mlflow.log_image(numpy.zeros((8, 8, 3), dtype=numpy.uint8), key="frame", step=3)
    run_id = active.info.run_id
    assert read(f"runs:/{run_id}/plots/line.png").startswith(b"\x89PNG")
    assert mlflow.artifacts.load_image(f"runs:/{run_id}/black.png").size == (8, 8)
    assert any("frame" in entry.path for entry in client.list_artifacts(run_id, "images"))
    assert mlflow.get_run(run_id).data.tags["mlflow.loggedImages"] == "True"


def test_a_table_grows(experiment):
    with mlflow.start_run() as active:
        mlflow.log_table({"question": ["a"], "answer": [1]}, "table.json")
        mlflow.log_table(pandas.DataFrame({"question": ["b"], "answer": [2]}), "table.json")
    frame = mlflow.load_table("table.json", run_ids=[active.info.run_id])
    assert list(frame["question"]) == ["a", "b"]
    tag = json.loads(mlflow.get_run(active.info.run_id).data.tags["mlflow.loggedArtifacts"])
    assert tag == [{"path": "table.json", "type": "table"}]


def test_a_missing_artifact_is_an_error(experiment, tmp_path):
    with mlflow.start_run() as active:
        mlflow.log_text("a", "a.txt")
    with pytest.raises(Exception, match="(?i)none.txt|not found|404"):
        mlflow.artifacts.download_artifacts(run_id=active.info.run_id, artifact_path="none.txt", dst_path=str(tmp_path))


def test_a_run_without_artifacts_lists_nothing(client, run):
    assert client.list_artifacts(run.info.run_id) == []
    assert client.list_artifacts(run.info.run_id, "none") == []


def test_artifacts_are_deleted(client, experiment):
    with mlflow.start_run() as active:
        mlflow.log_text("a", "keep.txt")
        mlflow.log_text("b", "drop/b.txt")
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    get_artifact_repository(active.info.artifact_uri).delete_artifacts("drop")
    assert [entry.path for entry in client.list_artifacts(active.info.run_id)] == ["keep.txt"]
