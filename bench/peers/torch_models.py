#!/usr/bin/python3
"""One training step of resnet20 and vit_tiny in PyTorch (Debian's python3-torch), as shared/peers/torch_train.py has it for the others.

  torch_models.py step --model resnet20 --batch 128 --threads 1 --steps 10
"""
import argparse
import json
import statistics
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    """Two convolutions with batch norm; the shortcut takes every second pixel and pads channels (He et al. 2015, option A)."""

    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.a, self.na = nn.Conv2d(inputs, filters, 3, stride, 1, bias=False), nn.BatchNorm2d(filters)
        self.b, self.nb = nn.Conv2d(filters, filters, 3, 1, 1, bias=False), nn.BatchNorm2d(filters)
        self.stride, self.more = stride, filters - inputs

    def forward(self, x):
        y = self.nb(self.b(F.relu(self.na(self.a(x)))))
        if self.stride > 1:
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.more))
        return F.relu(x + y)


def resnet20():
    blocks, inputs = [], 16
    for stage, filters in enumerate((16, 32, 64)):
        for i in range(3):
            blocks.append(Block(inputs, filters, 2 if stage > 0 and i == 0 else 1))
            inputs = filters
    stem = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class ViT(nn.Module):
    def __init__(self, width=64, depth=4, heads=4):
        super().__init__()
        self.patch = nn.Conv2d(3, width, 4, 4)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.position = nn.Parameter(torch.randn(1, 65, width) * 0.02)
        self.blocks = nn.ModuleList(
            nn.ModuleList([nn.LayerNorm(width), nn.MultiheadAttention(width, heads, batch_first=True), nn.LayerNorm(width),
                           nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))])
            for _ in range(depth))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, 10)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(len(x), -1, -1), x], 1) + self.position
        for first, attention, second, mlp in self.blocks:
            n = first(x)
            x = x + attention(n, n, n, need_weights=False)[0]
            x = x + mlp(second(x))
        return self.head(self.norm(x)[:, 0])


p = argparse.ArgumentParser()
p.add_argument("what", choices=["step"])
p.add_argument("--model", choices=["resnet20", "vit_tiny"], required=True)
p.add_argument("--batch", type=int, default=128)
p.add_argument("--threads", type=int, default=1)
p.add_argument("--steps", type=int, default=10)
a = p.parse_args()
torch.set_num_threads(a.threads)
net = resnet20() if a.model == "resnet20" else ViT()
optimizer = torch.optim.SGD(net.parameters(), 0.01)
x, y, ms = torch.rand(a.batch, 3, 32, 32), torch.arange(a.batch) % 10, []
for _ in range(a.steps + 3):
    began = time.perf_counter()
    optimizer.zero_grad()
    F.cross_entropy(net(x), y).backward()
    optimizer.step()
    ms.append((time.perf_counter() - began) * 1e3)
parameters = sum(t.numel() for t in net.parameters())
print(json.dumps({"model": a.model, "batch": a.batch, "threads": a.threads, "parameters": parameters,
                  "median_ms": round(statistics.median(ms[3:]), 3)}))
