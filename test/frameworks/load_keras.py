"""Runs the lines that stepzero prints on Keras models of the same layers (loading.test.ts).

The standard input is a list of {network, lines, x}; the answer has the weights by the names of
Keras's layers, and the outputs on the file x, [N, C, H, W] in float32.
"""

import base64
import json
import os
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1", KERAS_BACKEND="tensorflow")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402


def tensor(values):
    array = np.asarray(values, np.float32)
    return {"shape": array.shape, "data": base64.b64encode(array.tobytes()).decode()}


def lenet5():
    return [
        keras.Input((28, 28, 1)),
        layers.Conv2D(6, 5, padding="same", activation="tanh", name="conv1"),
        layers.AveragePooling2D(2),
        layers.Conv2D(16, 5, activation="tanh", name="conv2"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(120, activation="tanh", name="dense1"),
        layers.Dense(84, activation="tanh", name="dense2"),
        layers.Dense(10, name="dense3"),
    ]


def vgg_small(width=4):
    made = [keras.Input((16, 16, 3))]
    for i, filters in enumerate([width, width, 2 * width, 2 * width, 4 * width, 4 * width], 1):
        made.append(layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"conv{i}"))
        made += [layers.BatchNormalization(epsilon=1e-5, name=f"batchnorm{i}"), layers.ReLU()]
        made += [] if i % 2 else [layers.MaxPooling2D()]
    made += [layers.Flatten(), layers.Dense(8 * width, activation="relu", name="dense1"), layers.Dropout(0.5)]
    return [*made, layers.Dense(5, name="dense2")]


def answer(network, lines, x):
    model = keras.Sequential(globals()[network]())
    exec(lines, {"model": model})  # noqa: S102: these lines are what is tested
    shape = [-1, *model.input_shape[:0:-1][:1], *model.input_shape[1:3]]
    images = np.fromfile(x, np.float32).reshape(shape).transpose(0, 2, 3, 1)
    weights = {f"{layer.name}/{weight.name}": tensor(weight) for layer in model.layers for weight in layer.weights}
    return {"weights": weights, "outputs": np.asarray(model(images, training=False)).ravel().tolist()}


print(json.dumps([answer(**one) for one in json.load(sys.stdin)]))
