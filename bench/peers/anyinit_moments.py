#!/usr/bin/env python3
"""AnyInit's scales and moments beside weights from files, on the networks of the benchmarks.

  anyinit_moments.py --model mlp [--weights NAME=FILE.npz ...]

Prints JSON: by method, the milliseconds of AnyInit's call (of files none), and the second moment of
the output of each layer with weights, in order, on 256 standard normal samples in training mode.
Files hold the arrays of each shape in the order of the network's own parameters of that shape.
"""

import argparse
import json
import time

import anyinit
import numpy as np
import torch
from torch import nn
from torch_networks import network, sample_shape

p = argparse.ArgumentParser()
p.add_argument("--model", required=True)
p.add_argument("--weights", nargs="*", default=[])
a = p.parse_args()
torch.set_num_threads(1)
torch.manual_seed(0)
batch = torch.randn(256, *sample_shape(a.model))


def moments(net):
    found = []
    layers = [m for m in net.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    hooks = [m.register_forward_hook(lambda _m, _x, y: found.append(float((y.detach() ** 2).mean()))) for m in layers]
    net.train()
    with torch.no_grad():
        net(batch)
    for hook in hooks:
        hook.remove()
    return found


def by_anyinit(mode, data):
    torch.manual_seed(0)
    net = network(a.model)
    began = time.perf_counter()
    try:
        report = anyinit.initialize(net, mode, data, seed=0)
    except Exception as error:  # what it refuses is a result, too
        return {"refused": f"{type(error).__name__}: {error}"[:300]}
    ms = (time.perf_counter() - began) * 1e3
    layers = [{"predicted": layer.predicted, "measured": layer.measured, "scale": layer.scale} for layer in report.layers]
    return {"ms": ms, "moments": moments(net), "layers": layers, "warnings": len(report.warnings)}


def from_file(file):
    net = network(a.model)
    arrays = np.load(file)
    left = [arrays[name] for name in arrays.files if "running_" not in name and "num_batches" not in name]
    with torch.no_grad():
        for parameter in net.parameters():
            i = next(i for i, array in enumerate(left) if array.shape == tuple(parameter.shape))
            parameter.copy_(torch.from_numpy(left.pop(i)))
    if left:
        raise SystemExit(f"{file}: {len(left)} arrays more than parameters")
    return {"moments": moments(net)}


results = {"analytic": by_anyinit("analytic", tuple(batch.shape)), "empirical": by_anyinit("empirical", batch)}
for one in a.weights:
    name, file = one.split("=", 1)
    results[name] = from_file(file)
print(json.dumps({"version": anyinit.__version__, "methods": results}))
