#!/usr/bin/env bash
# A short run of Jazzer over each target, from the seeds of the tree: the same inputs each time, so that a change is stopped by what it did
# and not by chance. Chance is for ./fuzz.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ "$(uname -s)" != Linux ]; then
  echo "Jazzer was tried on Linux only"
  exit 77
fi
exec ./fuzz --same
