"""Draws from Keras: the questions are JSON on the standard input, the answers JSON (ask.ts)."""

import base64
import json
import os
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1", KERAS_BACKEND="tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.src.initializers.random_initializers import compute_fans  # noqa: E402
from refusing import refuses  # noqa: E402, F401: for the expressions


def tensor(values):
    array = np.asarray(values, np.float32)
    return {"shape": array.shape, "data": base64.b64encode(array.tobytes()).decode()}


def initializer(seed, call, options, shape):
    cls = getattr(keras.initializers, call)
    random = issubclass(cls, keras.initializers.RandomInitializer) if hasattr(keras.initializers, "RandomInitializer") else hasattr(cls(), "seed")
    draw = cls(**options, **({"seed": seed} if random else {}))
    return {**tensor(draw(tuple(shape))), "fans": compute_fans(tuple(shape))}


def layer(call, options, shapes):
    made = getattr(keras.layers, call)(**options)
    inputs = [np.zeros(shape, np.float32) for shape in shapes]
    made(*inputs)
    return {weight.path.split("/", 1)[1]: tensor(weight) for weight in made.weights}


questions = json.load(sys.stdin)
keras.utils.set_random_seed(questions["seed"])
drawn = [
    initializer(1 + i, one["call"], one["options"], one["shape"]) for i, one in enumerate(questions["initializers"])
]
layers = [layer(one["call"], one["options"], one["inputs"]) for one in questions["layers"]]
facts = [eval(one) for one in questions["expressions"]]  # noqa: S307: the test's own
print(json.dumps({"version": keras.__version__, "initializers": drawn, "layers": layers, "facts": facts}))
