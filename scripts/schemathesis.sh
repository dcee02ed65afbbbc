#!/usr/bin/env bash
# schemathesis against a server of its own, signed in, with sample data: schemathesis.sh [BINARY]
# All phases: examples, coverage, fuzzing, stateful. Fails on a 5xx, on an undocumented status, type or header and
# on an answer that its schema does not describe. Brief by default; EXAMPLES, SECONDS_AT_MOST and SEED change that.
#
# Two checks are left out on purpose. `positive_data_acceptance` wants every body that fits its schema accepted, and
# `negative_data_rejection` none that does not: but which references exist, which form a request is filled in for
# and which filter can be read is said in words (422 with a pointer), and a path whose id is not one is 404 as any
# other, so both would report what is right. tests/it/hostile says in detail what is refused, and with what.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:-target/release/guildhall}
version=4.32.5
venv=${CARGO_TARGET_DIR:-target}/venv/schemathesis-$version
if [ ! -x "$venv/bin/st" ]; then
  scripts/deps.sh python3-venv
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi
venv=$(realpath "$venv")
if [ -z "${BASE_URL:-}" ]; then
  exec scripts/with-server.sh "$binary" scripts/schemathesis.sh "$binary"
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 tests/data-tools/schemathesis_config.py "$BASE_URL" "$folder"
"$venv/bin/st" --config-file "$folder/schemathesis.toml" run "$folder/openapi.json" --url "$BASE_URL" \
  --phases examples,coverage,fuzzing,stateful --workers 2 --seed "${SEED:-20}" --generation-database none \
  --max-examples "${EXAMPLES:-2}" ${SECONDS_AT_MOST:+--max-time "$SECONDS_AT_MOST"} --request-timeout 30 \
  --suppress-health-check all --continue-on-failure --no-color --warnings off \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance \
  ${REPORT:+--report-ndjson-path "$REPORT" --report ndjson}
