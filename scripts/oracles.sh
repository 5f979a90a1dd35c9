#!/usr/bin/env bash
# Makes the Python environment of the oracles: scripts/oracles.sh [--torch]. A complete one stays.
# It is .venv-oracles, or the folder that $STEPZERO_ORACLES names (test/oracles.ts). With --torch it
# has PyTorch of today too, for the long tests. Takes a minute, with PyTorch several.
set -euo pipefail
cd "$(dirname "$0")/.."

venv="${STEPZERO_ORACLES:-.venv-oracles}"
python="$([ -x /usr/bin/python3 ] && echo /usr/bin/python3 || command -v python3)"

# Installs the pins of a file, unless the environment has the copy that is put there at the end.
install() {
  cmp -s "test/$1" "$venv/$1" && "$venv/bin/python" -c '' && return
  if [ "$1" = requirements.txt ]; then "$python" -m venv --clear "$venv"; fi
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "test/$1"
  cp "test/$1" "$venv/$1"
}

install requirements.txt
if [ "${1:-}" = --torch ]; then install requirements-torch.txt; fi
