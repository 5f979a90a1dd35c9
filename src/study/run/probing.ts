/** What a probe reads of the cells of one training graph, kept with their results. */
import { withEpoch } from "../../diagnosis/probe/record.js";
import type { ProbedProblem, RunProbe } from "../../diagnosis/probe/run-probe.js";
import { InputError } from "../../errors.js";
import type { Runtime } from "../../runtime/runtime.js";
import type { Weights } from "../../training/state.js";
import type { LearningRateMultipliers } from "../../training/training.js";
import type { Cell } from "../plan/cell.js";
import type { TrainCellsOptions } from "./train-cells.js";

/** A probe that is loaded when it is first needed. */
export interface LazyProbe {
  /** The probe, for a network with such weights. */
  of(weights: Weights): Promise<RunProbe>;
  /** Frees the session, if it was loaded. */
  release(): Promise<void>;
}

/** A probe of a problem; its code is loaded only for studies that ask for it. */
export function lazyProbe(runtime: Runtime, problem: ProbedProblem): LazyProbe {
  let opened: Promise<RunProbe> | undefined;
  const open = async (weights: Weights): Promise<RunProbe> => {
    const { openRunProbe } = await import("../../diagnosis/probe/run-probe.js");
    return openRunProbe(runtime, problem, weights);
  };
  return {
    of: (weights) => {
      opened ??= open(weights);
      return opened;
    },
    release: async () => {
      // A probe that could not be opened has nothing to free, and its error was reported.
      await opened?.then(
        (probe) => probe.release(),
        () => {},
      );
    },
  };
}

/** The seed of a cell's initial weights, which is also that of the samples that are read. */
export const probeSeedOf = ({ seed, initSeed = seed }: Cell): number => initSeed;

/**
 * The readings of cells while they train; undefined where they ask for none.
 *
 * @param rates of the tensors, one for each cell where several are trained at once
 */
export function probing(
  cells: readonly Cell[],
  probe: LazyProbe,
  { parameters }: Pick<ProbedProblem, "parameters">,
  rates: LearningRateMultipliers | undefined,
): TrainCellsOptions["onProbe"] {
  if (cells[0]?.probe !== true) return undefined;
  return async (cell, before, epoch, weights) => {
    const measured = await (await probe.of(weights)).read(weights, probeSeedOf(cell));
    return withEpoch(before, epoch, measured, parameters, ratesOfRun(rates, cells.indexOf(cell)));
  };
}

/** The multipliers of one of the runs that are trained at once. */
function ratesOfRun(rates: LearningRateMultipliers | undefined, run: number): Readonly<Record<string, number>> {
  const entries = Object.entries(rates ?? {});
  return Object.fromEntries(entries.map(([name, rate]) => [name, typeof rate === "number" ? rate : rate[run]!]));
}

/**
 * Seconds to load the probe of these cells, seconds of one look, and bytes that it reads; 0 where
 * they are not probed.
 *
 * @param clock milliseconds
 */
export async function probePace(
  cells: readonly Cell[],
  { probe, parameters }: { readonly probe: LazyProbe } & Pick<ProbedProblem, "parameters">,
  weights: Weights,
  clock: () => number,
): Promise<{ readonly prepare: number; readonly seconds: number; readonly bytes: number }> {
  if (cells[0]!.probe !== true) return { prepare: 0, seconds: 0, bytes: 0 };
  const began = clock();
  const opened = await probe.of(weights);
  await opened.read(weights, 0);
  const ready = clock();
  const measured = await opened.read(weights, 0);
  const seconds = (clock() - ready) / 1000;
  const { epochs } = withEpoch(undefined, 0, measured, parameters);
  return { prepare: (ready - began) / 1000, seconds, bytes: JSON.stringify(epochs).length };
}

/**
 * Refuses to probe a study that does not train on the processor.
 *
 * @param where it trains, in words
 * @throws InputError with the remedy
 */
export function mustTrainOnProcessor(isProbed: boolean, isProcessor: boolean, where: string): void {
  if (!isProbed || isProcessor) return;
  throw new InputError(
    `A study with probe (--probe) trains on the processor only, and this one is to train on ${where}. Leave out probe, or train on the processor (device, --device).`,
  );
}
