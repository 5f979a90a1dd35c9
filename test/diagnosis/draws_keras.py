"""Tensors drawn by Keras: draws_keras.py SEED."""
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
from draws_common import CONV, DENSE, TABLE, TRANSPOSED, case, gate

SEED = int(sys.argv[1])
keras.utils.set_random_seed(SEED)
K = keras.initializers
numbers = keras.ops.convert_to_numpy
DEPTHWISE = {**CONV, "groups": 256}


def ours(kernel):
    """[..., in, out] as stepzero has it: [out, in, ...]."""
    kernel = numbers(kernel)
    window = range(kernel.ndim - 2)
    return kernel.transpose(kernel.ndim - 1, kernel.ndim - 2, *window)


def init(call, right, initializer, shape, role):
    case(call, right, ours(initializer(shape)), role)


def layer(call, right, one, shape, role, of=lambda l: l.kernel, turn=ours):
    one.build(shape)
    case(call, right, turn(of(one)), role)


L = keras.layers
layer("Dense(128)", "keras-default", L.Dense(128), (None, 784), DENSE)
layer("Conv2D(64, 3)", "keras-default", L.Conv2D(64, 3), (None, 8, 8, 32), CONV)
# [h, w, channels, 1]: a depthwise kernel, whose channels are its groups.
depthwise = lambda kernel: numbers(kernel).transpose(2, 3, 0, 1)
layer("DepthwiseConv2D(3)", "keras-default", L.DepthwiseConv2D(3), (None, 8, 8, 256), DEPTHWISE, turn=depthwise)
# [h, w, out, in]: a transposed convolution.
layer("Conv2DTranspose(16, 4, 2)", "keras-default", L.Conv2DTranspose(16, 4, 2), (None, 8, 8, 32), TRANSPOSED)
layer("Embedding(500, 64)", "keras-default", L.Embedding(500, 64), (None, 3), TABLE, lambda l: l.embeddings, numbers)
first = lambda kernel: ours(numbers(kernel)[:, :64])
layer("LSTM(64) kernel", "keras-default", L.LSTM(64), (None, 3, 96), gate("input", 4, 64), lambda l: l.cell.kernel, first)

init("GlorotUniform", "keras/glorot_uniform", K.GlorotUniform(SEED), (300, 200), DENSE)
init("GlorotNormal", "keras/glorot_normal", K.GlorotNormal(SEED), (300, 200), DENSE)
init("GlorotNormal conv", "keras/glorot_normal", K.GlorotNormal(SEED), (3, 3, 32, 64), CONV)
init("HeUniform", "he-uniform", K.HeUniform(SEED), (3, 3, 16, 32), CONV)
init("HeNormal", "keras/he_normal", K.HeNormal(SEED), (3, 3, 16, 32), CONV)
init("HeNormal dense", "keras/he_normal", K.HeNormal(SEED), (100, 30), DENSE)
init("LecunUniform", "lecun-uniform", K.LecunUniform(SEED), (120, 90), DENSE)
init("LecunNormal", "keras/lecun_normal", K.LecunNormal(SEED), (120, 90), DENSE)
init("RandomNormal", "normal", K.RandomNormal(seed=SEED), (120, 90), DENSE)
init("RandomUniform", "uniform", K.RandomUniform(seed=SEED), (120, 90), DENSE)
init("TruncatedNormal", "truncated-normal:corrected=no", K.TruncatedNormal(seed=SEED), (120, 90), DENSE)
scaling = lambda *args: K.VarianceScaling(*args, seed=SEED)
two = "variance-scaling:scale=2,mode=fanOut"
init("VarianceScaling(2, fan_out)", two, scaling(2.0, "fan_out", "truncated_normal"), (3, 3, 16, 40), CONV)
third = scaling(1 / 3, "fan_in", "uniform")
init("VarianceScaling(1/3, uniform)", "pytorch-default", third, (200, 100), DENSE)
untruncated = scaling(1.0, "fan_in", "untruncated_normal")
init("VarianceScaling(untruncated)", "lecun-normal", untruncated, (150, 80), DENSE)
init("Orthogonal", "orthogonal", K.Orthogonal(seed=SEED), (96, 64), DENSE)
init("Orthogonal conv", "orthogonal", K.Orthogonal(seed=SEED), (3, 3, 16, 32), CONV)
init("Identity", "identity", K.Identity(), (64, 64), DENSE)
init("Zeros", "zero", K.Zeros(), (64, 64), DENSE)
