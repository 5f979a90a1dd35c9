"""Keras: the lines that stepzero prints, and the recipe of docs/init.md for exported models.

    python keras_round_trip.py [--stepzero "node dist/cli/main.js"]

1. lenet5 of stepzero: the printed lines load it into a Keras model of the same layer names, which
   then answers as ONNX Runtime does with stepzero's .onnx file.
2. Each network of keras_networks.py: exported by Keras, initialized, its weights loaded by the
   recipe, compared with ONNX Runtime on the initialized .onnx file.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile

import numpy as np
import onnxruntime
from keras_networks import NETWORKS, build, export, keras, layers

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STEPZERO = shlex.split(sys.argv[sys.argv.index("--stepzero") + 1]) if "--stepzero" in sys.argv else None
STEPZERO = STEPZERO or ["node", f"{ROOT}/dist/cli/main.js"]


def init(*arguments):
    run = subprocess.run([*STEPZERO, "init", "--init", "he", *arguments], capture_output=True, text=True)
    if run.returncode not in (0, 3):
        raise RuntimeError(" ".join(run.stderr.split())[:160])
    return run.stdout


def difference(path, x, y):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    theirs = session.run(None, {session.get_inputs()[0].name: x})[0]
    return float(np.abs(np.asarray(y) - theirs).max() / np.abs(theirs).max())


def lenet5():
    return keras.Sequential(
        [
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
    )


def printed_lines(form):
    with tempfile.TemporaryDirectory() as folder:
        file, onnx_file = f"{folder}/weights.{form}", f"{folder}/model.onnx"
        printed = init("--model", "lenet5", "--layout", "keras", "--out", file)
        lines = [line[4:] for line in printed.split("To load it:")[1].splitlines() if line.startswith("    ")]
        model = lenet5()
        exec("\n".join(lines), {"model": model})  # noqa: S102: these lines are what is tested
        init("--model", "lenet5", "--out", onnx_file, "--batch", "4")
        x = np.random.default_rng(0).normal(size=(4, 1, 28, 28)).astype(np.float32)
        return difference(onnx_file, x, model(x.transpose(0, 2, 3, 1)))


def load_by_layer(model, weights):
    """The recipe of docs/init.md."""
    for layer in model.layers:
        mine = [w for name, w in weights.items() if re.search(rf"/{layer.name}(_\d+)?/", name)]
        if mine:
            layer.set_weights(mine)


def recipe(name):
    with tempfile.TemporaryDirectory() as folder:
        path, file, fresh = f"{folder}/model.onnx", f"{folder}/weights.npz", f"{folder}/fresh.onnx"
        model, x = build(name)
        export(model, "keras", path)
        init("--model", path, "--layout", "keras", "--out", file)
        init("--model", path, "--out", fresh)
        load_by_layer(model, dict(np.load(file)))
        return difference(fresh, x, model(x, training=False))


if __name__ == "__main__":
    report = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for form in ("npz", "safetensors"):
        print(f"lenet5, printed lines, {form}: outputs equal to {printed_lines(form):.0e}", file=report)
    for network in NETWORKS:
        try:
            print(f"{network}, recipe: outputs equal to {recipe(network):.0e}", file=report)
        except Exception as error:  # noqa: BLE001: set_weights raises ValueError, init refuses in words
            print(f"{network}, recipe: {' '.join(str(error).split())[:150]}", file=report)
