#!/usr/bin/env bash
# Runs the browser tests against a server of their own: a fresh data folder, a free port, stopped by pid.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(mktemp -d)
log=$data/server.log
target/release/guildhall serve --listen 127.0.0.1:0 --data "$data/data" >"$log" 2>&1 &
server=$!
stop() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop EXIT
for _ in $(seq 100); do
  url=$(sed -n 's/^listening on //p' "$log")
  [ -n "$url" ] && break
  kill -0 "$server" 2>/dev/null || { cat "$log" >&2; exit 1; }
  sleep 0.1
done
if ! BASE_URL=$url npm --prefix web run e2e; then
  echo "the server said:" >&2
  tail -n 50 "$log" >&2
  exit 1
fi
