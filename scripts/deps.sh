#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, by apt: deps.sh [postgresql] [chromium]
# [python3-venv] [default-jre-headless] (the first two without arguments). Says what it installs; installs nothing that is there already.
set -euo pipefail
wanted=("$@")
if [ ${#wanted[@]} -eq 0 ]; then wanted=(postgresql chromium); fi

present() {
  case $1 in
    postgresql) command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ;;
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ;;
    default-jre-headless) java -version >/dev/null 2>&1 ;;
    python3-venv) python3 -c 'import ensurepip, venv' 2>/dev/null ;;
    *) echo "deps.sh does not know $1" >&2; exit 2 ;;
  esac
}

missing=()
for package in "${wanted[@]}"; do
  if ! present "$package"; then missing+=("$package"); fi
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

if ! command -v apt-get >/dev/null; then
  echo "please install: ${missing[*]} (no apt-get here)" >&2
  exit 1
fi
root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "please install as root: apt-get install ${missing[*]}" >&2; exit 1; }
  root=(sudo)
fi
echo "installing with apt-get: ${missing[*]}"
"${root[@]}" apt-get update -qq
# The package would start a cluster of its own; the tests start and stop theirs.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  "${root[@]}" mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | "${root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
for package in "${missing[@]}"; do
  present "$package" || { echo "$package was installed, but is not found" >&2; exit 1; }
done
