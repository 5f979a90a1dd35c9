/** One step of SGD in TensorFlow.js on its JavaScript backend: `tfjs_step.mjs --model mlp --batch 128 --steps 3`; without dropout. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import { batch, labels, model, networks, timeSteps, uniform } from "./time-steps.mjs";

await tf.setBackend("cpu");
const { shape, convolutions, dense } = networks[model];
const [channels, height, width] = shape;
const weights = (dims, limit) =>
  tf.variable(
    tf.tensor(
      uniform(
        dims.reduce((a, b) => a * b),
        limit,
      ),
      dims,
    ),
  );
const kernels = convolutions.map(([inputs, filters]) => [
  weights([3, 3, inputs, filters], 0.05),
  weights([filters], 0),
]);
const layers = dense.slice(1).map((units, i) => [weights([dense[i], units], 0.05), weights([units], 0)]);
const x = tf.tensor(uniform(batch * channels * height * width, 1), [batch, height, width, channels]);
const y = tf.oneHot(tf.tensor1d(labels, "int32"), 10);

function loss() {
  let signal = x;
  for (const [kernel, bias] of kernels) signal = tf.relu(tf.add(tf.conv2d(signal, kernel, 1, "valid"), bias));
  if (kernels.length > 0) signal = tf.maxPool(signal, 2, 2, "valid");
  signal = tf.reshape(signal, [batch, -1]);
  for (const [i, [kernel, bias]] of layers.entries()) {
    signal = tf.add(tf.matMul(signal, kernel), bias);
    if (i < layers.length - 1) signal = tf.relu(signal);
  }
  return tf.losses.softmaxCrossEntropy(y, signal);
}

const sgd = tf.train.sgd(1e-4);
await timeSteps(
  async () => {
    const value = sgd.minimize(loss, true);
    await value.data();
    value.dispose();
  },
  { compiles: false },
);
