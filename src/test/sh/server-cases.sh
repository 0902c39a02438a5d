# Sourced by launcher-test.sh. The real server on data folders of its own.

data=$temp/data

# The process of the PostgreSQL inside, as it notes it itself.
postmaster() {
  head -n 1 "$data/postgres/postmaster.pid" 2>/dev/null
}

first_start() {
  start "$data" && create_experiment kept
}

terminated_cleanly() {
  stop TERM
  [ "$code" -eq 0 ] && [ ! -e "$data/postgres/postmaster.pid" ]
}

restart_in_time() {
  local begun took
  begun=$(milliseconds)
  start "$data" || return 1
  took=$(($(milliseconds) - begun))
  echo "        restart: answers after $took ms (JVM alone: $(sed -n 's/.*answers, \(.*\) after.*/\1/p' "$temp/out"))"
  # others may be at work on this machine, so the bound is wide and the cache is looked for
  has_experiment kept && [ "$took" -lt "$slowest_start_ms" ] && ps -o command= -p "$server" | grep -q AOTCache
}

# The body arrives while the server is already stopping; its answer must still be a good one.
request_in_flight_is_finished() {
  local address=${url#http://} answered
  python3 - "${address%:*}" "${address##*:}" "$server" <<'EOF' >"$temp/out" 2>&1
import os, signal, socket, sys, time
host, port, server = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
body = b'{"name":"in-flight"}'
with socket.create_connection((host, port), timeout=20) as connection:
    connection.sendall(b"POST /api/2.0/mlflow/experiments/create HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                       b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:5])
    time.sleep(0.5)
    os.kill(server, signal.SIGTERM)
    time.sleep(1)
    connection.sendall(body[5:])
    answer = connection.recv(4096)
    print(answer)
    sys.exit(0 if answer.startswith(b"HTTP/1.1 200") else 1)
EOF
  answered=$?
  # the cases after this one want a server whatever came of it
  stop TERM
  [ "$answered" -eq 0 ] || { start "$data"; return 1; }
  [ "$code" -eq 0 ] && start "$data" && has_experiment in-flight
}

killed_server_is_taken_over() {
  local orphan
  create_experiment before-kill || return 1
  orphan=$(postmaster)
  stop KILL
  kill -0 "$orphan" || return 1
  start "$data" && has_experiment before-kill && [ "$(postmaster)" != "$orphan" ]
}

everything_killed_recovers() {
  local database
  create_experiment before-crash || return 1
  database=$(postmaster)
  kill -KILL "$database"
  stop KILL
  start "$data" && has_experiment before-crash
}

# After a boot the number PostgreSQL noted may be anybody's: here it is this script's.
foreign_process_number_is_no_obstacle() {
  stop TERM
  printf '%s\n%s\n1\n5432\n\n127.0.0.1\n1 1\nready\n' "$$" "$data/postgres" >"$data/postgres/postmaster.pid"
  start "$data" && has_experiment kept
}

wrong_password() {
  IMPRINT_DATABASE_PASSWORD=wrong "$imprint" serve --port 0 --data "$temp/other" \
    --database-url "postgresql://imprint@127.0.0.1:$(cat "$data/postgres-port")/imprint"
}

newer_database() {
  run_sql "$data" "insert into flyway_schema_history
    values (99999, '99999999999999', 'later', 'SQL', 'V99999999999999__later.sql', 1, 'x', now(), 1, true)" || return 1
  stop TERM
  refused "newer than this program" "$imprint" serve --port 0 --data "$data"
}

other_major_version() {
  echo 17 >"$data/postgres/PG_VERSION"
  refused "made by PostgreSQL 17" "$imprint" serve --port 0 --data "$data"
}

only_the_owner_may_look() {
  [ -d "$data/postgres" ] && [ -z "$(find "$data" \( -perm -040 -o -perm -004 \) ! -type l | head -n 1)" ]
}

port_and_folder_taken() {
  refused "Port ${url##*:} on 127.0.0.1 is in use" \
    "$imprint" serve --port "${url##*:}" --data "$temp/other"
}

folder_taken() {
  refused "is in use by another Imprint (process $server" "$imprint" serve --port 0 --data "$data"
}

# audited CODE TEXT: what imprint check storage ends with and tells.
audited() {
  "$imprint" check storage --data "$data" >"$temp/out" 2>&1
  [ $? -eq "$1" ] && grep -q "$2" "$temp/out"
}

# A stored file that goes, or changes, is found beside the running server and without one.
storage_is_checked() {
  local put=$url/api/2.0/mlflow-artifacts/artifacts/checked blob name
  for name in one two; do
    printf 'content of %s' $name | curl -sf -T - "$put/$name" || return 1
  done
  audited 0 '^2 files, 28 bytes: 0 missing, 0 wrong, 0 unreferenced' || return 1
  blob=$(grep -rl 'content of one' "$data/blobs")
  printf 'CONTENT of one' >"$blob"
  audited 3 '^wrong .* project .* /checked/one' || return 1
  rm "$blob"
  stop TERM
  audited 3 '^missing .* /checked/one' && start "$data"
}

# answers STATUS [TOKEN]: within five seconds the server answers so.
answers() {
  local status
  for _ in $(seq 50); do
    status=$(curl -s -o /dev/null -w '%{http_code}' ${2:+-H "Authorization: Bearer $2"} "$url/api/v1/me")
    [ "$status" = "$1" ] && return 0
    sleep 0.1
  done
  return 1
}

# A token that is made beside the running server is demanded, and no more once it is revoked.
tokens_are_demanded() {
  local token
  token=$("$imprint" token create boss --role admin --data "$data" 2>"$temp/out") || return 1
  answers 401 && answers 200 "$token" && answers 401 "${token}x" || return 1
  "$imprint" token list --data "$data" 2>&1 | grep -q '^imp_1 .*boss .*admin .*active' || return 1
  "$imprint" token revoke boss --data "$data" >"$temp/out" 2>&1 && answers 200
}

# The first token can be made before the first start; with it other machines may be let in.
token_opens_the_door() {
  local token
  token=$("$imprint" token create boss --role admin --data "$temp/door" 2>"$temp/out") || return 1
  stop TERM
  start "$temp/door" --host 0.0.0.0 || return 1
  answers 401 && answers 200 "$token" || return 1
  "$imprint" token revoke boss --data "$temp/door" >"$temp/out" 2>&1 && answers 401 "$token" && answers 401 || return 1
  stop TERM
  start "$data"
}

# One line a request, with the id that the caller gave.
access_is_logged() {
  stop TERM
  IMPRINT_ACCESS_LOG=true start "$data" || return 1
  curl -sf -o /dev/null -H 'X-Request-Id: probe-7' "$url/version" || return 1
  local seen=1
  for _ in $(seq 50); do
    grep -q '"GET /version HTTP/1.1" 200 [0-9]* bytes [0-9]* ms request=probe-7' "$temp/out" && { seen=0; break; }
    sleep 0.1
  done
  stop TERM
  start "$data" && return $seen
}

artifacts=api/2.0/mlflow-artifacts/artifacts

# sent SIZE SECONDS NAME: sends so many bytes evenly over so many seconds; prints the status.
sent() {
  head -c "$1" /dev/zero |
    curl -s -o /dev/null -w '%{http_code}' --limit-rate $(($1 / $2)) -T - "$url/$artifacts/$3"
}

# At 10, 50 and 90 % of an upload over an older file, then once to its end.
killed_during_upload() {
  local delay upload
  curl -sf -o /dev/null -X DELETE "$url/$artifacts/checked" || return 1
  printf old | curl -sf -T - "$url/$artifacts/large" || return 1
  for delay in 0.4 2 3.6; do
    sent 200000000 4 large >/dev/null &
    upload=$!
    sleep "$delay"
    stop KILL
    wait "$upload" 2>/dev/null
    start "$data" || return 1
    [ "$(curl -sf "$url/$artifacts/large")" = old ] || return 1
    audited 0 ' 0 missing, 0 wrong' || return 1
  done
  [ "$(sent 200000000 2 large)" = 200 ] &&
    [ "$(curl -sf "$url/$artifacts/large" | wc -c)" -eq 200000000 ]
}

# parts FILE VERB [ARGUMENT…]: a step of an upload in parts that FILE notes; see parts.py.
parts() {
  python3 "$here/parts.py" "$url" "$temp/$1" "${@:2}" 2>>"$temp/parts"
}

# until_found FOLDER TEST…: waits up to ten seconds until find finds something below the folder.
until_found() {
  local _
  for _ in $(seq 1000); do
    [ -n "$(find "$@" 2>/dev/null | head -n 1)" ] && return 0
    sleep 0.01
  done
  return 1
}

# Killed twice while parts become the file: when they are being put together, with other uploads between two parts
# and within one, and when the file is there and no row knows it. Every step is asked again, and answers well.
killed_between_parts() {
  local blobs=$data/blobs sending completing upload digests
  parts whole begin whole 3 && parts whole put 1 60000000 && parts whole put 2 60000000 || return 1
  parts whole put 3 60000001 && parts halves begin halves 2 && parts halves put 1 1000000 || return 1
  parts dropped begin dropped 2 && parts dropped put 2 1000000 && parts cut begin cut 1 || return 1
  parts cut put 1 200000000 &
  sending=$!
  until_found "$blobs/parts" -name '1.*' -size +1000k || return 1
  parts whole complete >"$temp/completed" &
  completing=$!
  until_found "$blobs/staging" -type f || return 1
  stop KILL
  wait "$sending" "$completing"
  start "$data" || return 1
  [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/$artifacts/in-parts/whole")" = 404 ] || return 1
  parts halves put 2 1000001 && [ "$(parts halves complete)" = 200 ] && [ "$(parts dropped abort)" = 200 ] || return 1
  [ "$(parts cut complete)" = 400 ] && parts cut put 1 10 && [ "$(parts cut complete)" = 200 ] || return 1
  touch "$temp/before"
  parts whole complete >"$temp/completed" &
  completing=$!
  until_found "$blobs" -path "$blobs/??/*" -newer "$temp/before" -size +100000k || return 1
  stop KILL
  wait "$completing"
  start "$data" || return 1
  [ "$(parts whole complete)" = 200 ] && [ "$(parts whole complete)" = 200 ] && [ "$(parts dropped abort)" = 404 ] ||
    return 1
  for upload in whole halves cut; do
    digests=$(parts $upload digest)
    [ -n "$digests" ] && [ "${digests% *}" = "${digests#* }" ] || return 1
  done
  nothing_is_left "$blobs"
}

# What the killed servers left is swept, once it is so old that nobody can be at work on it.
nothing_is_left() {
  local left
  find "$1" -type f -exec touch -t 202001010000 {} + && find "$1/parts" -mindepth 1 -exec touch -t 202001010000 {} +
  curl -sf -X POST "$url/api/v1/upkeep/sweep" >"$temp/out" || return 1
  left=$(find "$1/staging" "$1/parts" -mindepth 1)
  [ -z "$left" ] || { echo "not swept: $left" >"$temp/out"; return 1; }
  audited 0 ' 0 missing, 0 wrong'
}

# A folder on a disk of 64 MB, for which a mount of one's own is needed.
full_disk() {
  local data=$temp/full-data status
  mkdir -p "$temp/full"
  IMPRINT_STORAGES_FULL_KIND=folder IMPRINT_STORAGES_FULL_FOLDER=$temp/full/blobs IMPRINT_DEFAULT_STORAGE=full \
    unshare -m bash -c 'mount -t tmpfs -o size=64m none "$1" && exec "$2" serve --port 0 --data "$3"' \
    bash "$temp/full" "$imprint" "$data" >"$temp/out" 2>&1 &
  server=$!
  servers+=("$server")
  await_url || return 1
  [ "$(sent 1000000 1 small)" = 200 ] || return 1
  status=$(sent 100000000 1 large)
  [ "$status" = 503 ] || [ "$status" = 507 ] || { echo "a full disk answers $status" >>"$temp/out"; return 1; }
  [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/$artifacts/large")" = 404 ] &&
    [ "$(curl -sf "$url/$artifacts/small" | wc -c)" -eq 1000000 ] &&
    [ "$(sent 1000000 1 again)" = 200 ] && create_experiment "while the disk was full" && fill_at_once "$temp/full/blobs"
  status=$?
  stop TERM
  return $status
}

# Eight uploads of which none has room, and metadata meanwhile; then the disk has its room again.
fill_at_once() {
  local i uploads=() statuses
  for i in 1 2 3 4 5 6 7 8; do
    sent 100000000 2 "full-$i" >"$temp/status-$i" &
    uploads+=("$!")
  done
  i=0
  while kill -0 "${uploads[0]}" 2>/dev/null; do
    i=$((i + 1))
    create_experiment "eight at once, $i" || return 1
  done
  wait "${uploads[@]}"
  statuses=$(cat "$temp"/status-? | sed 's/\(...\)/\1 /g')
  echo "        eight uploads to a full disk answer $statuses; $i experiments were made meanwhile"
  case $statuses in *[!057\ 3]* | *200*) return 1 ;; esac
  # the folder as the server sees it, for the mount is its own
  [ "$i" -gt 0 ] && [ -z "$(find "/proc/$server/root$1/staging" -type f)" ] &&
    [ "$(sent 1000 1 little)" = 200 ] && [ "$(curl -sf "$url/$artifacts/little" | wc -c)" -eq 1000 ] &&
    [ "$(curl -sf "$url/$artifacts/small" | wc -c)" -eq 1000000 ]
}

# The ids of an experiment and a run in it, as "experiment run".
new_run() {
  local experiment run
  experiment=$(curl -sf -H 'Content-Type: application/json' -d "{\"name\":\"$1\"}" \
    "$url/api/2.0/mlflow/experiments/create" | sed 's/.*"experiment_id": *"\([0-9]*\)".*/\1/')
  run=$(curl -sf -H 'Content-Type: application/json' -d "{\"experiment_id\":\"$experiment\"}" \
    "$url/api/2.0/mlflow/runs/create" | sed 's/.*"run_id": *"\([0-9a-f]*\)".*/\1/')
  echo "$experiment $run"
}

# What is damaged is cut off while it is sent, alone and in an archive; that must not count as under way.
damage_does_not_delay_the_stop() {
  local ids root blob begun took target
  ids=$(new_run damaged) || return 1
  root=$url/$artifacts/${ids% *}/${ids#* }/artifacts
  { head -c 3000000 /dev/urandom; printf 'the last of it'; } >"$temp/rotten"
  curl -sf -T "$temp/rotten" "$root/rotten" || return 1
  blob=$(grep -rl 'the last of it' "$data/blobs")
  printf 'THE LAST OF IT' | dd of="$blob" bs=1 seek=3000000 conv=notrunc 2>/dev/null
  for target in "$root/rotten" "$url/api/v1/candidates/${ids#* }/archive?format=tar"; do
    # the first of a process may end otherwise than the next ones
    for _ in 1 2 3 4 5; do
      curl -sf -o /dev/null "$target"
      case $? in 18 | 56) ;; *) echo "not cut off: $target" >"$temp/out"; return 1 ;; esac
    done
  done
  begun=$(milliseconds)
  stop TERM
  took=$(($(milliseconds) - begun))
  start "$data" || return 1
  curl -sf -o /dev/null -X DELETE "$url/$artifacts/${ids% *}/${ids#* }/artifacts/rotten"
  [ "$took" -lt 15000 ] || { echo "it took $took ms to stop" >"$temp/out"; return 1; }
}

# Three readers at once of a file several times the heap, none of whom the source waits for.
large_downloads_fit() {
  local pids=() one result=0
  truncate -s 1500000000 "$temp/large" && curl -sf -T "$temp/large" "$url/$artifacts/huge" || return 1
  for _ in 1 2 3; do
    curl -sf "$url/$artifacts/huge" | cmp -s - "$temp/large" &
    pids+=("$!")
  done
  for one in "${pids[@]}"; do wait "$one" || result=1; done
  rm -f "$temp/large"
  curl -sf -o /dev/null -X DELETE "$url/$artifacts/huge" && return "$result"
}

wrong_storage() {
  export IMPRINT_STORAGES_MAIN_KIND=s3 IMPRINT_STORAGES_MAIN_ENDPOINT=http://s3.example.org \
    IMPRINT_STORAGES_MAIN_BUCKET=models
  refused "imprint.storages.main: The endpoint must be https" "$imprint" serve --port 0 --data "$temp/storage"
  local result=$?
  unset IMPRINT_STORAGES_MAIN_KIND IMPRINT_STORAGES_MAIN_ENDPOINT IMPRINT_STORAGES_MAIN_BUCKET
  return $result
}

unwritable_folder() {
  # root may write anywhere but here
  refused "Cannot create the data folder" "$imprint" serve --port 0 --data /proc/imprint/data
}

verdict "the first start answers" first_start
verdict "only the owner may read the data folder" only_the_owner_may_look
verdict "a taken port is one line" port_and_folder_taken
verdict "a taken data folder is one line" folder_taken
verdict "a wrong database password is one line" refused "refuses the user or password" wrong_password
verdict "SIGTERM stops everything and exits with 0" terminated_cleanly
verdict "the next start is quick and has the data" restart_in_time
verdict "imprint check storage finds what changed and what is gone" storage_is_checked
verdict "what was cut off for its damage does not delay the stop" damage_does_not_delay_the_stop
verdict "large downloads at once fit into the memory" large_downloads_fit
verdict "a token made beside the running server is demanded" tokens_are_demanded
verdict "with a token other machines may be let in" token_opens_the_door
verdict "the access log tells each request with its id" access_is_logged
verdict "a wrong storage is one line" wrong_storage
verdict "kill -9 during an upload: the old file stays, and a retry succeeds" killed_during_upload
verdict "kill -9 between parts and while they become the file: every step may be asked again" killed_between_parts
if unshare -m mount -t tmpfs none /mnt 2>/dev/null; then
  stop TERM
  verdict "a full disk answers 503 and harms nothing else" full_disk
  start "$data"
fi
verdict "SIGTERM lets a request in flight finish" request_in_flight_is_finished
verdict "kill -9 of the server: the next one takes over" killed_server_is_taken_over
verdict "kill -9 of server and database: nothing is lost" everything_killed_recovers
verdict "another process under PostgreSQL's old number is no obstacle" foreign_process_number_is_no_obstacle
verdict "a newer database is one line" newer_database
verdict "a folder of another PostgreSQL is one line" other_major_version
verdict "a folder that cannot be written is one line" unwritable_folder
verdict "a data folder that is a file is one line" \
  refused "is a file" "$imprint" serve --port 0 --data "$imprint"
verdict "an unreachable database is one line" \
  refused "Cannot use postgresql://127.0.0.1:1/x" "$imprint" serve --port 0 --data "$temp/other" \
  --database-url postgresql://u:p@127.0.0.1:1/x
verdict "another machine's door stays shut" \
  refused "has no admin's token" "$imprint" serve --host 0.0.0.0 --port 0 --data "$temp/other"
