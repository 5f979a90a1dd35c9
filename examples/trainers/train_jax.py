"""One run of a study of stepzero in JAX: mnist_cnn, from the weights that stepzero drew."""
import argparse, json
import jax
import jax.numpy as jnp
import numpy as np
import optax

parser = argparse.ArgumentParser()
for name, kind in dict(weights=str, samples=str, metrics=str, seed=int, lr=float, batch=int, epochs=int).items():
    parser.add_argument(f"--{name}", type=kind, required=True)
args = parser.parse_args()
data = np.load(args.samples)
x, x_test = (np.moveaxis(data[name], 1, -1) for name in ("x_train", "x_test"))  # [N, H, W, C]
y, y_test = (data[name].astype(int) for name in ("y_train", "y_test"))

def conv(p, name, x):
    axes = ("NHWC", "HWIO", "NHWC")
    return jax.lax.conv_general_dilated(x, p[f"{name}/kernel"], (1, 1), "VALID", dimension_numbers=axes) + p[f"{name}/bias"]

def dropout(key, rate, x):
    return x if key is None else jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)

def net(p, x, key=None):
    keys = (None, None) if key is None else jax.random.split(key)
    x = jax.nn.relu(conv(p, "conv2", jax.nn.relu(conv(p, "conv1", x))))
    x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    x = dropout(keys[0], 0.25, x).reshape(len(x), -1)
    x = dropout(keys[1], 0.5, jax.nn.relu(x @ p["dense1/kernel"] + p["dense1/bias"]))
    return x @ p["dense2/kernel"] + p["dense2/bias"]

def loss_of(p, x, y, key=None):
    return optax.softmax_cross_entropy_with_integer_labels(net(p, x, key), y).mean()

optimizer = optax.adadelta(args.lr, rho=0.95, eps=1e-7)

@jax.jit
def step(p, state, x, y, key):
    loss, gradient = jax.value_and_grad(loss_of)(p, x, y, key)
    updates, state = optimizer.update(gradient, state, p)
    return optax.apply_updates(p, updates), state, loss

def report(epoch, p, **figures):
    logits = np.concatenate([net(p, part) for part in np.split(x_test, range(500, len(x_test), 500))])
    figures["testLoss"] = float(optax.softmax_cross_entropy_with_integer_labels(logits, y_test).mean())
    figures["testAccuracy"] = float((logits.argmax(1) == y_test).mean())
    with open(args.metrics, "a") as file:
        print(json.dumps({"epoch": epoch, **figures}), file=file)

p = {name.removeprefix("params/"): jnp.asarray(array) for name, array in np.load(args.weights).items()}
state, key, order = optimizer.init(p), jax.random.key(args.seed), np.random.default_rng(args.seed)
report(0, p)  # before training
for epoch in range(1, args.epochs + 1):
    total, indices = 0.0, order.permutation(len(x))
    for start in range(0, len(x), args.batch):
        batch, key = indices[start : start + args.batch], jax.random.fold_in(key, start)
        p, state, loss = step(p, state, x[batch], y[batch], key)
        total += float(loss) * len(batch)
    report(epoch, p, trainLoss=total / len(x), batches=indices[:8].tolist())
