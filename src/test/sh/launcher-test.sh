#!/usr/bin/env bash
# The launcher from outside: what it builds, what it refuses, how it starts, stops and recovers.
# Prints a line for each case and, last, "N passed, N failed".
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
imprint=$root/imprint
slowest_start_ms=${SLOWEST_START_MS:-30000}
temp=$(mktemp -d)
passed=0
failed=0
servers=()

cleanup() {
  local server
  for server in ${servers[@]+"${servers[@]}"}; do
    kill -TERM "$server" 2>/dev/null && wait "$server" 2>/dev/null
  done
  rm -rf "$temp"
}
trap cleanup EXIT

# verdict NAME CONDITION…: the case passes when the condition does.
verdict() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
    sed 's/^/        | /' "$temp/out" 2>/dev/null | tail -n 15
  fi
}

milliseconds() {
  # bash 3.2 knows no $EPOCHREALTIME and macOS's date no %N
  python3 -c 'import time; print(int(time.time() * 1000))'
}

# refused TEXT COMMAND…: exit code not 0, TEXT in one line of stderr, and that line is all there is.
refused() {
  local text=$1 code
  shift
  rm -f "$temp/out" # a server that runs may still be writing to it
  "$@" >"$temp/out" 2>&1
  code=$?
  [ "$code" -ne 0 ] && grep -q "$text" "$temp/out" && [ "$(wc -l <"$temp/out")" -eq 1 ]
}

# start DATA [ARGUMENT…]: starts a server, waits for its URL; sets $server and $url.
start() {
  local data=$1
  shift
  rm -f "$temp/out"
  "$imprint" serve --port 0 --data "$data" "$@" >"$temp/out" 2>&1 &
  server=$!
  servers+=("$server")
  await_url
}

# Waits for the URL of the server that was just started; sets $url.
await_url() {
  for _ in $(seq 3000); do
    url=$(sed -n 's/^  URL *//p' "$temp/out")
    [ -n "$url" ] && return 0
    kill -0 "$server" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

# stop SIGNAL: sends it and waits; sets $code.
stop() {
  kill "-$1" "$server" 2>/dev/null
  wait "$server" 2>/dev/null
  code=$?
}

create_experiment() {
  curl -sf -o /dev/null -H 'Content-Type: application/json' -d "{\"name\":\"$1\"}" \
    "$url/api/2.0/mlflow/experiments/create"
}

has_experiment() {
  curl -sf -o /dev/null "$url/api/2.0/mlflow/experiments/get-by-name?experiment_name=$1"
}

run_sql() {
  local java
  java=$(ps -o command= -p "$server" | awk '{ print $1 }')
  "$java" -cp "$root/target/launch/imprint.jar" "$here/RunSql.java" "$1" "$2" >"$temp/out" 2>&1
}

if ! "$imprint" --version >"$temp/out" 2>&1; then
  verdict "the program builds" false
  echo "$passed passed, $failed failed"
  exit 1
fi

# shellcheck source=src/test/sh/build-cases.sh
. "$here/build-cases.sh"
# shellcheck source=src/test/sh/server-cases.sh
. "$here/server-cases.sh"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
