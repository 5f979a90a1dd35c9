#!/usr/bin/env python3
"""Training steps of SGD in Keras 3 on TensorFlow, channels last, as a user of Keras has them.

  keras_step.py --model resnet20 --batch 128 --threads 1 --steps 10 [--eager | --xla]

Without a flag Keras compiles the step as a tf.function and decides on XLA itself (jit_compile "auto").
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
p.add_argument("--eager", action="store_true")
p.add_argument("--xla", action="store_true")
a = p.parse_args()
os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(a.threads)
tf.config.threading.set_inter_op_parallelism_threads(a.threads)


def conv(filters, size=3, **more):
    return layers.Conv2D(filters, size, **more)


def mlp():
    hidden = [layers.Dense(512, activation="relu") for _ in range(2)]
    return keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), *hidden, layers.Dense(10)])


def mnist_cnn():
    images = [conv(32, activation="relu"), conv(64, activation="relu"), layers.MaxPooling2D(), layers.Dropout(0.25)]
    dense = [layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dropout(0.5), layers.Dense(10)]
    return keras.Sequential([keras.Input((28, 28, 1)), *images, *dense])


def cifar10_cnn():
    images = []
    for filters in (32, 64):
        images += [conv(filters, padding="same", activation="relu"), conv(filters, activation="relu")]
        images += [layers.MaxPooling2D(), layers.Dropout(0.25)]
    dense = [layers.Flatten(), layers.Dense(512, activation="relu"), layers.Dropout(0.5), layers.Dense(10)]
    return keras.Sequential([keras.Input((32, 32, 3)), *images, *dense])


def normed(x, filters, stride=1, relu=True):
    x = layers.BatchNormalization()(conv(filters, strides=stride, padding="same", use_bias=False)(x))
    return layers.ReLU()(x) if relu else x


def resnet20():
    inputs = keras.Input((32, 32, 3))
    x, before = normed(inputs, 16), 16
    for stage, filters in enumerate((16, 32, 64)):
        for i in range(3):
            stride = 2 if stage > 0 and i == 0 else 1
            y = normed(normed(x, filters, stride), filters, relu=False)
            if stride == 2:
                more = filters - before
                x = layers.Lambda(lambda t, m=more: tf.pad(t[:, ::2, ::2], [[0, 0], [0, 0], [0, 0], [0, m]]))(x)
            x, before = layers.ReLU()(layers.Add()([x, y])), filters
    return keras.Model(inputs, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))


class Token(layers.Layer):
    """A class token before the tokens, and a position added to each."""

    def build(self, shape):
        self.token = self.add_weight(shape=(1, 1, shape[-1]), initializer="zeros")
        self.position = self.add_weight(shape=(1, shape[1] + 1, shape[-1]), initializer="random_normal")

    def call(self, x):
        token = tf.repeat(self.token, tf.shape(x)[0], axis=0)
        return tf.concat([token, x], 1) + self.position


def vit_tiny(width=64, depth=4, heads=4):
    inputs = keras.Input((32, 32, 3))
    x = Token()(layers.Reshape((64, width))(conv(width, 4, strides=4)(inputs)))
    for _ in range(depth):
        n = layers.LayerNormalization(epsilon=1e-5)(x)
        x = layers.Add()([x, layers.MultiHeadAttention(heads, width // heads)(n, n)])
        n = layers.Dense(2 * width)(layers.LayerNormalization(epsilon=1e-5)(x))
        x = layers.Add()([x, layers.Dense(width)(layers.Activation("gelu")(n))])
    x = layers.Lambda(lambda t: t[:, 0])(layers.LayerNormalization(epsilon=1e-5)(x))
    return keras.Model(inputs, layers.Dense(10)(x))


net = {"mlp": mlp, "mnist_cnn": mnist_cnn, "cifar10_cnn": cifar10_cnn, "resnet20": resnet20, "vit_tiny": vit_tiny}[a.model]()
net.compile(
    optimizer=keras.optimizers.SGD(0.0001),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    run_eagerly=a.eager,
    jit_compile=True if a.xla else False if a.eager else "auto",
)
x = tf.random.uniform((a.batch, *net.input_shape[1:]))
y = tf.range(a.batch) % 10
ms = []
for i in range(a.steps + 3):
    if i == 3:
        used, start = time.process_time(), time.perf_counter()
    began = time.perf_counter()
    net.train_on_batch(x, y)  # gives the loss as a number: waits for it
    ms.append((time.perf_counter() - began) * 1e3)
cores = (time.process_time() - used) / (time.perf_counter() - start)
version = f"{keras.__version__} on tensorflow {tf.__version__}"
print(json.dumps({"version": version, "parameters": sum(int(tf.size(v)) for v in net.trainable_variables),
                  "cores": round(cores, 2), "median_ms": round(statistics.median(ms[3:]), 3)}))
