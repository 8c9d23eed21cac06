#!/usr/bin/env bash
# An independent server, made with Fedify: follow, accept, post, edit, delete, like, boost, reply, quote, block and move, in both directions, once with draft-cavage and once with RFC 9421.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/instances.bash"
command -v python3 >/dev/null || { echo "python3 is not installed"; exit 77; }
needs_node
npm_folder fedify

# who asks comes to the public port, where the matrix writes down the headers and hands on
read -r port database public cavage modern < <(free_ports 5)
./colloque build
start a "$port" "$database" "$public"

member() { # NAME: makes an account and prints its name, password and a token
  local password
  password=$(colloque a "$port" "$database" "$public" account create "$1" "$1@mail.example" --owner --language en | grep -o '[^ ]*$' | tail -n 1)
  echo "$1 $password $(python3 "$here/toot_login.py" --token "localhost:$port" "$1@mail.example" "$password")"
}

read -ra cora < <(member cora)
read -ra mona < <(member mona)
node .cache/fedify/matrix.mjs "$public" "$port" "$cavage" "$modern" "$here/toot_login.py" "${cora[@]}" "${mona[@]}"
