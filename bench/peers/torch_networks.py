"""The networks of the benchmarks in PyTorch."""

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


def plain(name):
    """The networks of torch_train.py, with their dropout."""
    conv, dense = nn.Conv2d, nn.Linear
    if name == "mlp":
        return [nn.Flatten(), dense(784, 512), nn.ReLU(), dense(512, 512), nn.ReLU(), dense(512, 10)]
    if name == "mnist_cnn":
        return [conv(1, 32, 3), nn.ReLU(), conv(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25), nn.Flatten(),
                dense(9216, 128), nn.ReLU(), nn.Dropout(0.5), dense(128, 10)]
    layers, inputs = [], 3
    for filters in (32, 64):
        layers += [conv(inputs, filters, 3, padding=1), nn.ReLU(), conv(filters, filters, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25)]
        inputs = filters
    return [*layers, nn.Flatten(), dense(2304, 512), nn.ReLU(), nn.Dropout(0.5), dense(512, 10)]


def network(name):
    special = {"resnet20": resnet20, "vit_tiny": ViT}
    return special[name]() if name in special else nn.Sequential(*plain(name))


def sample_shape(name):
    return (1, 28, 28) if name in ("mlp", "mnist_cnn") else (3, 32, 32)
