#!/usr/bin/env bash
# Speed beside its floors, in one run; prints a table. `bench.sh read list` runs only these parts
# (start, import, create, read, list, search, populate, bulk, narrow, plan, upload, postgres, chart). The release
# build is made first; the chart is drawn in Chromium. BENCH_TASKS and BENCH_UPLOAD_MB make the newer parts smaller.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh postgresql
cargo=${CARGO:-cargo}
"$cargo" build --release --package guildhall-server
"$cargo" build --release --package guildhall-bench
release=${CARGO_TARGET_DIR:-target}/release
if [ "$*" != chart ]; then DURABLE=1 scripts/with-postgres.sh "$release/guildhall-bench" "$@"; fi
if [ $# -eq 0 ] || [[ " $* " == *" chart "* ]]; then scripts/bench-gantt.sh "$release/guildhall"; fi
