# Sourced by checks that start real instances. It makes the folder $work, and at the end it ends what was started.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
programs=()
finish() {
  local code=$?
  for program in "${programs[@]}"; do kill -TERM "$program" 2>/dev/null || true; done
  for program in "${programs[@]}"; do wait "$program" 2>/dev/null || true; done
  if [ $code != 0 ] && [ $code != 77 ]; then tail -n 30 "$work"/*.log 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

free_ports() { # COUNT
  python3 -c 'import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in sockets))' "$1"
}

colloque() { # NAME PORT DATABASE-PORT PUBLIC-PORT COMMAND ...: the program with the settings of that instance
  # env becomes the script, and the script the program: what is ended later is the program itself
  exec env COLLOQUE_LISTEN_PORT="$2" COLLOQUE_PUBLIC_URL="http://localhost:$4" COLLOQUE_EMBEDDED_PORT="$3" COLLOQUE_DATA_FOLDER="$work/$1" \
    COLLOQUE_FEDERATION_ALLOW_PRIVATE_ADDRESSES=true ./colloque "${@:5}"
}

start() { # NAME PORT DATABASE-PORT [PUBLIC-PORT]
  colloque "$1" "$2" "$3" "${4:-$2}" run >"$work/$1.log" 2>&1 &
  programs+=($!)
  for _ in $(seq 1200); do
    # by then the link that sets it up has been printed
    if grep -q "Colloque is open" "$work/$1.log"; then return 0; fi
    kill -0 "${programs[-1]}" 2>/dev/null || return 1
    sleep 0.1
  done
  echo "instance $1 does not answer"
  return 1
}

needs_node() { # and npm, as npm packages want them
  local major
  command -v node >/dev/null && command -v npm >/dev/null || { echo "node and npm are not installed"; exit 77; }
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || { echo "node $(node --version) is too old: 20 is needed"; exit 77; }
}

npm_folder() { # NAME: the packages of .ci/NAME/package-lock.json and the programs of .ci/NAME, in .cache/NAME
  local folder=.cache/$1
  mkdir -p "$folder"
  if ! cmp -s ".ci/$1/package-lock.json" "$folder/installed"; then
    rm -f "$folder/installed"
    cp ".ci/$1/package.json" ".ci/$1/package-lock.json" "$folder/"
    (cd "$folder" && timeout 120 npm ci --no-audit --no-fund --ignore-scripts) >"$work/npm.txt" 2>&1 || {
      tail -n 20 "$work/npm.txt"
      # a lock file that is wrong is a fault; a registry that does not answer is none
      if grep -qE 'code (EUSAGE|EINTEGRITY|ETARGET)' "$work/npm.txt"; then exit 1; fi
      echo "npm cannot install the packages of .ci/$1"
      exit 77
    }
    cp ".ci/$1/package-lock.json" "$folder/installed"
  fi
  find ".ci/$1" -name '*.mjs' -exec cp {} "$folder/" \;
}
