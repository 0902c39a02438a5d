"""Evidence and attestations, checked by stock tools; and what becomes of a store that somebody tampered with."""

import hashlib
import io
import os
import pathlib
import shutil
import subprocess
import tarfile
import time
import zipfile

from wire import ask

ROOT = pathlib.Path(__file__).resolve().parents[2]
IMPRINT = ROOT / "imprint"
WEIGHTS = "data/weights.bin"


def run(*command, **more):
    ended = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, **more)
    return ended.returncode, ended.stdout + ended.stderr


def verifiers(bundle, folder, key):
    """Each tool that verifies, and how it is called."""
    stock = (os.environ["STOCK_VERIFIER"], "verify", "key", "--signature", bundle, "--public_key", key)
    return {
        "model_signing": (*stock, "--no-ignore-git-paths", folder),
        "verify.sh": (ROOT / "scripts" / "verify.sh", bundle, folder, key),
        "imprint check": (IMPRINT, "check", "attestation", bundle, folder, "--key", key),
    }


def flip(path):
    """Changes one bit in the middle of a file."""
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def download(churn, folder):
    """A version as a consumer has it: files, bundle, key."""
    archive = churn.get("/versions/1.0.0/archive?format=tar").bytes
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data") if hasattr(tarfile, "data_filter") else tar.extractall(folder)
    bundle, key = folder.parent / "model.sig", folder.parent / "key.pem"
    shutil.move(folder / "model.sig", bundle)
    key.write_bytes(ask("GET", "/api/v1/keys", who=None, headers={"Accept": "application/x-pem-file"}).bytes)
    return bundle, key, archive


def play(tally, churn, work):
    folder = work / "files"
    folder.mkdir()
    bundle, key, archive = download(churn, folder)
    tally.check("the archive ends with model.sig", bundle.read_bytes() == churn.get("/versions/1/model.sig").bytes)
    again = churn.get("/versions/production/archive?format=tar").bytes
    tally.check("the archive is the same bytes again", archive == again)
    for tool, command in verifiers(bundle, folder, key).items():
        code, said = run(*command)
        tally.check(f"{tool} verifies the version", code == 0, said)

    evidence = zipfile.ZipFile(io.BytesIO(churn.get("/versions/1.0.0/evidence.zip").bytes))
    names = {"model.sig", "key.pem", "promotion.json", "policies/model-1.yaml", "provenance.json", "verify.sh", "manifest.sha256"}
    tally.check("the evidence is complete", names == set(evidence.namelist()), evidence.namelist())
    evidence.extractall(work / "evidence")
    told = work / "evidence"
    code, said = run("bash", told / "verify.sh", told / "model.sig", folder, told / "key.pem")
    tally.check("the evidence verifies the files", code == 0, said)
    digest = "sha256:" + hashlib.sha256((told / "manifest.sha256").read_bytes()).hexdigest()
    version = churn.get("/versions/1.0.0").json
    tally.check("its manifest has the digest of the version", digest == version["digest"], digest)
    tally.check("a version is found by its digest", churn.get(f"/versions/{digest}").json["number"] == 1)

    flip(folder / WEIGHTS)
    for tool, command in verifiers(bundle, folder, key).items():
        code, said = run(*command)
        tally.check(f"{tool} finds one changed bit", code == 1 and WEIGHTS in said, f"{code}: {said}")


def blob(churn, data):
    """The file of the store that holds the weights."""
    content = churn.get(f"/versions/1.0.0/files/{WEIGHTS}").bytes
    for folder, _, names in os.walk(data):
        for path in (pathlib.Path(folder, name) for name in names):
            if path.stat().st_size == len(content) and path.read_bytes() == content:
                return path
    raise AssertionError("no file of the data folder holds the weights")


def tamper(tally, churn, work):
    """Last of all, for the version is lost afterwards."""
    damaged = blob(churn, os.environ["IMPRINT_DATA"])
    code, said = run(IMPRINT, "check", "storage")
    tally.check("imprint check storage finds nothing wrong", code == 0, said)
    flip(damaged)
    for what in (f"files/{WEIGHTS}", "archive?format=tar", "archive?format=tar.gz", "archive?format=zip"):
        answer = churn.get(f"/versions/1.0.0/{what}")
        tally.check(f"tampered with: {what} fails", answer.cut or answer.status >= 400, answer)
    tally.answered("its other files are there", churn.get("/versions/1.0.0/files/MLmodel"), 200)
    code, said = run(IMPRINT, "check", "storage")
    named = any(line.startswith("wrong") and damaged.name in line and WEIGHTS in line for line in said.splitlines())
    tally.check("imprint check storage names it", code == 3 and named, f"{code}: {said}")
    walked = ask("POST", "/api/v1/upkeep/patrol", who="ada")
    tally.check("the patrol finds it", walked.status == 200 and walked.json["damaged"] >= 1, walked)
    fetched = work / "fetched after"
    code, said = run(ROOT / "scripts" / "ci" / "fetch.py", "churn", "1.0.0", "--to", fetched, env=reader())
    left = [path for path in fetched.rglob("*") if ".keys" not in path.parts]
    tally.check("fetch.py fails", code == 1 and "Traceback" not in said, f"{code}: {said}")
    tally.check("fetch.py leaves nothing", left == [], left)


def compromised(tally, churn):
    """Within a minute of the patrol the version leaves every reference."""
    until = time.monotonic() + 150
    states = {}
    while states.get("1.0.0") != "compromised" and time.monotonic() < until:
        states = {each["semver"]: each["state"] for each in churn.get("/versions").json["versions"] if each["approved"]}
        time.sleep(1)
    as_wanted = states == {"1.0.0": "compromised", "1.0.1": "approved"}
    tally.check("the version is compromised, the other one is not", as_wanted, states)
    for reference in ("1.0.0", "1", "production"):
        gone = churn.get(f"/versions/{reference}")
        tally.check(f"{reference} is withdrawn", gone.status == 410 and b"compromised" in gone.bytes, gone)
    tally.check("ranges mean another", churn.get("/versions/%5E1").json.get("semver") == "1.0.1")


def reader():
    """The environment of a job that may read."""
    return {**os.environ, "MLFLOW_TRACKING_TOKEN": os.environ["TOKEN_rae"]}
