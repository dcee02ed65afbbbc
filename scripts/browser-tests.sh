#!/usr/bin/env bash
# Runs the browser tests against a server of their own; what is given goes to Playwright.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/with-server.sh target/release/guildhall npm --prefix web run e2e -- "$@"
