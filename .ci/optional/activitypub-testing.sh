#!/usr/bin/env bash
# The test cases of activitypub-testing, on the actor of a member of a real instance. The program ends with 0 whatever it finds, so what it found is counted.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/instances.bash"
command -v python3 >/dev/null || { echo "python3 is not installed"; exit 77; }
needs_node

# cases that pass at least: the actor, its inbox and outbox properties, and three collections. The others ask for what the server does not offer: posting to the outbox, reading the inbox.
PASSED=5

npm_folder activitypub-testing

read -r port database < <(free_ports 2)
./colloque build
start a "$port" "$database"
(colloque a "$port" "$database" "$port" account create lise lise@mail.example --owner >/dev/null)

timeout 100 .cache/activitypub-testing/node_modules/.bin/activitypub-testing test actor "http://localhost:$port/users/lise" \
  --output json-seq >"$work/found.txt" 2>"$work/activitypub-testing.log"

count() { # OUTCOME
  { grep -o "\"outcome\":\"$1\"" "$work/found.txt" || true; } | wc -l
}
passed=$(count passed) failed=$(count failed)
echo "passed $passed, failed $failed, do not apply $(count inapplicable)"
if [ "$failed" != 0 ] || [ "$passed" -lt "$PASSED" ]; then
  cat "$work/found.txt"
  exit 1
fi
