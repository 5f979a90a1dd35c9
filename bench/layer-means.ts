/**
 * Predicted means of layers beside 10⁶ samples: for 12 activations, E φ and E φ² over units and
 * samples of dense networks of width 64 and 5 layers, whose weights are drawn anew for each of
 * 2,000 batches of 500 samples. The error is the largest over layers, relative to √E φ² and to
 * E φ², with the standard error of the simulation there.
 *
 *   npm run bench:layer-means [-- --networks 2000 --rows 500 --width 64 --depth 5]
 */
import { parseArgs } from "node:util";
import { predict } from "../src/diagnosis/theory/predict.js";
import type { Prediction } from "../src/diagnosis/theory/prediction.js";
import { mul, reduceMean } from "../src/graph/expressions.js";
import type { Value } from "../src/graph/graph.js";
import { dense, sequential } from "../src/network/layers/index.js";
import type { Layer } from "../src/network/layers/layer.js";
import { normals, stream } from "../src/random/index.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { instrument, loadInstrument } from "../src/training/instrument.js";
import { drawsOf } from "./theory/draws.js";
import { activationNames, levelsOf } from "./theory/networks.js";

const { values } = parseArgs({
  options: {
    networks: { type: "string", default: "2000" },
    rows: { type: "string", default: "500" },
    width: { type: "string", default: "64" },
    depth: { type: "string", default: "5" },
  },
});
const [networks, rows] = [Number(values.networks), Number(values.rows)];
const [width, depth] = [Number(values.width), Number(values.depth)];
const FEATURES = 64;
const { runtime } = await loadRuntime();

/** The mean of numbers, and its standard error. */
function meanOf(numbers: readonly number[]): readonly [mean: number, error: number] {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (numbers.length - 1);
  return [mean, Math.sqrt(variance / numbers.length)];
}

async function study(activation: string): Promise<string> {
  const outputs: Value[] = [];
  const seen = (layer: Layer): Layer => ({
    ...layer,
    apply: (x, scope) => {
      const y = layer.apply(x, scope);
      outputs.push(y);
      return y;
    },
  });
  const layers = sequential(...Array.from({ length: depth }, () => seen(dense(width, { activation }))), dense(10));
  const shape = [FEATURES];
  const { parameters, look, release } = await loadInstrument(
    runtime,
    instrument(
      { layers, shape, rows, mode: "evaluate" },
      {
        moments: ({ g }) => ({
          outputs: outputs
            .slice(-depth)
            .flatMap((y) => [reduceMean(g, y, [0, 1], false), reduceMean(g, mul(g, y, y), [0, 1], false)]),
          read: (numbers) => numbers.map(([x]) => x!),
        }),
      },
    ),
  );
  const draw = drawsOf(levelsOf(activation));
  const all: (readonly number[])[] = [];
  for (let seed = 0; seed < networks; seed++) {
    const inputs = Float32Array.from(normals(stream(seed, "inputs"), rows * FEATURES));
    const { moments } = await look(draw(parameters, seed), { inputs, labels: new Int32Array(rows), rows: rows });
    all.push(moments);
  }
  await release();
  const means = Array.from({ length: 2 * depth }, (_, i) => meanOf(all.map((moments) => moments[i]!)));
  const predicted = [...predictedBy(activation).values()].slice(0, depth);
  const worst = (of: (p: Prediction, layer: number) => readonly [error: number, standard: number]) =>
    predicted.map(of).reduce((a, b) => (Math.abs(b[0]) > Math.abs(a[0]) ? b : a));
  const mean = worst((p, i) => {
    const [value, standard] = means[2 * i]!;
    return [(value - p.mean) / Math.sqrt(p.after), standard / Math.sqrt(p.after)];
  });
  const second = worst((p, i) => {
    const [value, standard] = means[2 * i + 1]!;
    return [value / p.after - 1, standard / p.after];
  });
  const text = ([error, standard]: readonly [number, number]) =>
    `${(100 * error).toFixed(2)} % ± ${(100 * standard).toFixed(2)}`;
  return `| ${activation} | ${text(mean)} | ${text(second)} |`;
}

/**
 * The prediction at the very levels: an input whose mean square is 1, and tensors whose mean
 * squares are those of the distribution.
 */
function predictedBy(activation: string): ReadonlyMap<string, Prediction> {
  const layers = sequential(...Array.from({ length: depth }, () => dense(width, { activation })), dense(10));
  const { sigmaW, sigmaB } = levelsOf(activation);
  const exactly = (name: string, size: number, deviation: number) => {
    const draws = normals(stream(0, "layer means", name), size);
    const rms = Math.sqrt(draws.reduce((sum, x) => sum + x * x, 0) / size) || 1;
    return Float32Array.from(draws, (x) => (x * deviation) / rms);
  };
  const graph = instrument({ layers, shape: [FEATURES], rows: 64, mode: "evaluate" }, {});
  const weights = Object.fromEntries(
    graph.parameters.map(({ name, shape, role }) => {
      const size = shape.reduce((n, m) => n * m, 1);
      return [name, exactly(name, size, role.kind === "kernel" ? sigmaW / Math.sqrt(shape[1]!) : sigmaB)];
    }),
  );
  const inputs = exactly("inputs", 64 * FEATURES, 1);
  return predict({
    name: activation,
    layers,
    shape: [FEATURES],
    parameters: graph.parameters,
    weights,
    batch: { inputs, labels: new Int32Array(64), rows: 64 },
    labelled: false,
  });
}

console.log(`${networks} networks of width ${width}, ${rows} samples each\n`);
console.log("| activation | error of E φ / √E φ² | error of E φ² |\n| --- | --- | --- |");
for (const activation of activationNames) console.log(await study(activation));
