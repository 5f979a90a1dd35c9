/** A study with everything that a report has to show, made up. */
import { parseHTML } from "linkedom";
import { type ProbedEpoch, type ProbeRecord, recorded } from "../../src/diagnosis/probe/record.js";
import { renderReport } from "../../src/report/render-report.js";
import type { ReportFile, ReportInput } from "../../src/report/report.js";
import type { StudyOptions } from "../../src/study/plan/options.js";
import { analyse, type Outcome } from "../../src/study/results/outcome.js";
import type { RunRecord, RunResult } from "../../src/study/results/records.js";
import { done, failed, type MadeUpRun, records, study } from "../study/made-up.js";

/** Final test accuracies by initializer; each seed and network shifts them a little, unevenly. */
const finals: Readonly<Record<string, number>> = { he: 0.91, "glorot-uniform": 0.88, orthogonal: 0.905 };

const usual: StudyOptions = {
  models: ["mlp", "mlp:depth=10"],
  inits: ["he", "glorot-uniform", "orthogonal", "zero", "random:std=0.5"],
  seeds: [0, 1, 2, 3, 4],
};

/**
 * Three methods that learn, one that is stuck, one whose runs diverge, on two networks with five
 * seeds, unless the options say otherwise.
 *
 * @param isThere runs of which it is false are missing
 */
export function madeUp(options: StudyOptions = usual, isThere: (run: MadeUpRun) => boolean = () => true): Outcome {
  const of = study(options);
  const all = records(of, (run) => (isThere(run) ? resultOf(run) : undefined));
  return analyse(of, all, { runtimes: ["onnxruntime-node 1.30.0, cpu"] });
}

function resultOf({ init, method, model, seed }: MadeUpRun): RunResult {
  if (init === "zero") return done([0.1, 0.1, 0.1]);
  if (init === "random") return failed("diverged", "the loss was NaN at step 2 (epoch 1)");
  const shift = 0.004 * Math.sin(1 + 7 * seed + init.length) - (model === "mlp" ? 0 : 0.2);
  // The same initializer with another recipe differs a little.
  const recipe =
    method === init ? 0 : [...method].reduce((hash, letter) => (31 * hash + letter.charCodeAt(0)) % 9973, 0) / 1e9;
  const last = (finals[init] ?? 0.5) + shift + recipe;
  return done([last - 0.3, last - 0.1, last]);
}

/** By initializer: how much the second moment of the signal changes from layer to layer. */
const factors: Readonly<Record<string, number>> = { he: 1, "glorot-uniform": 0.5, zero: 0, random: 40 };

/** A study of three seeds that was probed: signals that stay, fall, are 0, and explode. */
export function madeUpProbed(): Outcome {
  const inits = ["he", "glorot-uniform", "zero", "random:std=0.5"];
  const of = study({ inits, seeds: [0, 1, 2], probe: true });
  const all = records(of, (run) => {
    const result = resultOf(run);
    return { ...result, readings: readingsOf(factors[run.init]!, run.seed, result.epochs.length) };
  });
  return analyse(of, all, { runtimes: ["onnxruntime-node 1.30.0, cpu"] });
}

/** Readings of six layers at step 0 and after each epoch, in which signals come nearer to 1. */
function readingsOf(factor: number, seed: number, epochs: number): ProbeRecord {
  const layers = [1, 2, 3, 4, 5, 6].map((i) => {
    const name = `dense${i}`;
    const is = { isHead: i === 6, endsBranch: false };
    const activation = i === 6 ? "linear" : "relu";
    return { name, kernel: `${name}/kernel`, bias: `${name}/bias`, activation, units: 32, unitsAfter: 32, ...is };
  });
  const at = (epoch: number): ProbedEpoch => {
    const change = factor ** (1 - epoch / 4);
    const column = (of: (layer: number) => number | null) => layers.map((_, i) => of(i));
    const moments = column((i) => recorded((1 + 0.2 * seed) * change ** i));
    return {
      epoch,
      loss: 2.3 - 0.3 * epoch,
      logitDeviation: 0.3,
      mean: column(() => 0),
      deviation: moments.map((moment) => recorded(Math.sqrt(2 * moment!))),
      secondMoment: moments,
      cosine: column(() => 0.5),
      dead: column((i) => (i === 5 ? null : factor === 0 ? 1 : Math.min(1, 0.02 * (epoch + seed) * (i + 1)))),
      saturated: column(() => null),
      distinctUnits: column(() => (factor === 0 ? 1 : 32)),
      gradientSecondMoment: column((i) => recorded(0.01 * (1 + 0.2 * seed) * change ** (5 - i))),
      weightRms: column(() => recorded(0.25 * Math.sqrt(factor))),
      gradientRms: column((i) => recorded(0.001 * Math.sqrt(change ** (5 - i)))),
      updateRatio: column(() => 0.01),
    };
  };
  return {
    samples: 128,
    classes: 10,
    classLoss: 2.3,
    layers,
    epochs: Array.from({ length: epochs + 1 }, (_, i) => at(i)),
  };
}

/** Where the made-up results come from. */
export const provenance: ReportInput["provenance"] = {
  runs: [
    {
      started: "2026-11-25T03:11:26.967Z",
      stepzero: "0.1.0",
      machine: { platform: "linux x64", node: "v20.19.0", processor: "A <Fast> Processor", cores: 2 },
    },
  ],
  damage: [],
};

/** The files of a report by path. */
export function reportOf(outcome: Outcome): ReadonlyMap<string, ReportFile["content"]> {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return new Map(renderReport({ outcome, provenance }, { document }).map(({ path, content }) => [path, content]));
}

/** The outcome with other epochs in all its runs, its figures as they are. */
export function withEpochs(from: Outcome, change: (epochs: RunRecord["epochs"]) => RunRecord["epochs"]): Outcome {
  const changed = (runs: readonly RunRecord[]) => runs.map((run) => ({ ...run, epochs: change(run.epochs) }));
  const problems = from.problems.map((problem) => ({
    ...problem,
    runs: changed(problem.runs),
    methods: problem.methods.map((method) => ({
      ...method,
      runs: changed(method.runs),
      learned: changed(method.learned),
      averaged: changed(method.averaged),
    })),
  }));
  return { ...from, problems };
}

/** Text of an element with its white space as a reader sees it. */
export const textOf = (element: Element | null) => element?.textContent?.replace(/\s+/g, " ").trim() ?? "";
