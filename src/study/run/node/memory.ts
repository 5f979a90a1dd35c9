/** Whether training fits the memory of the machine: checked before anything is trained. */
import { probeMemory } from "../../../diagnosis/probe/probe-memory.js";
import { InputError } from "../../../errors.js";
import { type TrainingMemory, trainingMemory } from "../../../training/memory.js";
import { type Cell, trainingKey } from "../../plan/cell.js";
import type { DataDescription } from "../../plan/description.js";
import { modelOf, type UserModules } from "../../plan/user-modules.js";

/** Bytes of a process before it trains: Node, ONNX Runtime, our code (`npm run bench:memory`). */
const PROCESS_BYTES = 120 * 2 ** 20;

/** What cells of one training graph take in one process. */
export interface CellMemory extends TrainingMemory {
  readonly cell: Cell;
  /** Number of runs that are trained at once: each has all but the data for itself. */
  readonly runs: number;
  /** Bytes of a probe's readings; 0 where the cells are not probed. */
  readonly probe: number;
  /**
   * Bytes that are needed at least, with the process. Activations do not count where they are
   * computed again: how many of them stay in memory is not known in advance.
   */
  readonly least: number;
}

/** How the cells are trained. */
export interface CellMemoryOptions {
  /** As in `RunStudyOptions`. */
  readonly recompute?: boolean | undefined;
  readonly replicas?: number | undefined;
}

/** A data set as far as memory goes. */
export interface SampleMemory extends DataDescription {
  /** How its samples are held. */
  readonly type: "uint8" | "float32";
}

/**
 * What cells take: one entry per network, data set and recipe among them.
 *
 * @param users the user's networks
 */
export function cellMemories(
  cells: readonly Cell[],
  data: readonly SampleMemory[],
  users: UserModules,
  { recompute = false, replicas = 1 }: CellMemoryOptions = {},
): CellMemory[] {
  return groupsOf(cells).map(({ cell, count }) => {
    const { model, limit, validation, data: name } = cell.problem;
    const { shape, classes, trainSamples, testSamples, type } = data.find((one) => one.name === name)!;
    const samples = limit ?? trainSamples;
    const layers = modelOf(model, users).build({ input: shape, classes }, model.options);
    const one = trainingMemory(layers, cell.method.recipe, {
      shape,
      type,
      classes,
      trainSamples: samples,
      testSamples,
      ...(validation === undefined ? {} : { validation }),
    });
    const runs = Math.min(replicas, count);
    const memory = {
      parameters: runs * one.parameters,
      slots: runs * one.slots,
      activations: runs * one.activations,
      evaluation: runs * one.evaluation,
      data: one.data,
      total: runs * (one.total - one.data) + one.data,
    };
    const probe =
      cell.probe === true ? probeMemory(layers, { shape, samples, batch: cell.method.recipe.batch }).bytes : 0;
    const least = PROCESS_BYTES + memory.total + probe - (recompute ? memory.activations : 0);
    return { cell, runs, ...memory, probe, least };
  });
}

/** The first cell of a training graph, and the number of its cells. */
interface Group {
  readonly cell: Cell;
  count: number;
}

function groupsOf(cells: readonly Cell[]): Group[] {
  const groups = new Map<string, Group>();
  // Cells of one problem and method share these objects, for which one key is enough.
  const ofPlan = new Map<Cell["problem"], Map<Cell["method"], Group>>();
  for (const cell of cells) {
    const ofProblem = ofPlan.get(cell.problem) ?? new Map<Cell["method"], Group>();
    ofPlan.set(cell.problem, ofProblem);
    let group = ofProblem.get(cell.method);
    if (group === undefined) {
      const key = trainingKey(cell);
      group = groups.get(key) ?? { cell, count: 0 };
      groups.set(key, group);
      ofProblem.set(cell.method, group);
    }
    group.count++;
  }
  return [...groups.values()];
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
  const { cell, runs, least, parameters, slots, activations, data, probe } = largest;
  const { problem, method } = cell;
  const network = runs === 1 ? problem.model.label : `${runs} × ${problem.model.label} at once`;
  if (least > there) {
    const parts = [
      `${size(parameters)} of parameters`,
      ...(slots > 0 ? [`${size(slots)} of ${method.recipe.optimizer.kind}'s slots`] : []),
      `${size(activations)} of activations and gradients at batch ${method.recipe.batch}`,
      `${size(data)} of data`,
      ...(probe > 0 ? [`${size(probe)} of what --probe reads`] : []),
    ];
    throw new InputError(
      `Training ${network} on ${problem.data} needs ${size(least)} of memory at least (${parts.join(", ")}), and there are ${size(there)}. Take ${runs === 1 ? "" : "fewer --replicas, "}a smaller --batch or network, or --recompute, which keeps less of the forward pass.`,
    );
  }
  if (jobs * least <= there) return undefined;
  const fitting = Math.floor(there / least);
  return `${jobs} processes that train ${network} on ${problem.data} need ${size(jobs * least)} of memory, and there are ${size(there)}: some may be killed. --jobs ${fitting} fits.`;
}

/** In powers of 1024, as memory is sold. */
function size(bytes: number): string {
  const gib = bytes / 2 ** 30;
  if (gib >= 0.95) return `${gib < 9.95 ? gib.toFixed(1) : Math.round(gib).toLocaleString("en")} GiB`;
  return `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
}
