/** Networks drawn and run, to compare theory with: mean squares of signals and gradients. */

import type { Subject } from "../../src/diagnosis/subject.js";
import { mul, reduceMean, reduceSum } from "../../src/graph/expressions.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import type { Shape } from "../../src/graph/tensor.js";
import type { Weights } from "../../src/initializers/network-access.js";
import type { Layer } from "../../src/network/layers/layer.js";
import type { TensorSpecification } from "../../src/network/parameter.js";
import { normals, permutation, stream } from "../../src/random/index.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { affineLayers } from "../../src/training/affine-layers.js";
import { instrument, loadInstrument, type Point } from "../../src/training/instrument.js";
import { lossPerSample, oneHot } from "../../src/training/loss.js";

/** Mean squares of one layer of one network. */
export interface Seen {
  readonly before: number;
  readonly gradient: number;
}

const CLASSES = 10;

/** Mean squares of every layer's pre-activation, and of each sample's gradient by it. */
const meanSquares: Point<ReadonlyMap<string, Seen>> = ({ g, network, labels }) => {
  const layers = affineLayers(g, network);
  const target = oneHot(g, labels(), network.logits.shape[1]!);
  const loss = reduceSum(g, lossPerSample(g, "cross-entropy", network.logits, target), [0], false);
  const values = layers.map(({ output }) => output);
  const slopes = gradients(g, [loss], values);
  const meanSquare = (v: (typeof values)[number]) =>
    reduceMean(
      g,
      mul(g, v, v),
      v.shape.map((_, axis) => axis),
      false,
    );
  return {
    outputs: [...values.map(meanSquare), ...slopes.map(meanSquare)],
    read: (numbers) =>
      new Map(
        layers.map(({ layer }, i) => [
          layer.name,
          { before: numbers[i]![0]!, gradient: numbers[layers.length + i]![0]! },
        ]),
      ),
  };
};

/** A network, and how its weights are drawn. */
export interface Drawn {
  readonly name: string;
  readonly layers: Layer;
  readonly shape: Shape;
  readonly rows: number;
  readonly mode?: "evaluate" | "measure";
  readonly draw: (parameters: readonly TensorSpecification[], seed: number) => Weights;
}

/** A batch of normal numbers with balanced labels. */
export function batchOf({ shape, rows }: Pick<Drawn, "shape" | "rows">, seed = 0) {
  const size = shape.reduce((n, m) => n * m, rows);
  const order = permutation(stream(seed, "labels"), rows);
  return {
    inputs: Float32Array.from(normals(stream(seed, "inputs"), size)),
    labels: Int32Array.from(order, (i) => i % CLASSES),
    rows,
  };
}

/** A network as a subject, and what was seen of it. */
export interface Simulated {
  readonly subject: Subject;
  readonly seen: ReadonlyMap<string, Seen>;
}

/** What `each` makes of the networks of some seeds. */
export async function simulate<T>(
  runtime: Runtime,
  drawn: Drawn,
  seeds: readonly number[],
  each: (simulated: Simulated) => T,
): Promise<T[]> {
  const { name, layers, shape, rows, mode = "evaluate", draw } = drawn;
  const { parameters, look, release } = await loadInstrument(
    runtime,
    instrument({ layers, shape, rows, mode }, { meanSquares }),
  );
  const batch = batchOf(drawn);
  const results: T[] = [];
  for (const seed of seeds) {
    const weights = draw(parameters, seed);
    const { meanSquares: seen } = await look(weights, batch);
    results.push(each({ subject: { name, layers, shape, parameters, weights, batch, labelled: false }, seen }));
  }
  await release();
  return results;
}
