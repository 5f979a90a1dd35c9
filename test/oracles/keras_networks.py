"""Exports typical Keras networks: keras_networks.py FOLDER writes NETWORK-EXPORTER.onnx and .npz."""

import os
import sys
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
warnings.simplefilter("ignore")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402


def mlp():
    return keras.Sequential(
        [
            keras.Input((64,)),
            layers.Dense(96, activation="relu", name="dense1"),
            layers.Dense(48, activation="tanh", name="dense2"),
            layers.Dense(10, name="dense3"),
        ]
    )


def cnn():
    """Convolution, batch norm, and a Dense behind Flatten: [h, w, c] in Keras."""
    return keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            layers.Conv2D(8, 3, padding="same", name="conv1"),
            layers.BatchNormalization(name="batchnorm1"),
            layers.ReLU(),
            layers.MaxPooling2D(),
            layers.DepthwiseConv2D(3, padding="same", name="conv2"),
            layers.ReLU(),
            layers.Flatten(),
            layers.Dense(20, activation="relu", name="dense1"),
            layers.Dense(4, name="dense2"),
        ]
    )


def upsample():
    return keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            layers.Conv2DTranspose(6, 3, strides=2, padding="same", name="up1", activation="relu"),
            layers.Conv2D(2, 3, padding="same", name="conv1"),
        ]
    )


def recurrent():
    tokens = keras.Input((12,), dtype="int32")
    x = layers.Embedding(100, 24, name="embedding1")(tokens)
    x = layers.LSTM(32, name="lstm1")(x)
    return keras.Model(tokens, layers.Dense(5, name="dense1")(x))


def attention():
    x = inputs = keras.Input((9, 32))
    y = layers.LayerNormalization(name="layernorm1")(x)
    x = layers.Add()([x, layers.MultiHeadAttention(4, 8, name="attention1")(y, y)])
    y = layers.Dense(64, activation="gelu", name="dense1")(layers.LayerNormalization(name="layernorm2")(x))
    x = layers.Add()([x, layers.Dense(32, name="dense2")(y)])
    return keras.Model(inputs, layers.Dense(5, name="head")(layers.GlobalAveragePooling1D()(x)))


NETWORKS = {"mlp": mlp, "cnn": cnn, "upsample": upsample, "recurrent": recurrent, "attention": attention}


def build(name, seed=0):
    """A network with weights off their defaults, and an example input."""
    keras.utils.set_random_seed(seed)
    model, random = NETWORKS[name](), np.random.default_rng(seed)
    model.set_weights([w + random.uniform(0, 0.2, w.shape).astype(w.dtype) for w in model.get_weights()])
    shape = (2, *model.input_shape[1:])
    x = random.integers(1, 100, shape).astype(np.int32) if name == "recurrent" else None
    x = random.normal(size=shape).astype(np.float32) if x is None else x
    model(x)  # Keras exports only what has been called
    return model, x


def export(model, exporter, path):
    if exporter == "keras":
        return model.export(path, format="onnx", verbose=False)
    import tensorflow as tf
    import tf2onnx

    spec = [tf.TensorSpec(model.inputs[0].shape, model.inputs[0].dtype, name="x")]
    return tf2onnx.convert.from_function(
        tf.function(lambda x: model(x, training=False), input_signature=spec), spec, output_path=path
    )


if __name__ == "__main__":
    for network in NETWORKS:
        for how in ("keras", "tf2onnx"):
            path = os.path.join(sys.argv[1], f"{network}-{how}.onnx")
            try:
                model, x = build(network)
                export(model, how, path)
                np.savez(path.replace(".onnx", ".npz"), x=x, y=np.asarray(model(x, training=False)))
                print(network, how, os.path.getsize(path), file=sys.stderr)
            except Exception as error:  # noqa: BLE001: exporters raise anything
                print(network, how, type(error).__name__, str(error)[:200], file=sys.stderr)
