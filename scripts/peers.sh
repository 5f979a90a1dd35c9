#!/usr/bin/env bash
# Installs the peers of the benchmarks: scripts/peers.sh [torch|keras|jax]... (default: all).
# Each has an environment of its own, .venv-peers/NAME-venv, or in the folder that $STEPZERO_PEERS
# names. A complete one stays. PyTorch's is the CUDA build, which PyPI has for Linux, 5 GB on disk,
# with AnyInit beside it.
set -euo pipefail
cd "$(dirname "$0")/.."

folder="${STEPZERO_PEERS:-.venv-peers}"
python="$([ -x /usr/bin/python3 ] && echo /usr/bin/python3 || command -v python3)"

for name in "${@:-torch keras jax}"; do
  for peer in $name; do
    pins="bench/peers/requirements-$peer.txt"
    venv="$folder/$peer-venv"
    if [ ! -f "$pins" ]; then
      echo "no peer is called $peer; there are torch, keras, jax" >&2
      exit 2
    fi
    if cmp -s "$pins" "$venv/requirements.txt"; then
      echo "$peer is in $venv"
      continue
    fi
    echo "installing $(tr '\n' ' ' <"$pins")into $venv"
    "$python" -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$pins"
    cp "$pins" "$venv/requirements.txt"
  done
done
