"""The scripts of scripts/ci as a pipeline runs them: what they print and how they end."""

import os
import pathlib

from verifying import ROOT, reader, run
from wire import Model

SCRIPTS = ROOT / "scripts" / "ci"


def play(tally, churn, files, work):
    plain = Model("plain")
    plain.policy("rules: [{metric: auc, min: 0.9}]\n")
    good, weak = plain.run(0.95, files(3)), plain.run(0.5, files(4))
    waiting = churn.run(0.94, files(5))
    job = {**os.environ, "MLFLOW_TRACKING_TOKEN": os.environ["TOKEN_ci"]}

    def promote(script, model, candidate, *more, env=job):
        return run(SCRIPTS / script, "--model", model, "--run", candidate, "--path", "model", *more, env=env)

    for script in ("promote.sh", "promote.py"):
        code, said = promote(script, "plain", good, "--bump", "minor", "--channel", "staging")
        tally.check(f"{script} ends with 0 when approved", code == 0 and "approved: plain" in said, f"{code}: {said}")
        code, said = promote(script, "plain", weak)
        table = "0.5" in said and f"would pass: {good}" in said
        tally.check(f"{script} ends with 1 when refused", code == 1 and table, f"{code}: {said}")
        code, said = promote(script, "churn", waiting)
        tally.check(f"{script} ends with 2 when it waits", code == 2 and "missing: 2" in said, f"{code}: {said}")
        code, said = promote(script, "plain", "0" * 32)
        tally.check(f"{script} ends with 3 without such a run", code == 3 and "404" in said, f"{code}: {said}")
        code, said = promote(script, "plain", good, env={**job, "MLFLOW_TRACKING_TOKEN": "imp_1_wrong"})
        tally.check(f"{script} ends with 3 with a wrong token", code == 3 and "401" in said, f"{code}: {said}")
        code, said = promote(script, "plain", weak, "--dry-run")
        tally.check(f"{script} --dry-run ends as it would", code == 1, f"{code}: {said}")
        same = {**job, "CI_JOB_ID": f"job of {script}"}
        said = [promote(script, "plain", good, "--bump", "major", env=same)[1].splitlines()[-1] for _ in range(2)]
        tally.check(f"{script} twice in one job promotes once", said[0] == said[1] and "approved" in said[0], said)

    folder = work / "fetched"
    code, said = run(SCRIPTS / "fetch.py", "churn", "production", "--to", folder, env=reader())
    path = pathlib.Path(said.splitlines()[0])
    tally.check("fetch.py prints the folder", code == 0 and path == folder / "churn" / "1.0.0", f"{code}: {said}")
    weights = (path / "data" / "weights.bin").read_bytes()
    tally.check("fetch.py brought the files", weights == files(1)["model/data/weights.bin"])
    code, said = run(SCRIPTS / "fetch.py", "churn", "^7", "--to", folder, env=reader())
    tally.check("fetch.py without such a version", code == 1 and "Nearest: " in said, f"{code}: {said}")
    owner = Model("owner")
    assert owner.promote(owner.run(0.9, {**files(6), "model/model.sig": b"its own"})).status == 201
    code, said = run(SCRIPTS / "fetch.py", "owner", "--to", folder, env=reader())
    kept = pathlib.Path(said.splitlines()[0], "model.sig")
    tally.check("fetch.py keeps a model.sig of the version's own", code == 0 and kept.read_bytes() == b"its own", said)
    other = work / "other.pem"
    run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", work / "other.key")
    run("openssl", "ec", "-in", work / "other.key", "-pubout", "-out", other)
    code, said = run(SCRIPTS / "fetch.py", "churn", "1.0.0", "--to", work / "fetched2", "--key", other, env=reader())
    tally.check("fetch.py refuses what another key signed", code == 1 and not (work / "fetched2" / "churn").exists(), said)
