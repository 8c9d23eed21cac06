#!/usr/bin/env bash
# A short run of Jazzer over each target, from the seeds of the tree.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ "$(uname -s)" != Linux ]; then
  echo "Jazzer was tried on Linux only"
  exit 77
fi
exec ./fuzz 5
