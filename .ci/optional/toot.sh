#!/usr/bin/env bash
# A real client, Debian's toot: after the first visit that sets an instance up, it signs in through the consent page of a real instance, posts, reads, uploads an image, and follows
# somebody on a second instance over loopback.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
command -v python3 >/dev/null || { echo "python3 is not installed"; exit 77; }
if ! command -v toot >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive timeout 120 apt-get install -y -qq --no-install-recommends toot >/dev/null 2>&1 || true
  fi
  command -v toot >/dev/null || { echo "the package toot cannot be installed"; exit 77; }
fi

. "$here/instances.bash"
read -r port_a database_a port_b database_b < <(free_ports 4)

sign_in() { # PERSON INSTANCE PORT: sets the instance up by the link in its log, and signs toot in by the pages
  local link password
  link=$(grep -o "http://localhost:$3/setup/[A-Za-z0-9_-]*" "$work/$2.log" | head -n 1)
  [ -n "$link" ] || { echo "no link to set $2 up"; return 1; }
  password="staple-$RANDOM-$RANDOM-$RANDOM"
  python3 "$here/toot_login.py" --set-up "$link" "$1" "$1@mail.example" "$password"
  XDG_CONFIG_HOME=$work/toot-$1 PYTHONUNBUFFERED=1 \
    python3 "$here/toot_login.py" "localhost:$3" "$1@mail.example" "$password"
}

as() { # PERSON COMMAND ...: toot with that person's settings
  XDG_CONFIG_HOME=$work/toot-$1 toot "${@:2}"
}

sees() { # PERSON WORDS: waits until they are in the home timeline
  for _ in $(seq 60); do
    if as "$1" timeline --once --no-color >"$work/timeline.txt" && grep -qF "$2" "$work/timeline.txt"; then return 0; fi
    sleep 0.5
  done
  echo "$1 does not see: $2"
  cat "$work/timeline.txt"
  return 1
}

./colloque build
start a "$port_a" "$database_a"
start b "$port_b" "$database_b"
sign_in alice a "$port_a"
sign_in bob b "$port_b"
as alice whoami --no-color | grep -F "@alice"

as alice post "Bonjour de toot" --no-color
sees alice "Bonjour de toot"

python3 "$here/toot_login.py" --picture "$work/picture.png"
as alice upload "$work/picture.png" --description "Un dégradé" --no-color | tee "$work/upload.txt"
grep -q "Successfully uploaded media ID" "$work/upload.txt"
url=$(sed -n 's/^URL: //p' "$work/upload.txt")
curl -fsS -o "$work/back.png" "$url"
as alice post "Avec une image" --media "$work/picture.png" --description "Un dégradé" --no-color
sees alice "Avec une image"

as alice follow "bob@localhost:$port_b" --no-color
for _ in $(seq 60); do # the other side has accepted
  if as bob followers bob --no-color 2>/dev/null | grep -qF "alice@localhost:$port_a"; then break; fi
  sleep 0.5
done
as bob followers bob --no-color | grep -F "alice@localhost:$port_a"
as bob post "Bonjour de loin" --no-color
sees alice "Bonjour de loin"
echo "toot signed in, posted, read, uploaded and followed across two instances"
