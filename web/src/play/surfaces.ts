/** What networks answer over the plane while they train: seed 0 of each method. */
import type { Dataset } from "../../../src/data/dataset.js";
import { writeOnnx } from "../../../src/graph/file/write.js";
import { tensor } from "../../../src/graph/tensor.js";
import { evaluationNetwork } from "../../../src/network/models/index.js";
import type { Surface } from "../../../src/report/figures/decision-surface.js";
import type { Runtime } from "../../../src/runtime/runtime.js";
import type { Cell } from "../../../src/study/plan/cell.js";
import type { Weights } from "../../../src/training/state.js";
import { type Race, surfaceHalf, surfaceSize } from "./messages.js";
import type { Parts } from "./parts.js";

/** Training points that the page draws, at most. */
const MOST_POINTS = 250;

/** Follows the answers of the networks. */
export interface Surfaces {
  readonly points: Race["points"];
  /** Takes the answers of a run of seed 0 at some weights. */
  look(cell: Cell, epoch: number, weights: Weights): Promise<void>;
  /** Those taken last. */
  now(): Race["surfaces"];
}

/** Undefined where samples are no points of a plane. */
export async function openSurfaces(
  runtime: Runtime,
  { dataset, layers, methods }: Parts,
): Promise<Surfaces | undefined> {
  if (dataset.shape.join() !== "2") return undefined;
  const { classes } = dataset;
  const places = cellMiddles();
  const rows = places.length / 2;
  const network = evaluationNetwork("surface", layers, { input: [2], classes }, rows);
  const taken = new Map<string, Surface>();
  let last = 0;
  return {
    points: pointsOf(dataset),
    async look({ seed, method }, epoch, weights) {
      if (seed !== 0) return;
      const session = await runtime.createSession(writeOnnx(network.graph(weights)));
      try {
        const { logits } = await session.run({ x: tensor("float32", [rows, 2], places) });
        taken.set(method.label, { method: method.label, classes: largest(logits!.data as Float32Array, classes) });
        last = epoch;
      } finally {
        await session.release();
      }
    },
    now: () => ({
      surfaces: methods.flatMap(({ label }) => taken.get(label) ?? []),
      epoch: last,
    }),
  };
}

/** x and y of the middle of each cell, row by row from the lowest y. */
function cellMiddles(): Float32Array {
  const middle = (i: number) => -surfaceHalf + ((i + 0.5) * 2 * surfaceHalf) / surfaceSize;
  const places = new Float32Array(2 * surfaceSize * surfaceSize);
  for (let row = 0; row < surfaceSize; row++) {
    for (let column = 0; column < surfaceSize; column++) {
      places.set([middle(column), middle(row)], 2 * (row * surfaceSize + column));
    }
  }
  return places;
}

/** The class of the largest logit of each row. */
function largest(logits: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: logits.length / classes }, (_, row) => {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (logits[row * classes + k]! > logits[row * classes + best]!) best = k;
    }
    return best;
  });
}

function pointsOf({ train: { inputs, labels, count } }: Dataset): Race["points"] {
  return Array.from({ length: Math.min(count, MOST_POINTS) }, (_, i) => ({
    x: inputs[2 * i]!,
    y: inputs[2 * i + 1]!,
    label: labels[i]!,
  }));
}
