"""Runs the lines that stepzero prints on modules of linen with the same layers (loading.test.ts).

The standard input is a list of {network, lines, x}; the answer has the weights by their paths, and
the outputs on the file x, [N, C, H, W] in float32.
"""

import base64
import json
import os
import sys

os.environ.update(JAX_PLATFORMS="cpu", JAX_DISABLE_MOST_OPTIMIZATIONS="1")

import flax.linen as nn  # noqa: E402
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from flax.traverse_util import flatten_dict  # noqa: E402


def tensor(values):
    array = np.asarray(values)
    return {"shape": array.shape, "data": base64.b64encode(array.tobytes()).decode()}


class LeNet5(nn.Module):
    shape = (1, 28, 28)

    @nn.compact
    def __call__(self, x):
        x = nn.avg_pool(jnp.tanh(nn.Conv(6, (5, 5), padding="SAME", name="conv1")(x)), (2, 2), (2, 2))
        x = nn.avg_pool(jnp.tanh(nn.Conv(16, (5, 5), padding="VALID", name="conv2")(x)), (2, 2), (2, 2))
        x = jnp.tanh(nn.Dense(120, name="dense1")(x.reshape(x.shape[0], -1)))
        return nn.Dense(10, name="dense3")(jnp.tanh(nn.Dense(84, name="dense2")(x)))


class VggSmall(nn.Module):
    shape = (3, 16, 16)

    @nn.compact
    def __call__(self, x):
        for i, filters in enumerate([4, 4, 8, 8, 16, 16], 1):
            x = nn.Conv(filters, (3, 3), use_bias=False, name=f"conv{i}")(x)
            x = nn.relu(nn.BatchNorm(use_running_average=True, epsilon=1e-5, name=f"batchnorm{i}")(x))
            x = x if i % 2 else nn.max_pool(x, (2, 2), (2, 2))
        x = nn.relu(nn.Dense(32, name="dense1")(x.reshape(x.shape[0], -1)))
        return nn.Dense(5, name="dense2")(x)


def answer(network, lines, x):
    model = {"lenet5": LeNet5, "vgg_small": VggSmall}[network]()
    images = np.fromfile(x, np.float32).reshape(-1, *model.shape).transpose(0, 2, 3, 1)
    names = {"model": model, "x": jnp.asarray(images)}
    exec(lines, names)  # noqa: S102: these lines are what is tested
    # What the module itself has: its own variables, in which those of the file must fit.
    own = model.init(jax.random.key(0), names["x"])
    flat, mine = flatten_dict(names["variables"], sep="/"), flatten_dict(own, sep="/")
    assert {k: v.shape for k, v in flat.items()} == {k: v.shape for k, v in mine.items()}
    return {"weights": {k: tensor(v) for k, v in flat.items()}, "outputs": np.asarray(names["y"]).ravel().tolist()}


print(json.dumps([answer(**one) for one in json.load(sys.stdin)]))
