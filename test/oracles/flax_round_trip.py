"""Flax: the lines that stepzero prints load lenet5 into a module of linen with the same names.

    python flax_round_trip.py [--stepzero "node dist/cli/main.js"]

The module's output is compared with ONNX Runtime's on stepzero's .onnx file.
"""

import os
import shlex
import subprocess
import sys
import tempfile

import flax.linen as nn
import jax.numpy as jnp
import numpy as np
import onnxruntime

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STEPZERO = shlex.split(sys.argv[sys.argv.index("--stepzero") + 1]) if "--stepzero" in sys.argv else None
STEPZERO = STEPZERO or ["node", f"{ROOT}/dist/cli/main.js"]


class LeNet5(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.avg_pool(jnp.tanh(nn.Conv(6, (5, 5), padding="SAME", name="conv1")(x)), (2, 2), (2, 2))
        x = nn.avg_pool(jnp.tanh(nn.Conv(16, (5, 5), padding="VALID", name="conv2")(x)), (2, 2), (2, 2))
        x = jnp.tanh(nn.Dense(120, name="dense1")(x.reshape(x.shape[0], -1)))
        return nn.Dense(10, name="dense3")(jnp.tanh(nn.Dense(84, name="dense2")(x)))


def init(*arguments):
    command = [*STEPZERO, "init", "--model", "lenet5", "--init", "he", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def printed_lines(form):
    with tempfile.TemporaryDirectory() as folder:
        file, onnx_file = f"{folder}/weights.{form}", f"{folder}/model.onnx"
        printed = init("--layout", "jax", "--out", file)
        lines = [line[4:] for line in printed.split("To load it:")[1].splitlines() if line.startswith("    ")]
        init("--out", onnx_file, "--batch", "4")
        x = np.random.default_rng(0).normal(size=(4, 1, 28, 28)).astype(np.float32)
        names = {"model": LeNet5(), "x": jnp.asarray(x.transpose(0, 2, 3, 1))}
        exec("\n".join(lines), names)  # noqa: S102: these lines are what is tested
        session = onnxruntime.InferenceSession(onnx_file, providers=["CPUExecutionProvider"])
        theirs = session.run(None, {session.get_inputs()[0].name: x})[0]
        return float(np.abs(np.asarray(names["y"]) - theirs).max() / np.abs(theirs).max())


if __name__ == "__main__":
    for form in ("npz", "safetensors"):
        print(f"lenet5, printed lines, {form}: outputs equal to {printed_lines(form):.0e}")
