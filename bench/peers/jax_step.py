#!/usr/bin/env python3
"""Training steps of SGD in JAX, compiled (jit), channels last. Uncompiled JAX is no way to train.

  jax_step.py --model resnet20 --batch 128 --threads 1 --steps 10
"""

import argparse
import json
import os
import statistics
import time

p = argparse.ArgumentParser()
p.add_argument("--model", choices=["mlp", "mnist_cnn", "cifar10_cnn", "resnet20", "vit_tiny"], required=True)
p.add_argument("--batch", type=int, default=128)
p.add_argument("--threads", type=int, default=1)
p.add_argument("--steps", type=int, default=10)
a = p.parse_args()
if a.threads == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
from jax import lax, nn  # noqa: E402

key = jax.random.key(0)
parameters = []


def parameter(*shape, std=None):
    """Declares a parameter; a network asks for them in one order."""
    global key
    key, own = jax.random.split(key)
    parameters.append(jax.random.normal(own, shape) * (0.05 if std is None else std))


def conv(x, kernel, stride=1, padding="VALID"):
    return lax.conv_general_dilated(x, kernel, (stride, stride), padding, dimension_numbers=("NHWC", "HWIO", "NHWC"))


def pool(x):
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def dropout(x, rate, key):
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)


def dense(*sizes):
    parameter(*sizes)
    parameter(sizes[1], std=0)


def mlp():
    for sizes in ((784, 512), (512, 512), (512, 10)):
        dense(*sizes)

    def forward(w, x, key):
        x = x.reshape(len(x), -1)
        x = nn.relu(x @ w[0] + w[1])
        return nn.relu(x @ w[2] + w[3]) @ w[4] + w[5]

    return forward, (28, 28, 1)


def mnist_cnn():
    for shape in ((3, 3, 1, 32), (3, 3, 32, 64)):
        parameter(*shape)
        parameter(shape[-1], std=0)
    dense(9216, 128)
    dense(128, 10)

    def forward(w, x, key):
        one, two = jax.random.split(key)
        x = nn.relu(conv(x, w[0]) + w[1])
        x = dropout(pool(nn.relu(conv(x, w[2]) + w[3])), 0.25, one).reshape(len(x), -1)
        return dropout(nn.relu(x @ w[4] + w[5]), 0.5, two) @ w[6] + w[7]

    return forward, (28, 28, 1)


def cifar10_cnn():
    inputs = 3
    for filters in (32, 64):
        for before in (inputs, filters):
            parameter(3, 3, before, filters)
            parameter(filters, std=0)
        inputs = filters
    dense(2304, 512)
    dense(512, 10)

    def forward(w, x, key):
        keys = jax.random.split(key, 3)
        for stage in range(2):
            k = w[4 * stage :]
            x = nn.relu(conv(x, k[0], padding="SAME") + k[1])
            x = dropout(pool(nn.relu(conv(x, k[2]) + k[3])), 0.25, keys[stage])
        x = x.reshape(len(x), -1)
        return dropout(nn.relu(x @ w[8] + w[9]), 0.5, keys[2]) @ w[10] + w[11]

    return forward, (32, 32, 3)


def resnet20():
    stages = [(filters, 2 if stage > 0 and i == 0 else 1) for stage, filters in enumerate((16, 32, 64)) for i in range(3)]

    def declare(inputs, filters):
        parameter(3, 3, inputs, filters)
        parameter(filters, std=0)
        parameter(filters, std=0)

    declare(3, 16)
    inputs = 16
    for filters, _ in stages:
        declare(inputs, filters)
        declare(filters, filters)
        inputs = filters
    dense(64, 10)

    def normed(x, k, stride=1):
        x = conv(x, k[0], stride, "SAME")
        mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
        return (x - mean) * (1 + k[1]) * lax.rsqrt(variance + 1e-5) + k[2]

    def forward(w, x, key):
        x = nn.relu(normed(x, w))
        for i, (filters, stride) in enumerate(stages):
            k = w[3 + 6 * i :]
            y = normed(nn.relu(normed(x, k, stride)), k[3:])
            if stride == 2:
                x = jnp.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (0, filters - x.shape[-1])))
            x = nn.relu(x + y)
        return x.mean((1, 2)) @ w[-2] + w[-1]

    return forward, (32, 32, 3)


def vit_tiny(width=64, depth=4, heads=4):
    parameter(4, 4, 3, width)
    parameter(width, std=0)
    parameter(1, 1, width, std=0)
    parameter(1, 65, width)
    for _ in range(depth):
        parameter(width, std=0)
        parameter(width, std=0)
        dense(width, 3 * width)
        dense(width, width)
        parameter(width, std=0)
        parameter(width, std=0)
        dense(width, 2 * width)
        dense(2 * width, width)
    parameter(width, std=0)
    parameter(width, std=0)
    dense(width, 10)

    def norm(x, scale, bias):
        mean = x.mean(-1, keepdims=True)
        return (x - mean) * lax.rsqrt(((x - mean) ** 2).mean(-1, keepdims=True) + 1e-5) * (1 + scale) + bias

    def attention(x, kernel, bias, out, out_bias):
        q, k, v = jnp.moveaxis((x @ kernel + bias).reshape(*x.shape[:2], 3, heads, -1), 2, 0)
        scores = nn.softmax(jnp.einsum("nqhd,nkhd->nhqk", q, k) / (width // heads) ** 0.5)
        return jnp.einsum("nhqk,nkhd->nqhd", scores, v).reshape(x.shape) @ out + out_bias

    def forward(w, x, key):
        x = (conv(x, w[0], 4) + w[1]).reshape(len(x), 64, width)
        x = jnp.concatenate([jnp.broadcast_to(w[2], (len(x), 1, width)), x], 1) + w[3]
        for i in range(depth):
            k = w[4 + 12 * i :]
            x = x + attention(norm(x, k[0], k[1]), *k[2:6])
            x = x + nn.gelu(norm(x, k[6], k[7]) @ k[8] + k[9], approximate=False) @ k[10] + k[11]
        return norm(x, w[-4], w[-3])[:, 0] @ w[-2] + w[-1]

    return forward, (32, 32, 3)


networks = {"mlp": mlp, "mnist_cnn": mnist_cnn, "cifar10_cnn": cifar10_cnn, "resnet20": resnet20, "vit_tiny": vit_tiny}
forward, shape = networks[a.model]()


def loss_of(w, x, y, key):
    return -jnp.take_along_axis(nn.log_softmax(forward(w, x, key)), y[:, None], 1).mean()


@jax.jit
def step(w, x, y, key):
    loss, slopes = jax.value_and_grad(loss_of)(w, x, y, key)
    return [v - 0.0001 * slope for v, slope in zip(w, slopes)], loss


x, y, w, ms = jax.random.uniform(key, (a.batch, *shape)), jnp.arange(a.batch) % 10, parameters, []
for i in range(a.steps + 3):
    if i == 3:
        used, start = time.process_time(), time.perf_counter()
    began = time.perf_counter()
    w, loss = step(w, x, y, jax.random.fold_in(key, i))
    float(loss)  # waits for it
    jax.block_until_ready(w)
    ms.append((time.perf_counter() - began) * 1e3)
cores = (time.process_time() - used) / (time.perf_counter() - start)
print(json.dumps({"version": jax.__version__, "parameters": sum(v.size for v in parameters), "cores": round(cores, 2),
                  "median_ms": round(statistics.median(ms[3:]), 3)}))
