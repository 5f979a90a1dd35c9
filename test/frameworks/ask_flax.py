"""Draws from JAX and Flax: questions are JSON on the standard input, the answers JSON (ask.ts).

A layer "Dense" is one of linen, "nnx.Linear" one of nnx, whose options are those of its constructor.
"""

import base64
import json
import os
import sys

# Each shape is compiled once and run once.
os.environ.update(JAX_PLATFORMS="cpu", JAX_DISABLE_MOST_OPTIMIZATIONS="1")

import flax.linen as nn  # noqa: E402
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from flax import nnx  # noqa: E402
from flax.traverse_util import flatten_dict  # noqa: E402
from jax._src.nn.initializers import _compute_fans  # noqa: E402
from refusing import refuses  # noqa: E402, F401: for the expressions


def tensor(values):
    array = np.asarray(values, np.float32)
    return {"shape": array.shape, "data": base64.b64encode(array.tobytes()).decode()}


def initializer(key, call, options, shape):
    draw = getattr(jax.nn.initializers, call)
    assert draw is getattr(nn.initializers, call) and draw is getattr(nnx.initializers, call)
    # zeros and ones are initializers, the others make one.
    draw = draw if call in ("zeros", "ones") else draw(**options)
    fans = [float(fan) for fan in _compute_fans(tuple(shape))] if len(shape) > 1 else None
    return {**tensor(draw(key, tuple(shape))), "fans": fans}


def layer(key, call, options, shapes):
    if call.startswith("nnx."):
        made = getattr(nnx, call.removeprefix("nnx."))(**options, rngs=nnx.Rngs(key))
        weights = {path: leaf.get_value() for path, leaf in nnx.to_flat_state(nnx.state(made, nnx.Param))}
    else:
        made = getattr(nn, call)(**options)
        made = nn.RNN(made) if call.endswith("Cell") else made
        integers = call == "Embed"
        inputs = [jnp.zeros(shape, jnp.int32 if integers else jnp.float32) for shape in shapes]
        weights = flatten_dict(made.init(key, *inputs)["params"])
    names = {"/".join(part for part in path if part != "cell"): value for path, value in weights.items()}
    return {name: tensor(value) for name, value in names.items()}


questions = json.load(sys.stdin)
keys = iter(jax.random.split(jax.random.key(questions["seed"]), len(questions["initializers"]) + len(questions["layers"])))
drawn = [initializer(next(keys), one["call"], one["options"], one["shape"]) for one in questions["initializers"]]
layers = [layer(next(keys), one["call"], one["options"], one["inputs"]) for one in questions["layers"]]
facts = [eval(one) for one in questions["expressions"]]  # noqa: S307: the test's own
print(json.dumps({"version": jax.__version__, "initializers": drawn, "layers": layers, "facts": facts}))
