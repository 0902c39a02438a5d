"""Many at once: promotions of one model, and readers of a version whose run is overwritten and deleted."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor

from wire import Model, ask


def at_once(calls):
    """The results of calls that start together, each in a thread."""
    start = threading.Barrier(len(calls))

    def go(call):
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(go, calls))


def fifty_versions(tally):
    storm = Model("storm")
    runs = [storm.run(0.9, {"model/weights": b"%d" % number}) for number in range(50)]
    got = at_once([lambda run=run: storm.promote(run, bump="minor") for run in runs])
    statuses = sorted({answer.status for answer in got})
    tally.check("fifty promotions at once: each 201", statuses == [201], statuses)
    numbers = sorted(answer.json.get("number") or 0 for answer in got)
    tally.check("fifty promotions at once: numbers 1 to 50", numbers == list(range(1, 51)), numbers)
    semvers = {answer.json.get("semver") for answer in got}
    tally.check("fifty promotions at once: 1.0.0 to 1.49.0", semvers == {f"1.{n}.0" for n in range(50)}, semvers)

    same = at_once([lambda run=run: storm.promote(run, semver="2.0.0") for run in runs[:20]])
    statuses = sorted(answer.status for answer in same)
    tally.check("twenty of one semantic version: one wins", statuses == [201] + 19 * [409], statuses)
    versions = storm.get("/versions?max_results=100").json["versions"]
    tally.check("twenty of one semantic version: nothing is left of the others", len(versions) == 51, len(versions))


def frozen_bytes(tally):
    frozen = Model("frozen")
    content = bytes(range(256)) * 1024
    run = frozen.run(0.9, {"model/weights": content})
    assert frozen.promote(run).status == 201
    over, seen = threading.Event(), []

    def read():
        while True:
            last = over.is_set()
            answer = frozen.get("/versions/1.0.0/files/weights")
            seen.append((answer.status, answer.cut, hashlib.sha256(answer.bytes).digest()))
            if last:
                return

    def write():
        try:
            for number in range(50):
                frozen.upload(run, "model/weights", b"%d" % number)
            gone = ask("DELETE", frozen.file(run, "model/weights"))
            swept = ask("POST", "/api/v1/upkeep/sweep", who="ada")
            return [gone.status, swept.status]
        finally:
            over.set()

    *_, statuses = at_once([read] * 20 + [write])
    tally.check("the run's file is overwritten, deleted and swept", statuses == [200, 200], statuses)
    right = (200, False, hashlib.sha256(content).digest())
    wrong = [each for each in seen if each != right]
    tally.check(f"twenty readers got the promoted bytes, {len(seen)} times", len(seen) >= 40 and not wrong, wrong[:3])


def play(tally):
    fifty_versions(tally)
    frozen_bytes(tally)
