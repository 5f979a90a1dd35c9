"""Draws from PyTorch: the questions are JSON on the standard input, the answers JSON (ask.ts)."""

import base64
import json
import sys

import torch
from refusing import refuses  # noqa: F401: for the expressions
from torch.nn.init import _calculate_fan_in_and_fan_out


def tensor(values):
    array = values.detach().numpy()
    return {"shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


def initializer(call, options, shape):
    values = torch.empty(shape)
    getattr(torch.nn.init, call)(values, **options)
    return {**tensor(values), "fans": _calculate_fan_in_and_fan_out(values) if len(shape) > 1 else None}


def layer(call, options):
    made = getattr(torch.nn, call)(**options)
    return {name: tensor(value) for name, value in made.named_parameters()}


questions = json.load(sys.stdin)
torch.set_num_threads(1)
torch.manual_seed(questions["seed"])
drawn = [initializer(one["call"], one["options"], one["shape"]) for one in questions["initializers"]]
layers = [layer(one["call"], one["options"]) for one in questions["layers"]]
facts = [eval(one) for one in questions["expressions"]]  # noqa: S307: the test's own
print(json.dumps({"version": torch.__version__, "initializers": drawn, "layers": layers, "facts": facts}))
