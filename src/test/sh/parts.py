"""Uploads in parts for server-cases.sh, step by step, so that the server can be killed between the steps.

parts.py URL FILE begin NAME COUNT    begins an upload to in-parts/NAME and notes it in FILE
parts.py URL FILE put NUMBER SIZE     sends a part of SIZE bytes and notes its tag
parts.py URL FILE complete|abort      asks so and prints the status
parts.py URL FILE digest              prints the SHA-256 of what was sent and of what is stored

A server that was started again has another port: of the signed URLs only the path and query are used.
"""

import hashlib
import json
import pathlib
import random
import sys
import urllib.error
import urllib.parse
import urllib.request

SECONDS = 30
ARTIFACTS = "/api/2.0/mlflow-artifacts/"


def ask(method, url, body=None, media="application/json"):
    request = urllib.request.Request(url, body, {"Content-Type": media}, method=method)
    return urllib.request.urlopen(request, timeout=SECONDS)


def part(upload, number, size):
    """The bytes of a part: the same each time."""
    return random.Random(f"{upload['name']} {number}").randbytes(size)


def begin(url, name, count):
    asked = json.dumps({"path": name, "num_parts": count}).encode()
    with ask("POST", f"{url}{ARTIFACTS}mpu/create/in-parts", asked) as answer:
        begun = json.load(answer)
    targets = [urllib.parse.urlsplit(one["url"]) for one in begun["credentials"]]
    targets = [f"{target.path}?{target.query}" for target in targets]
    return {"name": name, "id": begun["upload_id"], "targets": targets, "sizes": {}, "tags": {}}


def put(url, upload, number, size):
    upload["sizes"][str(number)] = size
    with ask("PUT", url + upload["targets"][number - 1], part(upload, number, size)) as answer:
        upload["tags"][str(number)] = answer.headers["ETag"]


def end(url, upload, verb):
    asked = {"path": upload["name"], "upload_id": upload["id"]}
    if verb == "complete":
        asked["parts"] = [{"part_number": int(n), "etag": tag, "url": ""} for n, tag in upload["tags"].items()]
    try:
        with ask("POST", f"{url}{ARTIFACTS}mpu/{verb}/in-parts", json.dumps(asked).encode()) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def digests(url, upload):
    sent = hashlib.sha256()
    for number, size in sorted(upload["sizes"].items(), key=lambda entry: int(entry[0])):
        sent.update(part(upload, int(number), size))
    stored = hashlib.sha256()
    with ask("GET", f"{url}{ARTIFACTS}artifacts/in-parts/{upload['name']}") as answer:
        while piece := answer.read(1 << 20):
            stored.update(piece)
    return sent.hexdigest(), stored.hexdigest()


def main(url, note, verb, *rest):
    note = pathlib.Path(note)
    if verb == "begin":
        note.write_text(json.dumps(begin(url, rest[0], int(rest[1]))))
        return
    upload = json.loads(note.read_text())
    if verb == "put":
        put(url, upload, int(rest[0]), int(rest[1]))
        note.write_text(json.dumps(upload))
    elif verb == "digest":
        print(*digests(url, upload))
    else:
        print(end(url, upload, verb))


main(*sys.argv[1:])
