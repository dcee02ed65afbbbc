#!/usr/bin/env bash
# Fuzzes the scheduling engine, led by coverage: fuzz.sh [SECONDS] (60 unless told). Begins with the corpus of
# crates/schedule/tests/corpus and puts what it finds into crates/schedule/fuzz/corpus. The engine has no unsafe code,
# so that libFuzzer needs no sanitizer, and so any stable compiler and a C++ compiler will do; `cargo fuzz run
# schedule` in crates/schedule works as well, where cargo-fuzz is installed.
set -euo pipefail
cd "$(dirname "$0")/../crates/schedule/fuzz"
seconds=${1:-60}
command -v c++ >/dev/null || { echo "SKIPPED: no C++ compiler to build libFuzzer with"; exit 0; }
host=$(rustc -vV | sed -n 's/^host: //p')
cover='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters'
cover+=' -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1'
target=${CARGO_TARGET_DIR:-../../../target}/fuzz
RUSTFLAGS="$cover --cfg fuzzing" "${CARGO:-cargo}" build --release --target "$host" --target-dir "$target"
mkdir -p corpus artifacts
"$target/$host/release/schedule" -max_total_time="$seconds" -max_len=1200 -timeout=10 -print_final_stats=1 \
  -artifact_prefix=artifacts/ corpus ../tests/corpus
