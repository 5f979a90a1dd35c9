/** What the programs of the JavaScript peers share: their arguments, and the timing of their steps. */
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "mnist_cnn" },
    batch: { type: "string", default: "128" },
    steps: { type: "string", default: "3" },
    seconds: { type: "string", default: "30" },
  },
});
export const { model } = values;
export const batch = Number(values.batch);

/** Units of the dense layers behind the convolutions, or of all, and the kernels before them ([inputs, filters], 3 × 3, no padding). */
export const networks = {
  mlp: { shape: [1, 28, 28], convolutions: [], dense: [784, 512, 512, 10] },
  mnist_cnn: {
    shape: [1, 28, 28],
    convolutions: [
      [1, 32],
      [32, 64],
    ],
    dense: [9216, 128, 10],
  },
};

export const uniform = (count, limit) => Float32Array.from({ length: count }, () => (Math.random() * 2 - 1) * limit);
export const labels = Int32Array.from({ length: batch }, (_, i) => i % 10);

/**
 * Prints the median milliseconds of up to `--steps` steps; no further one begins after `--seconds`. The first warms up and counts only
 * where it took that long by itself (`cold`), and where it compiles nothing.
 */
export async function timeSteps(step, { compiles }) {
  const run = async () => {
    const began = performance.now();
    await step();
    return performance.now() - began;
  };
  const limit = 1000 * Number(values.seconds);
  const first = await run();
  const times = [];
  if (first > limit && !compiles) times.push(first);
  const cold = times.length > 0;
  let spent = cold ? first : 0;
  while (times.length < Number(values.steps) && (times.length === 0 || spent < limit)) {
    times.push(await run());
    spent += times.at(-1);
  }
  times.sort((a, b) => a - b);
  const median_ms = times[Math.floor(times.length / 2)];
  console.log(JSON.stringify({ model, batch, steps: times.length, cold, median_ms }));
}
