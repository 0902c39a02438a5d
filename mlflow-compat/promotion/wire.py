"""The server as its callers see it, and the count of what held."""

import http.client
import json
import os
import urllib.error
import urllib.parse
import urllib.request

SERVER = os.environ["MLFLOW_TRACKING_URI"]
API = "/api/v1/projects/default"


class Answer:
    """A status, and a body that is JSON where it can be; `cut` when the body ended before its end."""

    def __init__(self, status, body, cut=False):
        self.status, self.bytes, self.cut = status, body, cut

    @property
    def json(self):
        return json.loads(self.bytes)

    def __str__(self):
        return f"{self.status}{' cut short' if self.cut else ''}: {self.bytes[:600]!r}"


def token(who):
    return os.environ[f"TOKEN_{who}"]


def ask(method, path, body=None, who="ci", headers=None):
    """One request of somebody with a token; nobody has none."""
    headers = dict(headers or {})
    if who:
        headers["Authorization"] = f"Bearer {token(who)}"
    if isinstance(body, (dict, list)):
        headers["Content-Type"] = "application/json"
        body = json.dumps(body).encode()
    request = urllib.request.Request(SERVER + path, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            try:
                return Answer(answer.status, answer.read())
            except (http.client.HTTPException, OSError):
                return Answer(answer.status, b"", cut=True)
    except urllib.error.HTTPError as refused:
        return Answer(refused.code, refused.read())
    except (http.client.HTTPException, OSError) as away:
        return Answer(0, str(away).encode(), cut=True)


def mlflow(path, body, who="ci"):
    answer = ask("POST", "/api/2.0/mlflow" + path, body, who)
    if answer.status != 200:
        raise AssertionError(f"{path}: {answer}")
    return answer.json


class Model:
    """A model, its experiment, and what is asked of it."""

    def __init__(self, name):
        self.name = name
        self.path = f"{API}/models/{urllib.parse.quote(name)}"
        self.experiment = mlflow("/experiments/create", {"name": name})["experiment_id"]
        mlflow("/registered-models/create", {"name": name})

    def run(self, auc, files, user="ann", name=None):
        """A run with a metric and files, each a path below the run and its content."""
        body = {"experiment_id": self.experiment, "user_id": user, "run_name": name or f"auc-{auc}"}
        run = mlflow("/runs/create", body)["run"]["info"]["run_id"]
        mlflow("/runs/log-batch", {
            "run_id": run,
            "metrics": [{"key": "auc", "value": auc, "timestamp": 1_700_000_000_000, "step": 0}],
            "params": [{"key": "depth", "value": "4"}],
        })
        for path, content in files.items():
            self.upload(run, path, content)
        mlflow("/runs/update", {"run_id": run, "status": "FINISHED"})
        return run

    def file(self, run, path):
        return f"/api/2.0/mlflow-artifacts/artifacts/{self.experiment}/{run}/artifacts/{urllib.parse.quote(path)}"

    def upload(self, run, path, content):
        answer = ask("PUT", self.file(run, path), content)
        assert answer.status == 200, answer

    def policy(self, text, channel=None, who="olga"):
        where = f"/channels/{channel}/policy" if channel else "/policy"
        answer = ask("PUT", self.path + where, text.encode(), who, {"Content-Type": "application/yaml"})
        assert answer.status == 200, answer

    def promote(self, run, who="ci", **more):
        return ask("POST", f"{API}/promotions", {"model": self.name, "candidate": run, "path": "model", **more}, who)

    def get(self, path, who="rae"):
        return ask("GET", self.path + path, None, who)


def decide(promotion, who, decision="approve", comment="looked at it"):
    body = {"decision": decision, "comment": comment}
    return ask("POST", f"{API}/promotions/{promotion}/approvals", body, who)


def waive(promotion, rule, who, reason):
    return ask("POST", f"{API}/promotions/{promotion}/waivers", {"rule": rule, "reason": reason}, who)


class Tally:
    """What held and what did not, said as it happens."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, held, detail=""):
        if held:
            self.passed += 1
            print(f"ok      {name}", flush=True)
        else:
            self.failed += 1
            print(f"FAILED  {name}", *[f"        | {line}" for line in str(detail).splitlines()], sep="\n", flush=True)
        return held

    def answered(self, name, answer, status):
        return self.check(f"{name}: {status}", answer.status == status and not answer.cut, answer)
