"""One run of a study of stepzero in Keras 3: mnist_cnn, from the weights that stepzero drew."""
import argparse, json, os
os.environ.setdefault("KERAS_BACKEND", "jax")
import keras
import numpy as np
from keras import layers

parser = argparse.ArgumentParser()
for name, kind in dict(weights=str, samples=str, metrics=str, seed=int, lr=float, batch=int, epochs=int).items():
    parser.add_argument(f"--{name}", type=kind, required=True)
args = parser.parse_args()
data = np.load(args.samples)
x, x_test = (np.moveaxis(data[name], 1, -1) for name in ("x_train", "x_test"))  # [N, H, W, C]
y, y_test = data["y_train"], data["y_test"]

net = keras.Sequential([
    layers.Input(x.shape[1:]),
    layers.Conv2D(32, 3, activation="relu", name="conv1"),
    layers.Conv2D(64, 3, activation="relu", name="conv2"),
    layers.MaxPooling2D(),
    layers.Dropout(0.25),
    layers.Flatten(),
    layers.Dense(128, activation="relu", name="dense1"),
    layers.Dropout(0.5),
    layers.Dense(10, name="dense2"),
])
weights = np.load(args.weights)
for variable in net.trainable_variables:
    variable.assign(weights[variable.path.removeprefix(net.name + "/")])  # "conv1/kernel"
keras.utils.set_random_seed(args.seed)  # batches and dropout, after all that building drew
net.compile(
    keras.optimizers.Adadelta(args.lr, rho=0.95, epsilon=1e-7),
    keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)

def report(epoch, logs=None):
    loss, accuracy = net.evaluate(x_test, y_test, batch_size=500, verbose=0)
    figures = {"trainLoss": logs["loss"], "trainAccuracy": logs["accuracy"]} if logs else {}
    with open(args.metrics, "a") as file:
        print(json.dumps({"epoch": epoch, "testLoss": loss, "testAccuracy": accuracy, **figures}), file=file)

report(0)  # before training
callback = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: report(epoch + 1, logs))
net.fit(x, y, args.batch, args.epochs, verbose=0, callbacks=[callback])
