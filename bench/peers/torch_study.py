#!/usr/bin/python3
"""A study as a plain sequential script in PyTorch (Debian's python3-torch): mnist_cnn on MNIST by the recipe of Keras's example of 2018
(Adadelta, rate 1, batch 128), every initializer and seed after the other, each epoch followed by an evaluation on the test set.

  torch_study.py --data-dir ../shared/data --inits zero,random,xavier-fan-in,he --seeds 3 --epochs 2 --threads 1 [--limit 2000]

Prints a line of JSON a run, with the test accuracy of each epoch, and last the seconds without Python's start and the reading of data.
"""
import argparse
import gzip
import json
import os
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

p = argparse.ArgumentParser()
p.add_argument("--data-dir", required=True)
p.add_argument("--inits", default="zero,random,xavier-fan-in,he")
p.add_argument("--seeds", type=int, default=3)
p.add_argument("--epochs", type=int, default=2)
p.add_argument("--threads", type=int, default=1)
p.add_argument("--limit", type=int)
a = p.parse_args()
torch.set_num_threads(a.threads)

STD = {
    "zero": lambda fan_in: 0.0,
    "random": lambda fan_in: 0.01,
    "xavier-fan-in": lambda fan_in: fan_in**-0.5,
    "he": lambda fan_in: (2 / fan_in) ** 0.5,
}


def idx(name, offset):
    with gzip.open(os.path.join(a.data_dir, "mnist", name)) as f:
        return torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=offset).copy())


def split(name):
    """Bytes [N, 1, 28, 28] and labels [N]."""
    return idx(f"{name}-images-idx3-ubyte.gz", 16).view(-1, 1, 28, 28), idx(f"{name}-labels-idx1-ubyte.gz", 8).long()


def network(init):
    net = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25), nn.Flatten(),
        nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10),
    )
    for layer in net:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.normal_(layer.weight, std=STD[init](layer.weight[0].numel()))
            nn.init.zeros_(layer.bias)
    return net


def accuracy(net, x, y, batch=250):
    net.eval()
    with torch.no_grad():
        right = sum((net(i.float() / 255).argmax(1) == j).sum().item() for i, j in zip(x.split(batch), y.split(batch)))
    return right / len(y)


(x, y), test = split("train"), split("t10k")
x, y = x[: a.limit], y[: a.limit]
began = time.perf_counter()
for init in a.inits.split(","):
    for seed in range(a.seeds):
        torch.manual_seed(seed)
        net = network(init)
        optimizer = torch.optim.Adadelta(net.parameters(), lr=1, rho=0.95, eps=1e-7)
        epochs = []
        for _ in range(a.epochs):
            net.train()
            loss_sum = right = 0
            for rows in torch.randperm(len(x)).split(128):
                inputs, labels = x[rows].float() / 255, y[rows]
                optimizer.zero_grad()
                logits = net(inputs)
                loss = F.cross_entropy(logits, labels)
                loss.backward()
                optimizer.step()
                loss_sum += loss.item() * len(rows)
                right += (logits.argmax(1) == labels).sum().item()
            epochs.append({"trainLoss": loss_sum / len(x), "trainAccuracy": right / len(x), "testAccuracy": accuracy(net, *test)})
        print(json.dumps({"init": init, "seed": seed, "epochs": epochs}), flush=True)
print(json.dumps({"pytorch": torch.__version__, "threads": a.threads, "seconds": time.perf_counter() - began}))
