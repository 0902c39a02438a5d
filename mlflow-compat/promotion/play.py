"""The story that `run` tells on a fresh server: play.py WORK [--write]."""

import pathlib
import sys
import time

import answers
import pipelines
import races
import verifying
from wire import API, Model, Tally, ask, decide, waive

POLICY = """\
rules:
  - {metric: auc, min: 0.9}
  - signature: required
approvals: {count: 2, roles: [approver], not_author: true, expire: 14d}
waivers: {roles: [owner]}
"""
MLMODEL = b"""\
flavors:
  python_function: {loader_module: none}
signature:
  inputs: '[{"type": "double", "name": "x", "required": true}]'
  outputs: '[{"type": "double", "required": true}]'
  params: null
"""


def files(seed):
    """A model of three files below model/."""
    weights = bytes((seed * 31 + place * place) % 251 for place in range(200_000))
    return {"model/MLmodel": MLMODEL, "model/data/weights.bin": weights, "model/notes/ä & b.txt": b"notes\n"}


def tokens_are_known(tally):
    """The server learns of new tokens within five seconds; from then on nobody comes in without."""
    until = time.monotonic() + 15
    while ask("GET", "/api/v1/me", who="rae").status != 200 and time.monotonic() < until:
        time.sleep(0.2)
    roles = {who: ask("GET", "/api/v1/me", who=who).json["role"] for who in ("ada", "olga", "ci", "ann", "rae")}
    wanted = {"ada": "admin", "olga": "owner", "ci": "promoter", "ann": "approver", "rae": "reader"}
    tally.check("each token has its role", roles == wanted, roles)
    tally.answered("without a token", ask("GET", f"{API}/models", who=None), 401)


def refusal(tally, churn, weak, good):
    tally.answered("a reader asks for a promotion", churn.promote(weak, who="rae"), 403)
    tally.answered("an approver asks for a promotion", churn.promote(weak, who="bob"), 403)
    tally.answered("a dry run of the good one", churn.promote(good, dry_run=True), 200)
    refused = churn.promote(weak, channel="production")
    tally.answered("the weak one is refused", refused, 422)
    nearest = [each["candidate"] for each in refused.json["nearest"]]
    tally.check("the refusal names who would pass", nearest == [good], refused)
    kept = ask("GET", f"{API}/promotions/{refused.json['id']}", who="rae").json
    tally.check("the refusal is kept", kept["verdict"] == refused.json["verdict"], kept)
    tally.check("there is no version", churn.get("/versions").json["versions"] == [])
    return refused.json


def wait(tally, churn, good):
    """ann made the candidate; two others have to approve."""
    waiting = churn.promote(good, channel="production", notes="Trained on the autumn data.")
    tally.answered("the good one waits", waiting, 202)
    tally.check("two approvals are missing", waiting.json["missing"][0]["count"] == 2, waiting)
    promotion = waiting.json["id"]
    tally.answered("production holds nothing meanwhile", churn.get("/versions/production"), 404)
    tally.answered("its files are not signed yet", churn.get("/versions/1/model.sig"), 404)
    tally.answered("who asked does not approve", decide(promotion, "ci"), 403)
    tally.answered("who made it does not approve", decide(promotion, "ann"), 403)
    tally.answered("an approval without a comment", decide(promotion, "bob", comment=" "), 400)
    first = decide(promotion, "bob", comment="The residuals look right.")
    tally.answered("bob approves", first, 200)
    tally.check("one approval is missing", first.json["missing"][0]["count"] == 1, first)
    tally.answered("bob does not approve twice", decide(promotion, "bob"), 409)
    last = decide(promotion, "cleo", comment="Fairness report read.")
    tally.check("cleo completes it", (last.status, last.json.get("state")) == (200, "approved"), last)
    held = churn.get("/versions/production")
    tally.check("production holds it", held.status == 200 and held.json["semver"] == "1.0.0", held)
    tally.answered("nothing is left to approve", decide(promotion, "ann"), 409)
    return waiting.json


def waiver(tally, refused):
    rule = next(each["id"] for each in refused["verdict"]["rules"] if each["outcome"] == "fail")
    reason = "Version 1.0.0 fails on the new tariff; this one does not."
    tally.answered("a promoter waives", waive(refused["id"], rule, "ci", reason), 403)
    tally.answered("an admin waives what the policy gives to owners", waive(refused["id"], rule, "ada", reason), 403)
    tally.answered("a rule that is not in the verdict", waive(refused["id"], "model/none", "olga", reason), 400)
    waived = waive(refused["id"], rule, "olga", reason)
    tally.check("the owner waives, approvals are missing", waived.json.get("state") == "pending", waived)
    for who in ("bob", "cleo"):
        done = decide(refused["id"], who)
    tally.check("then it is approved", done.json["semver"] == "1.0.1" and done.json["state"] == "approved", done)
    outcome = [each["outcome"] for each in done.json["verdict"]["rules"]]
    tally.check("the verdict keeps the rule as waived", outcome == ["waived", "pass"], done)
    return waived.json


def back(tally, churn):
    """Production held 1.0.0, then 1.0.1; it goes back, and both remain known."""
    moved = churn.get("/channels/production/history").json["moves"][0]
    tally.check("production holds 1.0.1", moved["to"]["semver"] == "1.0.1", moved)
    path = f"{churn.path}/channels/production/rollback"
    tally.answered("a reader rolls back", ask("POST", path, {"reason": "r"}, "rae"), 403)
    tally.answered("a rollback without a reason", ask("POST", path, {"reason": ""}, "bob"), 400)
    rollback = ask("POST", path, {"reason": "Complaints of the call centre."}, "bob")
    tally.answered("a rollback", rollback, 200)
    now = churn.get("/versions/production")
    tally.check("production holds 1.0.0 again", now.json["semver"] == "1.0.0", now)
    then = churn.get(f"/versions/production?at={moved['at']}")
    tally.check("at the time of the move it was 1.0.1", then.json.get("semver") == "1.0.1", then)
    return rollback.json, then.json


def main():
    work, tally = pathlib.Path(sys.argv[1]), Tally()
    tokens_are_known(tally)
    churn = Model("churn")
    churn.policy(POLICY)
    good = churn.run(0.93, files(1), name="autumn")
    weak = churn.run(0.85, files(2), user="dan", name="winter")
    told = {"refusal": refusal(tally, churn, weak, good)}
    told["wait"] = wait(tally, churn, good)
    told["waiver"] = waiver(tally, told["refusal"])
    told["rollback"], told["as-of"] = back(tally, churn)
    if "--write" in sys.argv:
        answers.write(told)
    answers.compare(told, tally)
    verifying.play(tally, churn, work)
    pipelines.play(tally, churn, files, work)
    verifying.tamper(tally, churn, work)
    races.play(tally)
    verifying.compromised(tally, churn)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
