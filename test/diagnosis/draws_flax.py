"""Tensors drawn by JAX and Flax: draws_flax.py SEED."""
import sys

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
from draws_common import CONV, DENSE, TABLE, TRANSPOSED, case, gate
from jax.nn import initializers as I

KEY = jax.random.key(int(sys.argv[1]))
KEYS = iter(jax.random.split(KEY, 100))


def ours(kernel):
    """[..., in, out] as stepzero has it: [out, in, ...]."""
    kernel = np.asarray(kernel)
    return kernel.transpose(kernel.ndim - 1, kernel.ndim - 2, *range(kernel.ndim - 2))


def init(call, right, initializer, shape, role):
    case(call, right, ours(initializer(next(KEYS), shape, jnp.float32)), role)


def layer(call, right, module, x, role, name="kernel", turn=ours):
    case(call, right, turn(module.init(next(KEYS), x)["params"][name]), role)


image = jnp.ones((1, 8, 8, 32))
layer("Dense(128)", "flax/default", nn.Dense(128), jnp.ones((1, 300)), DENSE)
layer("Conv(64, 3×3)", "flax/default", nn.Conv(64, (3, 3)), image, CONV)
# Flax's transposed kernels are [h, w, in, out]; stepzero's [in, out, h, w].
turned = lambda kernel: np.asarray(kernel).transpose(2, 3, 0, 1)
layer("ConvTranspose(16, 4×4, 2)", "flax/default", nn.ConvTranspose(16, (4, 4), (2, 2)), image, TRANSPOSED, turn=turned)
layer("Embed(500, 64)", "flax/default", nn.Embed(500, 64), jnp.ones((1, 3), int), TABLE, "embedding", np.asarray)
cell = nn.OptimizedLSTMCell(64)
carry = cell.initialize_carry(jax.random.key(0), (1, 96))
hidden = cell.init(next(KEYS), carry, jnp.ones((1, 96)))["params"]["hi"]["kernel"]
case("OptimizedLSTMCell(64) hidden", "orthogonal", ours(hidden), gate("hidden", 4, 64))

init("glorot_uniform", "glorot-uniform", I.glorot_uniform(), (300, 200), DENSE)
init("glorot_normal", "jax/glorot_normal", I.glorot_normal(), (300, 200), DENSE)
init("he_uniform", "he-uniform", I.he_uniform(), (3, 3, 16, 32), CONV)
init("he_normal", "jax/he_normal", I.he_normal(), (3, 3, 16, 32), CONV)
init("lecun_uniform", "lecun-uniform", I.lecun_uniform(), (120, 90), DENSE)
init("lecun_normal", "jax/lecun_normal", I.lecun_normal(), (40, 30), DENSE)
init("normal", "jax/normal", I.normal(), (120, 90), DENSE)
init("uniform", "jax/uniform", I.uniform(), (120, 90), DENSE)
small = "truncated-normal:std=0.02,corrected=no"
init("truncated_normal(0.02)", small, I.truncated_normal(0.02), (128, 128), DENSE)
scaling = I.variance_scaling(2.0, "fan_out", "truncated_normal")
init("variance_scaling(2, fan_out)", "variance-scaling:scale=2,mode=fanOut", scaling, (3, 3, 16, 40), CONV)
init("orthogonal", "orthogonal", I.orthogonal(), (96, 64), DENSE)
init("delta_orthogonal", "delta-orthogonal", I.delta_orthogonal(), (3, 3, 32, 64), CONV)
init("ones", "ones", I.ones, (40, 30), DENSE)
