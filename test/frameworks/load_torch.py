"""Runs the lines that stepzero prints on modules of PyTorch with the same layers (loading.test.ts).

The standard input is a list of {network, lines, x}; the answer has the weights by their names in
the state dictionary, and the outputs on the file x, [N, C, H, W] in float32.
"""

import base64
import json
import sys
from collections import OrderedDict

import torch
import torch.nn as nn


def tensor(values):
    array = values.detach().numpy()
    return {"shape": array.shape, "data": base64.b64encode(array.tobytes()).decode()}


def lenet5():
    return (1, 28, 28), [
        ("conv1", nn.Conv2d(1, 6, 5, padding=2)), ("tanh1", nn.Tanh()), ("pool1", nn.AvgPool2d(2)),
        ("conv2", nn.Conv2d(6, 16, 5)), ("tanh2", nn.Tanh()), ("pool2", nn.AvgPool2d(2)),
        ("flatten", nn.Flatten()),
        ("dense1", nn.Linear(400, 120)), ("tanh3", nn.Tanh()),
        ("dense2", nn.Linear(120, 84)), ("tanh4", nn.Tanh()),
        ("dense3", nn.Linear(84, 10)),
    ]


def vgg_small():
    made, channels = [], 3
    for i, filters in enumerate([4, 4, 8, 8, 16, 16], 1):
        made.append((f"conv{i}", nn.Conv2d(channels, filters, 3, padding=1, bias=False)))
        made += [(f"batchnorm{i}", nn.BatchNorm2d(filters)), (f"relu{i}", nn.ReLU())]
        made += [] if i % 2 else [(f"pool{i}", nn.MaxPool2d(2))]
        channels = filters
    made += [("flatten", nn.Flatten()), ("dense1", nn.Linear(64, 32)), ("relu", nn.ReLU())]
    return (3, 16, 16), [*made, ("dense2", nn.Linear(32, 5))]


def answer(network, lines, x):
    shape, named = globals()[network]()
    model = nn.Sequential(OrderedDict(named))
    exec(lines, {"model": model})  # noqa: S102: these lines are what is tested
    images = torch.frombuffer(bytearray(open(x, "rb").read()), dtype=torch.float32).reshape(-1, *shape)
    with torch.no_grad():
        outputs = model.eval()(images)
    return {"weights": {k: tensor(v) for k, v in model.state_dict().items()}, "outputs": outputs.flatten().tolist()}


torch.set_num_threads(1)
print(json.dumps([answer(**one) for one in json.load(sys.stdin)]))
