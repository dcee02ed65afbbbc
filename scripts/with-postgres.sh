#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL: with-postgres.sh COMMAND…
# The command finds its server in GUILDHALL_TEST_POSTGRES; afterwards, also after a failure or a signal,
# the server is stopped by its pid and its folder removed. Fast and not durable (fsync off), because the
# data is thrown away; DURABLE=1 makes it as careful as a real one, for benchmarks and crash tests.
set -euo pipefail
cd_to=$PWD
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || { echo "usage: $0 COMMAND…" >&2; exit 2; }

find_bin() {
  local found
  found=$(command -v initdb || true)
  if [ -n "$found" ]; then dirname "$(readlink -f "$found")"; return; fi
  found=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V | tail -1)
  if [ -n "$found" ] && [ -x "$found/initdb" ]; then echo "$found"; fi
}
bin=$(find_bin)
if [ -z "$bin" ]; then
  "$here/deps.sh" postgresql >&2
  bin=$(find_bin)
fi
[ -n "$bin" ] || { echo "no PostgreSQL found and none could be installed" >&2; exit 1; }

# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  user=$(id -un postgres 2>/dev/null || echo nobody)
  as=(setpriv --reuid "$user" --regid "$(id -gn "$user")" --clear-groups --)
fi

# In memory where there is room: copying a template database takes 15 ms there, on a disk up to 400.
place=${TMPDIR:-/tmp}
if [ "${DURABLE:-0}" != 1 ] && [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR==2 {print $4}')" -gt 2000000 ]; then
  place=/dev/shm
fi
dir=$(mktemp -d "$place/guildhall-postgres.XXXXXX")
server='' child=''
clean_up() {
  trap - EXIT
  if [ -n "$server" ] && kill -INT "$server" 2>/dev/null; then wait "$server" 2>/dev/null || true; fi
  rm -rf "$dir"
}
stop() {
  if [ -n "$child" ]; then kill -TERM -- "-$child" 2>/dev/null || true; fi
  exit "$1"
}
trap clean_up EXIT
trap 'stop 130' INT
trap 'stop 143' TERM HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$password" > "$dir/password"
if [ ${#as[@]} -gt 0 ]; then chown -R "$user" "$dir"; fi
cd "$dir"
"${as[@]}" "$bin/initdb" -D "$dir/data" -U postgres -E UTF8 --locale=C --no-sync \
  --auth=password --pwfile="$dir/password" > "$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }

settings=(max_connections=400 shared_buffers=128MB log_min_messages=panic)
if [ "${DURABLE:-0}" != 1 ]; then
  settings+=(fsync=off synchronous_commit=off full_page_writes=off max_wal_size=256MB wal_level=minimal max_wal_senders=0)
fi
flags=()
for setting in "${settings[@]}"; do flags+=(-c "$setting"); done

ready=''
for _ in 1 2 3 4 5 6 7 8 9 10; do
  port=$((20000 + RANDOM % 12000))
  "${as[@]}" "$bin/postgres" -D "$dir/data" -k "$dir" -h 127.0.0.1 -p "$port" "${flags[@]}" > "$dir/log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    if ! kill -0 "$server" 2>/dev/null; then break; fi
    if "$bin/pg_isready" -q -h "$dir" -p "$port"; then ready=1; break; fi
    sleep 0.1
  done
  if [ -n "$ready" ]; then break; fi
  # Most likely the port was taken: try another.
  kill -INT "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
done
[ -n "$ready" ] || { cat "$dir/log" >&2; exit 1; }

export GUILDHALL_TEST_POSTGRES="postgres://postgres:$password@127.0.0.1:$port/postgres"
cd "$cd_to"
# A process group of its own, so that a signal reaches whatever the command started.
set -m
"$@" &
child=$!
set +m
status=0
wait "$child" || status=$?
exit "$status"
