#!/usr/bin/env bash
# The long versions of what `make test` runs briefly: SIGKILL under eight writers, 50 rounds on SQLite and
# 20 on a PostgreSQL that syncs to disk, GUILDHALL_SOAK_SEED repeats a run; a file of 2 GiB in and out, and 20
# kills under uploads; published networks and, for GUILDHALL_SOAK_FUZZ seconds, any bytes as schedules; schemathesis
# at full size (SEED repeats a run); and imports with one command, compared with their files, and exports as MPXJ
# reads them, where those are at hand.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/deps.sh postgresql
export GUILDHALL_SOAK_SQLITE=${GUILDHALL_SOAK_SQLITE:-50} GUILDHALL_SOAK_POSTGRES=${GUILDHALL_SOAK_POSTGRES:-20}
export GUILDHALL_SOAK_FILE_MB=${GUILDHALL_SOAK_FILE_MB:-2048} GUILDHALL_SOAK_UPLOADS=${GUILDHALL_SOAK_UPLOADS:-20}
DURABLE=1 scripts/with-postgres.sh "${CARGO:-cargo}" test --release --package guildhall-server --test soak -- --nocapture --test-threads 1
# All of the published networks on both databases, and any bytes as networks.
GUILDHALL_EVERY_NETWORK=1 scripts/with-postgres.sh "${CARGO:-cargo}" test --package guildhall-tests --test it -- plan::psplib
GUILDHALL_FUZZ_SECONDS=${GUILDHALL_SOAK_FUZZ:-300} "${CARGO:-cargo}" test --release --package guildhall-schedule --test fuzz -- --nocapture
scripts/fuzz.sh "${GUILDHALL_SOAK_FUZZ:-300}"
# schemathesis at full size: a hundred cases of each operation in each phase.
"${CARGO:-cargo}" build --release --package guildhall-server
EXAMPLES=${GUILDHALL_SOAK_EXAMPLES:-100} scripts/schemathesis.sh "${CARGO_TARGET_DIR:-target}/release/guildhall"
files=${GUILDHALL_FILES:-../shared/data}
if [ -d "$files/scheduling/mspdi" ]; then
  scripts/check-imports.sh "${CARGO_TARGET_DIR:-target}/release/guildhall" "$files"
  scripts/check-export.sh "${CARGO_TARGET_DIR:-target}/release/guildhall" "$files/scheduling/mspdi"
else
  echo "SKIPPED: no schedules and boards in $files to check imports and exports with"
fi
