#!/usr/bin/env python3
"""Fetches a version of a model, verifies it, and prints the folder it lies in. Needs Python 3.9 and openssl.

    fetch.py MODEL [REFERENCE] [--to FOLDER] [--key key.pem]

REFERENCE is latest-approved unless told: a number, 1.4.2, ^1.2, a channel, an alias, sha256:…
The key is kept in FOLDER/.keys on first use and demanded to stay the same; --key pins it beforehand.
Where: MLFLOW_TRACKING_URI (http://127.0.0.1:5000). Who: MLFLOW_TRACKING_TOKEN, where the server demands one.
Ends with 0 when the files are those that were signed, else with 1; nothing unverified is left behind.
"""
import argparse
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.parse
import urllib.request

SERVER = os.environ.get("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000").rstrip("/")
VERIFY = pathlib.Path(__file__).resolve().parent.parent / "verify.sh"


def get(path, accept="*/*"):
    headers = {"Accept": accept}
    if os.environ.get("MLFLOW_TRACKING_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]
    try:
        return urllib.request.urlopen(urllib.request.Request(SERVER + path, headers=headers), timeout=120)
    except urllib.error.HTTPError as failed:
        text = failed.read().decode("utf-8", "replace")
        try:
            text = json.loads(text).get("detail", text)
        except ValueError:
            pass
        sys.exit(f"{failed.code}: {text}")


def unpack(archive, folder):
    """Plain files below the folder, and nothing else."""
    with tarfile.open(fileobj=archive, mode="r|") as tar:
        for member in tar:
            parts = pathlib.PurePosixPath(member.name).parts
            if ".." in parts or member.name.startswith("/") or not (member.isfile() or member.isdir()):
                sys.exit(f"the archive holds {member.name!r}, which is no plain file")
            target = folder.joinpath(*parts)
            if member.isdir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "wb") as out:
                shutil.copyfileobj(tar.extractfile(member), out)


def trusted_key(bundle, keys, pinned):
    """The key that verifies: pinned, or the one that was seen first."""
    if pinned:
        return pinned
    hint = json.loads(bundle.read_bytes())["verificationMaterial"]["publicKey"]["hint"]
    keys.mkdir(parents=True, exist_ok=True)
    kept = keys / "trusted.pem"
    if not kept.exists():
        kept.write_bytes(get(f"/api/v1/keys/{urllib.parse.quote(hint)}", "application/x-pem-file").read())
        print(f"trusting key {hashlib.sha256(kept.read_bytes()).hexdigest()} from now on", file=sys.stderr)
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("reference", nargs="?", default="latest-approved")
    parser.add_argument("--to", default="models", type=pathlib.Path)
    parser.add_argument("--key", type=pathlib.Path)
    asked = parser.parse_args()
    base = "/api/v1/projects/default/models/" + urllib.parse.quote(asked.model, safe="")
    version = json.load(get(f"{base}/versions/{urllib.parse.quote(asked.reference, safe='')}"))
    path = f"{base}/versions/{version['number']}"
    home = asked.to / asked.model / version["semver"]
    asked.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=asked.to) as work:
        files, bundle = pathlib.Path(work, "files"), pathlib.Path(work, "model.sig")
        files.mkdir()
        bundle.write_bytes(get(path + "/model.sig").read())
        unpack(get(path + "/archive?format=tar"), files)
        beside = files / "model.sig"
        own = beside.exists() and beside.read_bytes() != bundle.read_bytes()
        if not own:
            beside.unlink(missing_ok=True)
        key = trusted_key(bundle, asked.to / ".keys", asked.key)
        verified = subprocess.run([VERIFY, bundle, files, key], capture_output=True, text=True)
        print((verified.stdout + verified.stderr).strip(), file=sys.stderr)
        if verified.returncode != 0:
            return 1
        if not own:
            shutil.copy(bundle, beside)
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(parents=True, exist_ok=True)
        files.rename(home)
    print(home)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, EOFError, http.client.HTTPException, tarfile.TarError, ValueError, KeyError) as broken:
        sys.exit(f"not fetched: {type(broken).__name__}: {broken}")
