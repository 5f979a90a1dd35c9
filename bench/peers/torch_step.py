#!/usr/bin/python3
"""Training steps of SGD in PyTorch: Debian's (python3-torch) or that of the environment it runs in.

  torch_step.py --model resnet20 --batch 128 --threads 1 --steps 10 [--compile] [--device cuda]
"""
import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F
from torch_networks import network, sample_shape

p = argparse.ArgumentParser()
p.add_argument("--model", choices=["mlp", "mnist_cnn", "cifar10_cnn", "resnet20", "vit_tiny"], required=True)
p.add_argument("--batch", type=int, default=128)
p.add_argument("--threads", type=int, default=1)
p.add_argument("--steps", type=int, default=10)
p.add_argument("--device", default="cpu")
p.add_argument("--compile", action="store_true")
a = p.parse_args()
torch.set_num_threads(a.threads)
if a.device == "cuda" and not torch.cuda.is_available():
    raise SystemExit("torch.cuda.is_available() is False")
net = network(a.model).to(a.device)
optimizer = torch.optim.SGD(net.parameters(), 0.0001)
x, y, ms = torch.rand(a.batch, *sample_shape(a.model), device=a.device), torch.arange(a.batch, device=a.device) % 10, []
forward = torch.compile(net) if a.compile else net
for i in range(a.steps + 3):
    if i == 3:
        used, start = time.process_time(), time.perf_counter()
    began = time.perf_counter()
    optimizer.zero_grad()
    loss = F.cross_entropy(forward(x), y)
    loss.backward()
    optimizer.step()
    loss.item()  # waits for the device, as our steps do, which read their loss
    ms.append((time.perf_counter() - began) * 1e3)
cores = (time.process_time() - used) / (time.perf_counter() - start)
parameters = sum(t.numel() for t in net.parameters())
dnn = torch.backends.mkldnn.is_available() and getattr(torch.backends.mkldnn, "enabled", True)
print(json.dumps({"version": torch.__version__, "oneDNN": bool(dnn), "parameters": parameters, "cores": round(cores, 2),
                  "median_ms": round(statistics.median(ms[3:]), 3)}))
