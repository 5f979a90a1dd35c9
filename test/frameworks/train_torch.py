"""Trains a small module of PyTorch (training.ts): cases on standard input, parameters as answer.

Each case is {network, optimizer: [class, options], l2, decoupled, decay, steps}, on all samples of
the .npz file at once, in double and in single precision.
"""

import base64
import json
import sys

import numpy as np
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.conv1, self.batchnorm1 = nn.Conv2d(3, 5, 3, padding=1, bias=False), nn.BatchNorm2d(5)
        self.activation = nn.SiLU() if network == "smooth" else nn.ReLU()
        self.pool = nn.AvgPool2d(2) if network == "smooth" else nn.MaxPool2d(2)
        self.conv2, self.dense1, self.dense2 = nn.Conv2d(5, 4, 3), nn.Linear(16, 12), nn.Linear(12, 4)

    def forward(self, x):
        x = self.pool(self.activation(self.batchnorm1(self.conv1(x))))
        return self.dense2(nn.functional.gelu(self.dense1(torch.tanh(self.conv2(x)).flatten(1))))


def train(dtype, arrays, network, optimizer, l2, decoupled, decay, steps):
    model = Net(network).to(dtype)
    state = {name: torch.from_numpy(array).to(dtype) for name, array in arrays.items() if "." in name}
    model.load_state_dict(state, strict=False)
    x, y = torch.from_numpy(arrays["x"]).to(dtype), torch.from_numpy(arrays["y"]).long()
    parameters = dict(model.named_parameters())
    kernels = [p for p in parameters.values() if p.dim() > 1]
    others = [p for p in parameters.values() if p.dim() == 1]
    cls, options = optimizer
    groups = [{"params": kernels, "weight_decay": l2 or decoupled}, {"params": others, "weight_decay": 0}]
    optimizer = getattr(torch.optim, cls)(groups, **options)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 / (1 + decay * step))
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
        schedule.step()
    values = {name: p.detach().double().numpy() for name, p in parameters.items()}
    return {name: base64.b64encode(array.tobytes()).decode() for name, array in values.items()}


questions = json.load(sys.stdin)
torch.set_num_threads(1)
arrays = dict(np.load(questions["file"]))
dtypes = {"double": torch.float64, "single": torch.float32}
print(json.dumps([{k: train(dtype, arrays, **case) for k, dtype in dtypes.items()} for case in questions["cases"]]))
