"""Exports every network of networks.py with both of PyTorch's exporters.

    python export_models.py FOLDER [NETWORK ...]

FOLDER gets NETWORK-SETTING.onnx, and NETWORK-SETTING.npz with the example input `x` and PyTorch's
output `y`. "fresh" settings export a module as its constructor leaves it (equal tensors abound).
Prints one line per file to stderr; an exporter that fails prints its error, and the program goes on.
The exporters write to stdout what they please: send it to /dev/null.
"""

import os
import sys
import warnings

import numpy as np
import torch

from networks import NETWORKS, build

SETTINGS = {
    "dynamo": {},
    "script": {"dynamo": False},
    "dynamo-keep": {"optimize": False},
    "script-keep": {"dynamo": False, "do_constant_folding": False},
    "dynamo-fresh": {},
    "dynamo-keep-fresh": {"optimize": False},
    "script-fresh": {"dynamo": False},
    "script-keep-fresh": {"dynamo": False, "do_constant_folding": False},
}


def export(name, setting, path):
    """Exports to `path`; returns the module and its example input."""
    module, x = build(name, trained=not setting.endswith("fresh"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, (x,), path, verbose=False, **SETTINGS[setting])
    return module, x


def main(folder, names):
    os.makedirs(folder, exist_ok=True)
    torch.set_num_threads(1)
    for name in names or NETWORKS:
        for setting in SETTINGS:
            path = os.path.join(folder, f"{name}-{setting}.onnx")
            try:
                module, x = export(name, setting, path)
            except Exception as error:  # noqa: BLE001: the exporters raise anything
                print(f"{name} {setting}: {type(error).__name__}: {str(error).strip().splitlines()[0]}", file=sys.stderr)
                continue
            with torch.no_grad():
                np.savez(path.replace(".onnx", ".npz"), x=x.numpy(), y=module(x).numpy())
            print(f"{name} {setting}: {os.path.getsize(path)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
