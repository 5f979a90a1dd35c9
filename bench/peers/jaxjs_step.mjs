/** One step of SGD in jax-js on its WebAssembly backend: `jaxjs_step.mjs --model mlp --batch 128 --steps 3`; without dropout. */
// It reads navigator, which Node has from version 21 on only.
globalThis.navigator ??= { hardwareConcurrency: 1 };
const { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy, tree, valueAndGrad } = await import("@jax-js/jax");
const { batch, labels, model, networks, timeSteps, uniform } = await import("./time-steps.mjs");

await init("wasm");
defaultDevice("wasm");
const { shape, convolutions, dense } = networks[model];
const array = (dims, limit) =>
  numpy
    .array(
      uniform(
        dims.reduce((a, b) => a * b),
        limit,
      ),
    )
    .reshape(dims);
let parameters = {
  kernels: convolutions.map(([inputs, filters]) => [array([filters, inputs, 3, 3], 0.05), array([filters, 1, 1], 0)]),
  layers: dense.slice(1).map((units, i) => [array([dense[i], units], 0.05), array([units], 0)]),
};
const x = array([batch, ...shape], 1);
const y = numpy.array(labels);

function loss({ kernels, layers }, inputs, targets) {
  let signal = inputs;
  for (const [kernel, bias] of kernels) {
    signal = nn.relu(lax.convGeneralDilated(signal, kernel, [1, 1], "VALID").add(bias));
  }
  if (kernels.length > 0) signal = lax.reduceWindow(signal, numpy.max, [2, 2], [2, 2]);
  signal = signal.reshape([batch, dense[0]]);
  for (const [i, [kernel, bias]] of layers.entries()) {
    signal = numpy.dot(signal, kernel).add(bias);
    if (i < layers.length - 1) signal = nn.relu(signal);
  }
  return nn
    .logSoftmax(signal)
    .mul(nn.oneHot(targets, 10))
    .sum()
    .mul(-1 / batch);
}

const step = jit((from, inputs, targets) => {
  const [value, slopes] = valueAndGrad(loss)(tree.ref(from), inputs, targets);
  return [value, tree.map((weight, slope) => weight.sub(slope.mul(1e-4)), from, slopes)];
});
await timeSteps(
  async () => {
    const [value, next] = step(parameters, x.ref, y.ref);
    parameters = next;
    await blockUntilReady(parameters);
    await value.data();
  },
  { compiles: true },
);
process.exit(0);
