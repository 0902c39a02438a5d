#!/usr/bin/env bash
# Promotes a run and prints the verdict as a table:
#   promote.sh --model iris --run RUN_ID [--path model] [--bump auto|major|minor|patch | --semver 1.4.0]
#              [--channel staging] [--notes TEXT] [--check NAME=STATUS[=URL]]... [--dry-run]
# Where: MLFLOW_TRACKING_URI (http://127.0.0.1:5000). Who: MLFLOW_TRACKING_TOKEN, where the server demands one.
# Ends with 0 when approved, 1 when refused, 2 when it waits for approvals, 3 when it could not be asked.
# Needs curl and Python 3. The same arguments in the same CI job (CI_JOB_ID, GITHUB_RUN_ID, BUILD_TAG) happen once.
set -euo pipefail
server=${MLFLOW_TRACKING_URI:-http://127.0.0.1:5000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

usage() { sed -n '2,8s/^# //p' "$0" >&2; exit 3; }
[ $# -gt 0 ] || usage

# the arguments as JSON
python3 - "$@" > "$work/request" <<'PYTHON' || usage
import json, sys
names = {"--model": "model", "--run": "candidate", "--path": "path", "--bump": "bump", "--semver": "semver",
         "--channel": "channel", "--notes": "notes"}
body, arguments = {}, iter(sys.argv[1:])
for argument in arguments:
    if argument == "--dry-run":
        body["dry_run"] = True
    elif argument == "--check":
        name, status, *url = next(arguments).split("=", 2)
        body.setdefault("checks", []).append({"name": name, "status": status, **({"url": url[0]} if url else {})})
    elif argument in names:
        body[names[argument]] = next(arguments)
    else:
        sys.exit(f"unknown argument {argument}")
json.dump(body, sys.stdout)
PYTHON

headers=(-H 'Content-Type: application/json')
[ -z "${MLFLOW_TRACKING_TOKEN:-}" ] || headers+=(-H "Authorization: Bearer $MLFLOW_TRACKING_TOKEN")
job=${CI_JOB_ID:-${GITHUB_RUN_ID:-${BUILD_TAG:-}}}
if [ -n "$job" ]; then
  key=$( { printf '%s ' "$job"; cat "$work/request"; } | python3 -c 'import hashlib,sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
  headers+=(-H "Idempotency-Key: $key")
fi

status=$(curl -sS --max-time 120 --retry 5 --retry-connrefused -o "$work/answer" -w '%{http_code}' "${headers[@]}" \
  --data-binary "@$work/request" "$server/api/v1/projects/default/promotions") || exit 3

python3 - "$status" "$work/answer" <<'PYTHON'
import json, sys
status = int(sys.argv[1])
try:
    answer = json.load(open(sys.argv[2], encoding="utf-8"))
except ValueError:
    sys.exit(print(f"the server answered {status}") or 3)
if status not in (200, 201, 202, 422):
    print(f"{status}: {answer.get('detail') or answer.get('message') or answer}")
    sys.exit(3)
verdict = answer["verdict"]
rows = [("rule", "outcome", "wanted", "actual")]
rows += [(rule["id"], rule["outcome"], rule["wanted"], "" if rule.get("actual") is None else str(rule["actual"]))
         for rule in verdict["rules"]]
widths = [max(len(row[column]) for row in rows) for column in range(4)]
for row in rows:
    print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
for missing in answer["missing"]:
    print(f"missing: {missing['count']} approval(s) of {', '.join(missing['roles'])} ({missing['policy']})")
for other in answer["nearest"]:
    print(f"would pass: {other['candidate']} ({other['name']})")
what = f"{answer['state']}: {answer.get('model') or ''} {answer.get('semver') or ''}".rstrip()
print(what + (f"  promotion {answer['id']}" if answer.get("id") else ""))
outcome = verdict["outcome"] if status == 200 else {201: "pass", 202: "pending", 422: "fail"}[status]
sys.exit({"pass": 0, "fail": 1, "pending": 2}[outcome])
PYTHON
