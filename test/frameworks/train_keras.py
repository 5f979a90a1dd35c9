"""Trains a small Keras model (training.ts): cases on the standard input, parameters as answer.

Each case is {network, optimizer: [class, options], l2, decoupled, decay, steps}, on all samples of
the .npz file at once, in double and in single precision.
"""

import base64
import json
import os
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1", KERAS_BACKEND="tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402


def net(network, l2):
    decay = {"kernel_regularizer": keras.regularizers.L2(l2 / 2) if l2 else None}
    return keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            layers.Conv2D(5, 3, padding="same", use_bias=False, name="conv1", **decay),
            layers.BatchNormalization(epsilon=1e-5, name="batchnorm1"),
            layers.Activation("silu" if network == "smooth" else "relu"),
            layers.AveragePooling2D(2) if network == "smooth" else layers.MaxPooling2D(2),
            layers.Conv2D(4, 3, activation="tanh", name="conv2", **decay),
            layers.Flatten(),
            layers.Dense(12, activation="gelu", name="dense1", **decay),
            layers.Dense(4, name="dense2", **decay),
        ]
    )


def train(dtype, arrays, network, optimizer, l2, decoupled, decay, steps):
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    model = net(network, l2)
    named = {f"{layer.name}/{w.name}": w for layer in model.layers for w in layer.trainable_weights}
    for name, weight in named.items():
        weight.assign(arrays[name])
    cls, options = optimizer
    if decay:
        options = {**options, "learning_rate": keras.optimizers.schedules.InverseTimeDecay(options["learning_rate"], 1, decay)}
    made = getattr(keras.optimizers, cls)(**options, **({"weight_decay": decoupled} if decoupled else {}))
    if decoupled:
        made.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    x, y = tf.constant(arrays["x"].transpose(0, 2, 3, 1), dtype), tf.constant(arrays["y"], tf.int32)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype=dtype)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            total = loss(y, model(x, training=True)) + sum(model.losses)
        made.apply(tape.gradient(total, list(named.values())), list(named.values()))
    values = {name: np.asarray(weight, np.float64) for name, weight in named.items()}
    return {name: base64.b64encode(array.tobytes()).decode() for name, array in values.items()}


questions = json.load(sys.stdin)
arrays = dict(np.load(questions["file"]))
dtypes = {"double": "float64", "single": "float32"}
print(json.dumps([{k: train(dtype, arrays, **case) for k, dtype in dtypes.items()} for case in questions["cases"]]))
