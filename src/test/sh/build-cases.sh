# Sourced by launcher-test.sh. The launcher in a small checkout of its own, with a JDK and a Maven
# that only note that they were called: when it builds, and what it says when it cannot.

checkout=$temp/checkout
calls=$temp/calls

make_checkout() {
  mkdir -p "$checkout/src/main/launch" "$checkout/.mvn" "$temp/jdk/bin" "$temp/maven/bin"
  cp "$imprint" "$checkout/imprint"
  cp "$root/src/main/launch/jvm.options" "$checkout/src/main/launch/"
  touch "$checkout/pom.xml" "$checkout/src/main/Source"
  echo 'JAVA_VERSION="25.0.1"' >"$temp/jdk/release"
  cat >"$temp/jdk/bin/java" <<EOF
#!/usr/bin/env bash
echo "java \$*" >>"$calls"
for word in "\$@"; do
  case \$word in -XX:AOTCacheOutput=*) [ -f "$temp/no-training" ] && exit 1
    [ -f "$temp/cut-training" ] && kill -KILL \$(ps -o ppid= -p \$PPID) \$PPID; touch "\${word#*=}" ;; esac
done
EOF
  : >"$calls"
  cat >"$temp/maven/bin/mvn" <<EOF
#!/usr/bin/env bash
echo "mvn \$*" >>"$calls"
sleep 1
cat "$temp/maven-says" 2>/dev/null
[ -f "$temp/broken" ] && { echo "the source is broken"; exit 1; }
mkdir -p target && touch target/imprint-runner.jar
EOF
  touch "$temp/jdk/bin/javac"
  chmod +x "$temp"/jdk/bin/* "$temp/maven/bin/mvn"
}

# launched WORD…: the launcher of the small checkout.
launched() {
  IMPRINT_JAVA_HOME=$temp/jdk MAVEN_HOME=$temp/maven "$checkout/imprint" "$@"
}

# called PATTERN: how many of the noted calls match.
called() {
  grep -c -- "$1" "$calls" 2>/dev/null || true
}

one_build_for_two() {
  local first
  launched serve >"$temp/out" 2>&1 &
  first=$!
  launched serve >"$temp/out2" 2>&1 && wait "$first" &&
    [ "$(called '^mvn ')" -eq 1 ] && [ "$(called 'AOTCacheOutput')" -eq 1 ] && [ "$(called 'AOTCache=')" -eq 2 ]
}

no_second_build() {
  launched serve >"$temp/out" 2>&1 && [ "$(called '^mvn ')" -eq 1 ]
}

build_after_change() {
  sleep 1
  touch "$checkout/src/main/Source"
  launched serve >"$temp/out" 2>&1 && [ "$(called '^mvn ')" -eq 2 ]
}

build_after_deletion() {
  sleep 1
  rm "$checkout/src/main/Source"
  launched serve >"$temp/out" 2>&1 && [ "$(called '^mvn ')" -eq 3 ]
}

dead_lock_taken_over() {
  local dead
  true &
  dead=$!
  wait "$dead"
  ln -s "$dead" "$checkout/target/launch/lock"
  touch "$checkout/pom.xml"
  launched serve >"$temp/out" 2>&1 && [ "$(called '^mvn ')" -eq 4 ] && [ ! -L "$checkout/target/launch/lock" ]
}

# After a boot the number of a dead launcher may be anybody's: here a sleep's.
strangers_lock_taken_over() {
  local stranger
  sleep 60 &
  stranger=$!
  ln -s "$stranger" "$checkout/target/launch/lock"
  sleep 1
  touch "$checkout/pom.xml"
  launched serve >"$temp/out" 2>&1 && [ "$(called '^mvn ')" -eq 5 ]
  local code=$?
  kill "$stranger"
  wait "$stranger" 2>/dev/null
  return "$code"
}

start_without_training() {
  touch "$temp/no-training"
  sleep 1
  touch "$checkout/pom.xml"
  launched serve >"$temp/out" 2>&1 && grep -q 'rehearsal failed' "$temp/out" &&
    tail -n 1 "$calls" | grep -q 'imprint.jar imprint.Main serve$' && ! tail -n 1 "$calls" | grep -q AOTCache
}

# The launcher is killed while it rehearses with other settings; the cache it had removed is not missed for ever.
cut_training_is_made_up_for() {
  launched serve >"$temp/out" 2>&1 || return 1
  tail -n 1 "$calls" | grep -q AOTCache= || return 1
  touch "$temp/cut-training"
  { IMPRINT_JAVA_OPTS=-Xmx1g launched serve >"$temp/out" 2>&1; } 2>/dev/null
  rm "$temp/cut-training"
  launched serve >"$temp/out" 2>&1 && tail -n 1 "$calls" | grep -q AOTCache=
}

broken_build_is_shown() {
  touch "$temp/broken"
  sleep 1
  touch "$checkout/pom.xml"
  ! launched serve >"$temp/out" 2>&1 && grep -q 'the source is broken' "$temp/out" &&
    grep -q 'imprint: the build failed' "$temp/out"
}

# suite PATH EXIT-CODE LINE: a part of ./imprint test that says LINE.
suite() {
  mkdir -p "$(dirname "$checkout/$1")"
  printf '#!/usr/bin/env bash\necho "%s"\nexit %s\n' "$3" "$2" >"$checkout/$1"
  chmod +x "$checkout/$1"
}

all_tests_are_summed() {
  printf '[INFO] %s\n' 'Tests run: 7, Failures: 1, Errors: 0, Skipped: 2, Time elapsed: 1 s -- in Some' \
    'Tests run: 7, Failures: 1, Errors: 0, Skipped: 2' >"$temp/maven-says"
  suite src/test/sh/launcher-test.sh 0 "3 passed, 0 failed"
  suite mlflow-compat/run 1 "10 passed, 2 failed"
  ! launched test >"$temp/out" 2>&1 && [ "$(tail -n 1 "$temp/out")" = "17 passed, 3 failed" ]
}

good_tests_exit_with_0() {
  echo 'Tests run: 7, Failures: 0, Errors: 0, Skipped: 0' >"$temp/maven-says"
  suite mlflow-compat/run 0 "10 passed, 0 failed"
  launched test >"$temp/out" 2>&1 && [ "$(tail -n 1 "$temp/out")" = "20 passed, 0 failed" ]
}

silent_part_counts_as_failed() {
  suite mlflow-compat/run 1 "no count"
  ! launched test >"$temp/out" 2>&1 && [ "$(tail -n 1 "$temp/out")" = "10 passed, 1 failed" ]
}

# A PATH with what the launcher calls and nothing else.
without_maven() {
  local program
  mkdir -p "$temp/path"
  for program in bash dirname readlink ln sed find head mkdir cat rm mv cp touch sleep; do
    ln -sf "$(command -v "$program")" "$temp/path/$program"
  done
  rm -rf "$checkout/target"
  env -i PATH="$temp/path" HOME="$temp" IMPRINT_JAVA_HOME="$temp/jdk" "$checkout/imprint" serve
}

old_jdk() {
  mkdir -p "$temp/old/bin"
  cp "$temp"/jdk/bin/* "$temp/old/bin/"
  echo 'JAVA_VERSION="17.0.9"' >"$temp/old/release"
  IMPRINT_JAVA_HOME=$temp/old "$checkout/imprint" serve
}

make_checkout
verdict "two starts at once build and train once" one_build_for_two
verdict "nothing changed, nothing is built" no_second_build
verdict "a changed source is built" build_after_change
verdict "a deleted source is built" build_after_deletion
verdict "the lock of a dead launcher is taken over" dead_lock_taken_over
verdict "the lock of a process that is no launcher is taken over" strangers_lock_taken_over
verdict "a training that was cut off is made up for" cut_training_is_made_up_for
verdict "a failed training does not fail the start" start_without_training
verdict "./imprint test sums its parts" all_tests_are_summed
verdict "./imprint test exits with 0 when all is well" good_tests_exit_with_0
verdict "a part of ./imprint test that says nothing has failed" silent_part_counts_as_failed
verdict "a failed build shows its end" broken_build_is_shown
verdict "no Maven is one line" refused "needs Maven" without_maven
verdict "a JDK too old is one line" refused "is not a JDK 25 or later" old_jdk
