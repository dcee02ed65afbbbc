#!/usr/bin/env bash
# Speed beside its floors, in one run; prints a table. `bench.sh read list` runs only these parts
# (start, import, create, read, list, search, populate, bulk, narrow, plan, upload, postgres). The release build is
# made first. BENCH_TASKS and BENCH_UPLOAD_MB make the newer parts smaller.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh postgresql
cargo=${CARGO:-cargo}
"$cargo" build --release --package guildhall-server
"$cargo" build --release --package guildhall-bench
DURABLE=1 scripts/with-postgres.sh "${CARGO_TARGET_DIR:-target}/release/guildhall-bench" "$@"
