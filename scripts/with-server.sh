#!/usr/bin/env bash
# Runs a command beside a server of its own: with-server.sh BINARY COMMAND… The command finds it in BASE_URL. The
# server has a fresh data folder and a free port; afterwards it is stopped by its pid and its folder removed.
set -euo pipefail
[ $# -gt 1 ] || { echo "usage: $0 BINARY COMMAND…" >&2; exit 2; }
binary=$1
shift
data=$(mktemp -d)
log=$data/server.log
"$binary" serve --listen 127.0.0.1:0 --data "$data/data" >"$log" 2>&1 &
server=$!
stop() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop EXIT
url=''
for _ in $(seq 100); do
  url=$(sed -n 's/^listening on //p' "$log")
  [ -n "$url" ] && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
[ -n "$url" ] || { cat "$log" >&2; exit 1; }
if ! BASE_URL=$url "$@"; then
  echo "the server said:" >&2
  tail -n 50 "$log" >&2
  exit 1
fi
