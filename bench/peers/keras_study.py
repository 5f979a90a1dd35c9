#!/usr/bin/env python3
"""A study as a plain sequential script in Keras 3 on TensorFlow: torch_study.py's work, by fit().

  keras_study.py --data-dir ../shared/data --inits zero,random,xavier-fan-in,he --seeds 3 --epochs 2 --threads 1 [--limit 2000]
"""

import argparse
import gzip
import json
import os
import time

p = argparse.ArgumentParser()
p.add_argument("--data-dir", required=True)
p.add_argument("--inits", default="zero,random,xavier-fan-in,he")
p.add_argument("--seeds", type=int, default=3)
p.add_argument("--epochs", type=int, default=2)
p.add_argument("--threads", type=int, default=1)
p.add_argument("--limit", type=int)
a = p.parse_args()
os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(a.threads)
tf.config.threading.set_inter_op_parallelism_threads(a.threads)
scaled = keras.initializers.VarianceScaling
INITS = {
    "zero": lambda: keras.initializers.Zeros(),
    "random": lambda: keras.initializers.RandomNormal(stddev=0.01),
    "xavier-fan-in": lambda: scaled(1, "fan_in", "untruncated_normal"),
    "he": lambda: scaled(2, "fan_in", "untruncated_normal"),
}


def idx(name, offset):
    with gzip.open(os.path.join(a.data_dir, "mnist", name)) as f:
        return np.frombuffer(f.read(), np.uint8, offset=offset)


def split(name):
    """Floats [N, 28, 28, 1] and labels [N]."""
    images = idx(f"{name}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1)
    return images.astype("float32") / 255, idx(f"{name}-labels-idx1-ubyte.gz", 8).astype("int32")


def network(init):
    conv = [layers.Conv2D(f, 3, activation="relu", kernel_initializer=INITS[init]()) for f in (32, 64)]
    dense = layers.Dense(128, activation="relu", kernel_initializer=INITS[init]())
    head = layers.Dense(10, kernel_initializer=INITS[init]())
    images = [*conv, layers.MaxPooling2D(), layers.Dropout(0.25), layers.Flatten()]
    return keras.Sequential([keras.Input((28, 28, 1)), *images, dense, layers.Dropout(0.5), head])


(x, y), test = split("train"), split("t10k")
x, y = x[: a.limit], y[: a.limit]
began = time.perf_counter()
for init in a.inits.split(","):
    for seed in range(a.seeds):
        keras.utils.set_random_seed(seed)
        net = network(init)
        net.compile(
            optimizer=keras.optimizers.Adadelta(1.0, rho=0.95, epsilon=1e-7),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
        history = net.fit(x, y, 128, a.epochs, verbose=0, validation_data=test, validation_batch_size=250).history
        epochs = [{"testAccuracy": accuracy} for accuracy in history["val_accuracy"]]
        print(json.dumps({"init": init, "seed": seed, "epochs": epochs}), flush=True)
print(json.dumps({"version": keras.__version__, "threads": a.threads, "seconds": time.perf_counter() - began}))
