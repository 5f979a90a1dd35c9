"""Re-initializes PyTorch modules by way of .onnx and loads them back, as a user would.

    python round_trip.py [--stepzero "node dist/cli/main.js"] [--format safetensors] [NETWORK ...]

For each network of networks.py and each setting of the exporters, three commands:

1. `torch.onnx.export(module, (x,), "model.onnx", …)`;
2. `stepzero init --model model.onnx --init he --layout pytorch --out weights.safetensors`;
3. the loading lines that stepzero printed, run with `model` = a module that was just constructed
   with other random numbers (so that nothing is right by chance).

The module's output on an input is then compared with ONNX Runtime's on the .onnx file that
`stepzero init --out` writes with the same seed: to 1e-5 of the largest output. Where the file has
no batch norms any more, the module's get eps = 0, since a folded norm of a fresh network is the
identity. Entries that stepzero names as missing must be the only ones that the loading line leaves
as they were; there the outputs cannot agree. Prints a line per pair with what happened, and exits 1
if a loading line failed, or gave other outputs without a word.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
import torch

from export_models import export
from networks import NETWORKS, build

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SETTINGS = ["dynamo", "script", "dynamo-keep", "script-keep", "dynamo-fresh", "script-fresh"]


def init(stepzero, model, out, *options):
    command = [*stepzero, "init", "--model", model, "--init", "he", "--seed", "0", "--out", out, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def one_line(text, length=200):
    return " ".join(text.split())[:length]


def loading_lines(printed):
    """(what stepzero says of the file, the indented lines after it); None where they load nothing."""
    said, _, rest = printed.rpartition("\n\n    ")
    code = "\n".join(line.removeprefix("    ") for line in rest.splitlines())
    return said.rpartition("\n\n")[2], code if "load_state_dict" in code else None


def unchanged(module, before):
    """The entries that still have their numbers, other than ones and zeros."""
    return {
        name
        for name, tensor in module.state_dict().items()
        if torch.equal(tensor, before[name]) and not (tensor == tensor.flatten()[0]).all()
    }


def missing_entries(said):
    _, found, rest = one_line(said, 10**6).partition("state dictionary: ")
    return set(rest.split(" keep")[0].split(", ")) if found else set()


def outputs_of(path, x):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: x.numpy()})[0]


def round_trip(stepzero, name, setting, form, folder):
    """(whether a user was misled, what happened)."""
    path = os.path.join(folder, "model.onnx")
    try:
        _, x = export(name, setting, path)
    except Exception as error:  # noqa: BLE001: the exporters raise anything
        return False, f"not exported: {one_line(str(error), 90)}"
    weights, fresh = os.path.join(folder, f"weights.{form}"), os.path.join(folder, "fresh.onnx")
    written = init(stepzero, path, weights, "--layout", "pytorch")
    if not os.path.exists(weights):
        return False, f"init refused ({written.returncode}): {one_line(written.stderr)}"
    about, lines = loading_lines(written.stdout)
    said = f"; said: {one_line(written.stderr, 160)}" if written.stderr.strip() else ""
    if lines is None:
        return False, f"no loading line ({written.returncode}){said}"
    module, _ = build(name, trained=False, seed=1)
    before = {key: tensor.clone() for key, tensor in module.state_dict().items()}
    try:
        exec(lines, {"model": module})  # noqa: S102: these lines are what is tested
    except Exception as error:  # noqa: BLE001: load_state_dict raises RuntimeError, snippets anything
        return True, f"LOADING LINE FAILS: {one_line(str(error), 260)}{said}"
    how = "in part" if "strict=False" in lines else "whole"
    missing, lost = missing_entries(about), "names in the module are lost" in written.stderr
    if unchanged(module, before) - missing and written.returncode == 0 and not lost:
        return True, f"NOT LOADED: {unchanged(module, before)}, missing are {missing or 'none'}{said}"
    init(stepzero, path, fresh)
    if not any(node.op_type == "BatchNormalization" for node in onnx.load(fresh).graph.node):
        for part in module.modules():
            if isinstance(part, torch.nn.modules.batchnorm._BatchNorm):
                part.eps = 0
    with torch.no_grad():
        mine = module.eval()(x).numpy()
    theirs = outputs_of(fresh, x)
    difference = float(np.abs(mine - theirs).max() / np.abs(theirs).max())
    if not difference <= 1e-5:
        if missing or lost:
            return False, f"loads {how}, lacks {', '.join(missing or unchanged(module, before))}{said}"
        kept = "role is unknown" in written.stderr
        what = "the .onnx keeps numbers" if kept else f"OUTPUTS DIFFER by {difference:.2g} of the largest"
        return not kept, f"loads {how}, {what} ({written.returncode}){said}"
    return False, f"loads {how}, outputs equal to {difference:.0e} ({written.returncode}){said}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("networks", nargs="*", default=list(NETWORKS))
    parser.add_argument("--stepzero", default=f"node {ROOT}/dist/cli/main.js")
    parser.add_argument("--format", default="safetensors", choices=["safetensors", "npz"])
    parser.add_argument("--settings", nargs="*", default=SETTINGS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    report = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the exporters print to stdout, from C++ too
    misled = 0
    for name in options.networks or NETWORKS:
        for setting in options.settings:
            with tempfile.TemporaryDirectory() as folder:
                failed, what = round_trip(shlex.split(options.stepzero), name, setting, options.format, folder)
            misled += failed
            print(f"{name:12} {setting:13} {what}", file=report, flush=True)
    print(f"{misled} loading lines failed", file=report)
    return 1 if misled else 0


if __name__ == "__main__":
    sys.exit(main())
