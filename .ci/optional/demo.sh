#!/usr/bin/env bash
# Both demonstrations as a newcomer starts them: ./colloque demo, and ./colloque demo-two with two instances that follow each other.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command -v python3 >/dev/null || { echo "python3 is not installed"; exit 77; }

work=$(mktemp -d)
chmod 711 "$work" # PostgreSQL, which does not run as root, passes through
program=
finish() {
  local code=$?
  if [ -n "$program" ]; then
    kill -TERM "$program" 2>/dev/null || true
    wait "$program" 2>/dev/null || true
  fi
  if [ $code != 0 ]; then tail -n 30 "$work"/*.log 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

# the second instance takes the ports after these
port=${COLLOQUE_CI_DEMO_PORT:-18320}
export COLLOQUE_LISTEN_PORT=$port COLLOQUE_EMBEDDED_PORT=$((port + 5)) COLLOQUE_DATA_FOLDER=$work/data

check() { # COMMAND INSTANCES
  local begin=$SECONDS
  ./colloque "$1" >"$work/$1.log" 2>&1 &
  program=$!
  for _ in $(seq 1800); do
    if [ "$(grep -c '^  http://' "$work/$1.log")" = "$2" ]; then break; fi
    kill -0 "$program" 2>/dev/null || { echo "$1 has ended"; return 1; }
    sleep 0.1
  done
  echo "$1: ready after $((SECONDS - begin)) s"
  python3 "$here/demo_check.py" "$work/$1.log" "$2"
  kill -TERM "$program"
  wait "$program"
  program=
  echo "$1: all is well after $((SECONDS - begin)) s"
}

check demo 1
check demo-two 2
