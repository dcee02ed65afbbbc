#!/usr/bin/env bash
# Licences, bans and sources of the dependencies; advisories too where their database can be had.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v cargo-deny >/dev/null; then
  echo "cargo-deny is not installed (cargo install cargo-deny --locked): licences, bans and sources were not checked" >&2
  exit 0
fi
cargo deny check licenses bans sources
if cargo deny fetch db >/dev/null 2>&1; then
  cargo deny check advisories
else
  echo "the database of advisories cannot be reached: they were not checked" >&2
fi
