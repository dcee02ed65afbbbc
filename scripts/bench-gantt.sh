#!/usr/bin/env bash
# How fast the chart of a large project is in a browser: bench-gantt.sh BINARY. The binary has the web app embedded;
# Chromium draws without a graphics card. Prints a table. BENCH_SIZES=10000 measures fewer tasks, BENCH_RUNS the runs.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { echo "usage: $0 BINARY" >&2; exit 2; }
scripts/deps.sh chromium
make --silent web/node_modules/.ready
scripts/with-server.sh "$(realpath "$1")" npm --prefix web run --silent bench -- "${@:2}"
