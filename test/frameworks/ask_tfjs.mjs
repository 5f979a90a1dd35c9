/** Draws from TensorFlow.js: questions are JSON on the standard input, answers JSON (ask.ts). */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../bench/peers/package.json", import.meta.url));
const tf = require("@tensorflow/tfjs-core");
const layers = require("@tensorflow/tfjs-layers");
require("@tensorflow/tfjs-backend-cpu");

const questions = JSON.parse(readFileSync(0, "utf8"));

// Layers without a seed draw from Math.random: a generator of 32 bits (Steele & Vigna's
// SplitMix) stands in for it, so that the answers are the same each time.
let state = questions.seed;
Math.random = () => {
  state = (state + 0x9e3779b9) | 0;
  let z = state ^ (state >>> 16);
  z = Math.imul(z, 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
};

// Its orthogonal initializer chains operations, which only the whole package allows.
const chained = tf.Tensor.prototype;
for (const name of ["stridedSlice", "sign", "transpose", "reshape"]) {
  chained[name] = function (...rest) {
    return tf[name](this, ...rest);
  };
}
chained.flatten = function () {
  return tf.reshape(this, [-1]);
};

await tf.setBackend("cpu");

function answer(tensor) {
  const data = Float32Array.from(tensor.dataSync());
  return { shape: tensor.shape, data: Buffer.from(data.buffer).toString("base64") };
}

function initializer({ call, options, shape }, index) {
  return answer(layers.initializers[call]({ seed: index + 1, ...options }).apply(shape));
}

function layer({ call, options, inputs }) {
  const made = layers.layers[call](options);
  made.build(inputs[0]);
  return Object.fromEntries(
    made.weights.map((weight) => [weight.originalName.split("/").at(-1), answer(weight.read())]),
  );
}

const answers = {
  version: layers.version_layers,
  initializers: questions.initializers.map(initializer),
  layers: questions.layers.map(layer),
  facts: [],
};
process.stdout.write(JSON.stringify(answers));
