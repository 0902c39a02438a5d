#!/usr/bin/env python3
"""Promotes a run and prints the verdict as a table. Needs Python 3.9 and nothing else.

    promote.py --model iris --run RUN_ID [--path model] [--bump auto] [--channel staging] [--check tests=passed] [--dry-run]

Where: MLFLOW_TRACKING_URI (http://127.0.0.1:5000). Who: MLFLOW_TRACKING_TOKEN, where the server demands one.
Ends with 0 when approved, 1 when refused, 2 when it waits for approvals, 3 when it could not be asked.
With --wait SECONDS it waits for the approvals and ends with what became of it.
"""
import argparse
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request

SERVER = os.environ.get("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000").rstrip("/")
PROMOTIONS = "/api/v1/projects/default/promotions"
APPROVED, REFUSED, WAITING, NOT_ASKED = 0, 1, 2, 3
CODES = {"approved": APPROVED, "refused": REFUSED, "rejected": REFUSED, "expired": REFUSED, "pending": WAITING}


def ask(method, path, body=None, key=None):
    """Status and JSON of an answer; a server that is away is asked again for a minute."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if os.environ.get("MLFLOW_TRACKING_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]
    if key:
        headers["Idempotency-Key"] = key
    data = None if body is None else json.dumps(body).encode()
    for attempt in range(6):
        request = urllib.request.Request(SERVER + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as failed:
            if failed.code not in (429, 502, 503, 504) or attempt == 5:
                text = failed.read().decode("utf-8", "replace")
                try:
                    return failed.code, json.loads(text)
                except ValueError:
                    return failed.code, {"detail": text}
        except OSError as away:
            if attempt == 5:
                return 0, {"detail": str(away)}
        time.sleep(2**attempt)
    raise AssertionError("the last attempt returns")


def idempotency_key(body):
    job = next((os.environ[name] for name in ("CI_JOB_ID", "GITHUB_RUN_ID", "BUILD_TAG") if os.environ.get(name)), None)
    return job and hashlib.sha256((job + json.dumps(body, sort_keys=True)).encode()).hexdigest()


def show(answer):
    rows = [("rule", "outcome", "wanted", "actual")]
    for rule in answer["verdict"]["rules"]:
        actual = rule.get("actual")
        rows.append((rule["id"], rule["outcome"], rule["wanted"], "" if actual is None else str(actual)))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    for missing in answer["missing"]:
        print(f"missing: {missing['count']} approval(s) of {', '.join(missing['roles'])} ({missing['policy']})")
    for other in answer["nearest"]:
        print(f"would pass: {other['candidate']} ({other['name']})")
    what = " ".join(part for part in (answer.get("model"), answer.get("semver")) if part)
    print(f"{answer['state']}: {what}" + (f"  promotion {answer['id']}" if answer.get("id") else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--run", required=True)
    for option in ("path", "bump", "semver", "channel", "notes"):
        parser.add_argument("--" + option)
    parser.add_argument("--check", action="append", default=[], metavar="NAME=STATUS[=URL]")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS")
    asked = parser.parse_args()
    body = {"model": asked.model, "candidate": asked.run}
    for option in ("path", "bump", "semver", "channel", "notes"):
        if getattr(asked, option) is not None:
            body[option] = getattr(asked, option)
    for check in asked.check:
        name, status, *url = check.split("=", 2)
        body.setdefault("checks", []).append({"name": name, "status": status, **({"url": url[0]} if url else {})})
    if asked.dry_run:
        body["dry_run"] = True

    status, answer = ask("POST", PROMOTIONS, body, idempotency_key(body))
    if status not in (200, 201, 202, 422):
        print(f"{status}: {answer.get('detail') or answer}")
        return NOT_ASKED
    show(answer)
    if status == 200:
        return {"pass": APPROVED, "fail": REFUSED, "pending": WAITING}[answer["verdict"]["outcome"]]
    until = time.monotonic() + asked.wait
    while answer["state"] == "pending" and time.monotonic() < until:
        time.sleep(min(5, asked.wait))
        status, answer = ask("GET", f"{PROMOTIONS}/{answer['id']}")
        if status != 200:
            print(f"{status}: {answer.get('detail') or answer}")
            return NOT_ASKED
    if asked.wait:
        print(answer["state"])
    return CODES[answer["state"]]


if __name__ == "__main__":
    sys.exit(main())
