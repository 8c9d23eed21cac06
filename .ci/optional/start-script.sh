#!/usr/bin/env bash
# The first command of the README on this clone: builds, starts, answers, stops on SIGTERM, starts again without building.
set -euo pipefail
port=${COLLOQUE_CI_PORT:-18310}
export COLLOQUE_LISTEN_PORT=$port COLLOQUE_PUBLIC_URL=http://localhost:$port COLLOQUE_EMBEDDED_PORT=$((port + 1))
COLLOQUE_DATA_FOLDER=$(mktemp -d)
export COLLOQUE_DATA_FOLDER
program=
finish() {
  [ -z "$program" ] || kill -9 "$program" 2>/dev/null || true
  rm -rf "$COLLOQUE_DATA_FOLDER"
}
trap finish EXIT

answers() { # waits for $1 seconds at most
  for _ in $(seq "$(($1 * 10))"); do
    if [ "$(curl -fsS "http://127.0.0.1:$port/readyz" 2>/dev/null)" = ok ]; then return 0; fi
    kill -0 "$program" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
./colloque help >/dev/null
for round in first second; do
  ./colloque run &
  program=$!
  answers 200
  begin=$(date +%s%N)
  kill -TERM "$program"
  wait "$program"
  echo "$round run: stopped after $((($(date +%s%N) - begin) / 1000000)) ms"
  program=
done
