#!/usr/bin/env bash
# Exports what was imported and has MPXJ, the library by which other tools read Microsoft Project's files, read both:
# check-export.sh BINARY FOLDER_WITH_MSPDI_FILES; one of our own goes along. Tasks, links, lags, dates, calendars,
# people and baselines must be the same; what rightly differs is printed with its reason (tests/data-tools/check_export.py).
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "$1")
files=$(realpath "$2")
venv=${CARGO_TARGET_DIR:-target}/venv/mpxj
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import mpxj' 2>/dev/null; then
  scripts/deps.sh python3-venv
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check mpxj==16.10.0 JPype1==1.7.1 ||
    { echo "SKIPPED: no index of Python packages has MPXJ"; exit 0; }
fi
scripts/deps.sh default-jre-headless || { echo "SKIPPED: no Java, and none can be installed"; exit 0; }
work=$(mktemp -d)
server=''
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=''
}
trap 'stop; rm -rf "$work"' EXIT

# An organization to import into; the commands then open its database alone.
"$binary" serve --listen 127.0.0.1:0 --data "$work/data" >"$work/log" 2>&1 &
server=$!
url=''
for _ in $(seq 100); do
  url=$(sed -n 's/^listening on //p' "$work/log")
  [ -n "$url" ] && break
  sleep 0.1
done
[ -n "$url" ] || { cat "$work/log" >&2; exit 1; }
curl --silent --show-error --fail-with-body -H 'Content-Type: application/json' -o "$work/answer" --data \
  '{"name":"Ada","email":"ada@example.com","password":"correct horse battery","organizationName":"Exports"}' \
  "$url/api/v1/auth/register"
stop

python3 tests/data-tools/make_mspdi.py --tasks 300 >"$work/generated-300.xml"
pairs=()
for file in "$files"/*.xml "$work/generated-300.xml"; do
  name=$(basename "$file" .xml)
  "$binary" import "$file" --organization Exports --data "$work/data" >"$work/$name.report" 2>"$work/import.log" ||
    { cat "$work/import.log" >&2; exit 1; }
  key=$(sed -n '1s/.* into \([A-Z0-9]*\) “.*/\1/p' "$work/$name.report")
  "$binary" export "$key" --organization Exports --data "$work/data" --output "$work/$name.out.xml"
  pairs+=("$file" "$work/$name.out.xml")
done
"$venv/bin/python" tests/data-tools/check_export.py "${pairs[@]}"
