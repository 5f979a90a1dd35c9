/** Whether training fits the memory there is: said before anything is trained. */
import type { Dataset } from "../../../data/dataset.js";
import { InputError } from "../../../errors.js";
import { findModel } from "../../../network/models/index.js";
import { type TrainingMemory, trainingMemory } from "../../../training/memory.js";
import { type Cell, problemKey } from "../../plan/cell.js";
import type { Own } from "../../plan/specification.js";

/** What a process takes before it trains anything: Node, ONNX Runtime, our code (`npm run bench:memory`). */
const PROCESS_BYTES = 120 * 2 ** 20;

/** What the cells of one problem take in one process. */
export interface CellMemory extends TrainingMemory {
  readonly cell: Cell;
  /** So many are trained at once: all but the data is as often there. */
  readonly runs: number;
  /** The least that is needed, the process included. With recomputation activations are not counted, as they are not known before. */
  readonly least: number;
}

export interface CellMemoryOptions {
  /** As in `RunStudyOptions`. */
  readonly recompute?: boolean | undefined;
  readonly replicas?: number | undefined;
}

/**
 * Of every network, data set and recipe among the cells.
 *
 * @param own the user's own networks
 */
export function cellMemories(
  cells: readonly Cell[],
  datasets: ReadonlyMap<string, Dataset>,
  own: Own,
  { recompute = false, replicas = 1 }: CellMemoryOptions = {},
): CellMemory[] {
  const byProblem = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = problemKey(cell);
    byProblem.set(key, [...(byProblem.get(key) ?? []), cell]);
  }
  return [...byProblem.values()].map((group) => {
    const [cell] = group as [Cell];
    const { data, model, modelFile, modelOptions, recipe, limit, validation } = cell;
    const { shape, classes, train, test } = datasets.get(data)!;
    const file = modelFile?.path;
    const chosen = own.models?.find((mine) => mine.file.path === file)?.model ?? findModel(model);
    const one = trainingMemory(chosen.build({ input: shape, classes }, modelOptions), recipe, {
      shape,
      type: train.inputs instanceof Uint8Array ? "uint8" : "float32",
      classes,
      trainSamples: limit ?? train.count,
      testSamples: test.count,
      ...(validation === undefined ? {} : { validation }),
    });
    const runs = Math.min(replicas, group.length);
    const memory = {
      parameters: runs * one.parameters,
      slots: runs * one.slots,
      activations: runs * one.activations,
      evaluation: runs * one.evaluation,
      data: one.data,
      total: runs * (one.total - one.data) + one.data,
    };
    const least = PROCESS_BYTES + memory.total - (recompute ? memory.activations : 0);
    return { cell, runs, ...memory, least };
  });
}

/**
 * Refuses what one process cannot hold.
 *
 * @param there bytes of memory that all processes together may use
 * @returns a notice where so many processes may need more than there is
 * @throws InputError naming the network, what it needs and the remedy
 */
export function mustFitMemory(memories: readonly CellMemory[], there: number, jobs: number): string | undefined {
  const largest = memories.toSorted((a, b) => b.least - a.least)[0];
  if (largest === undefined) return undefined;
  const { cell, runs, least, parameters, slots, activations, data } = largest;
  const { modelLabel = cell.model, recipe } = cell;
  const network = runs === 1 ? modelLabel : `${runs} × ${modelLabel} at once`;
  if (least > there) {
    const parts = [
      `${size(parameters)} of parameters`,
      ...(slots > 0 ? [`${size(slots)} of ${recipe.optimizer.kind}'s slots`] : []),
      `${size(activations)} of activations and gradients at batch ${recipe.batch}`,
      `${size(data)} of data`,
    ];
    throw new InputError(
      `Training ${network} on ${cell.data} needs ${size(least)} of memory at least (${parts.join(", ")}), and there are ${size(there)}. Take ${runs === 1 ? "" : "fewer --replicas, "}a smaller --batch or network, or --recompute, which keeps less of the forward pass.`,
    );
  }
  if (jobs * least <= there) return undefined;
  const fitting = Math.floor(there / least);
  return `${jobs} processes that train ${network} on ${cell.data} need ${size(jobs * least)} of memory, and there are ${size(there)}: some may be killed. --jobs ${fitting} fits.`;
}

/** In powers of 1024, as memory is sold. */
function size(bytes: number): string {
  const gib = bytes / 2 ** 30;
  if (gib >= 0.95) return `${gib < 9.95 ? gib.toFixed(1) : Math.round(gib).toLocaleString("en")} GiB`;
  return `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
}
