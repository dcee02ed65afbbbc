#!/usr/bin/env bash
# Runs the browser tests against a server of their own: browser-tests.sh BINARY [what goes to Playwright…]
set -euo pipefail
cd "$(dirname "$0")/.."
binary=${1:-target/release/guildhall}
scripts/with-server.sh "$binary" npm --prefix web run e2e -- "${@:2}"
