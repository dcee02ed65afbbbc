#!/usr/bin/env bash
# Imports with one command, as a newcomer does, and compares what the API then shows with the files, read by other
# code: check-imports.sh BINARY FOLDER_WITH_MSPDI_AND_TRELLO_FILES. Each file comes in twice (the second time nothing
# may be created), one task is edited, the server is killed with SIGKILL, and all of it must be there again.
# Then a folder of 22 collections as mongoexport writes them: DOCUMENTS of them, 20,000 unless told.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "$1")
files=$(realpath "$2")
venv=${CARGO_TARGET_DIR:-target}/venv/mongo
if [ ! -x "$venv/bin/python" ]; then
  scripts/deps.sh python3-venv
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check pymongo==4.20.1 bcrypt==5.0.0
fi
python=$(realpath "$venv")/bin/python
work=$(mktemp -d)
server=''
stop() {
  [ -z "$server" ] || kill "$1" "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=''
}
trap 'stop -TERM; rm -rf "$work"' EXIT

start() {
  "$binary" serve --listen 127.0.0.1:0 --data "$work/data" >"$work/log" 2>&1 &
  server=$!
  url=''
  for _ in $(seq 100); do
    url=$(sed -n 's/^listening on //p' "$work/log")
    [ -n "$url" ] && return
    sleep 0.1
  done
  cat "$work/log" >&2
  exit 1
}

# call METHOD PATH [BODY]: the answer.
call() {
  curl --silent --show-error --fail-with-body -X "$1" -H "Authorization: Bearer ${token:-}" \
    -H 'Content-Type: application/json' ${3:+--data "$3"} "$url/api/v1$2"
}

field() {
  "$python" -c 'import json,sys; data = json.load(sys.stdin)
for step in sys.argv[1].split("."): data = data[int(step)] if step.isdigit() else data[step]
print(data)' "$1"
}

# import TURN FILE OPTION…: what came in; the second time nothing may.
import() {
  local turn=$1 came
  shift
  came=$("$binary" import "$@" --data "$work/data" | grep -E ' (created|changed|unchanged)' | tr -s ' ' | paste -sd ';')
  echo "$turn import of $(basename "$1"):$came"
  if [ "$turn" = second ] && grep -qE '[1-9][0-9]* (created|changed)' <<<"$came"; then
    exit 1
  fi
}

start
session=$(call POST /auth/register '{"name":"Ada","email":"ada@example.com","password":"correct horse battery","organizationName":"Imports"}')
token=$(field token <<<"$session")
organization=$(call GET /organizations | field data.0.id)
stop -TERM
python3 tests/data-tools/make_trello_board.py --out "$work/board.json"
schedules=(msproject-slack9.xml msproject-legacy_sample.xml task-links-project2010-mspdi.xml)
all=("${schedules[@]/#/$files/scheduling/mspdi/}" "$files/import/trello/nextcloud-deck-fixture.json" "$work/board.json")
for turn in first second; do
  for file in "${all[@]}"; do
    import $turn "$file" --organization "$organization"
  done
done
start
for file in "${all[@]}"; do
  echo "$(basename "$file"): $(python3 tests/data-tools/check_import.py "$url" "$token" "$organization" "$file")"
done
task=$(call GET "/organizations/$organization/tasks?limit=1" | field data.0.id)
call PATCH "/organizations/$organization/tasks/$task" '{"description":"edited before the kill"}' >"$work/answer"
stop -KILL
start
kept=$(call GET "/organizations/$organization/tasks/$task" | field description)
[ "$kept" = 'edited before the kill' ] || { echo "the edit is lost: $kept" >&2; exit 1; }
echo "an edit before SIGKILL is there after it"
stop -TERM

"$python" tests/data-tools/make_mongo.py "$work/mongo" --size "${DOCUMENTS:-20000}"
for turn in first second; do
  import $turn "$work/mongo" --accounts
done
start
signed=$(call POST /auth/login '{"email":"person0@example.com","password":"correct horse battery"}')
token=$(field token <<<"$signed")
organization=$(call GET /organizations | field data.0.id)
"$python" tests/data-tools/check_mongo.py "$url" "$token" "$organization" "$work/mongo" --accounts
echo "a password hashed by bcrypt still opens the door"
