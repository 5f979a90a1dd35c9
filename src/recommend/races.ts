/** Candidates find their rates on held-out samples, and race at them, within a budget. */
import type { Dataset } from "../data/dataset.js";
import type { Runtime } from "../runtime/runtime.js";
import type { Cell, CellResult } from "../study/plan/cell.js";
import { describeDataset } from "../study/plan/description.js";
import { requestStudy, type StudyOptions } from "../study/plan/options.js";
import { chooseStudy, type NewStudy, planStudy } from "../study/plan/plan-study.js";
import { initializerOf, modelOf, type UserModules } from "../study/plan/user-modules.js";
import { analyse, type Outcome } from "../study/results/outcome.js";
import { recordsOf } from "../study/results/records.js";
import { createCellRunner } from "../study/run/cell-runner.js";
import { conduct } from "../study/run/conduct.js";
import type { Planner } from "../study/run/contracts.js";
import type { StudyEvent } from "../study/run/events.js";
import { inProcess } from "../study/run/in-process.js";
import { memoryStore } from "../study/run/memory-store.js";
import { racePlanner } from "../study/run/race-planner.js";
import type { Budget, RacePlan, RunCost } from "./budget.js";
import { chooseRate, type RateChoice, rateCandidates } from "./choose-rate.js";

/** What is trained, and where. */
export interface Track {
  /** As the person wrote it. */
  readonly model: string;
  readonly users: UserModules;
  readonly dataset: Dataset;
  readonly runtime: Runtime;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: StudyEvent) => void) | undefined;
}

/** How the race is judged, declared before its first run. */
export interface RaceTerms {
  readonly confidence: number;
  readonly margin: number;
  readonly horizon: number;
}

/** A study of methods, all of which fit, that keeps those of its methods that `isMeant` names. */
function planned(
  { model, users, dataset }: Track,
  options: Omit<StudyOptions, "data" | "models">,
  isMeant: (initializer: string, rate: number | undefined) => boolean = () => true,
): NewStudy {
  const choices = chooseStudy(requestStudy({ ...options, data: [dataset.name], models: [model] }), users);
  const methods = choices.methods.filter(({ initializer, recipe }) => isMeant(initializer.label, recipe.learningRate));
  return planStudy({ ...choices, methods }, [describeDataset(dataset, options.limit)], users);
}

/**
 * Seconds of a training step, of an evaluation and of loading a graph, from a few steps of `he`.
 */
export async function measureCost(track: Track): Promise<RunCost> {
  const { dataset } = track;
  const { cells } = planned(track, { inits: ["he"], seeds: 1, validation: heldOut(dataset.train.count) });
  const runner = createCellRunner(executorOptions(track));
  try {
    const pace = await runner.measure([cells[0]!]);
    const evaluated = pace.testSamples + pace.validationSamples;
    return { prepare: pace.prepare, step: pace.step, evaluate: evaluated * pace.evaluateSample };
  } finally {
    await runner.release();
  }
}

/** A tenth of the training samples chooses rates. */
export const heldOut = (samples: number): number => Math.max(1, Math.floor(samples / 10));

/**
 * The rate of each candidate, by its figures on held-out samples. Ends in time: a candidate whose
 * runs do not all fit has the best rate of those that ended.
 *
 * @param deadline seconds of the budget at which tuning ends
 */
export async function tune(
  track: Track,
  methods: readonly string[],
  plan: RacePlan,
  base: number,
  budget: Budget,
  deadline: number,
): Promise<ReadonlyMap<string, RateChoice>> {
  const steps = rateCandidates(base);
  const study = planned(track, {
    inits: [...methods],
    seeds: { first: tuningSeed, count: 1 },
    epochs: plan.epochs,
    ...limitOf(track, plan),
    validation: heldOut(plan.samples),
    training: steps.map(({ rate }) => ({ learningRate: rate })),
  });
  const byLabel = new Map(study.study.methods.map((method) => [method.label, method]));
  const placeOf = ({ method }: Cell) => {
    const { initializer, recipe } = byLabel.get(method.label)!;
    return { initializer: initializer.label, rate: recipe.learningRate! };
  };
  const labels = [...new Set(study.study.methods.map(({ initializer }) => initializer.label))];
  const choiceOf = (label: string, results: readonly CellResult[]): RateChoice =>
    chooseRate(
      base,
      results
        .filter(({ cell }) => placeOf(cell).initializer === label)
        .map(({ cell, status, epochs }) => {
          const last = status === "done" ? epochs.at(-1) : undefined;
          return {
            rate: placeOf(cell).rate,
            heldOut:
              last?.validationAccuracy === undefined
                ? null
                : { accuracy: last.validationAccuracy, loss: last.validationLoss ?? Number.NaN },
          };
        }),
    );
  const handedOut = new Set<string>();
  const planner: Planner = {
    next(results) {
      const next = labels.flatMap((label) => {
        const rates = choiceOf(label, results).next;
        return study.cells.filter((cell) => {
          const place = placeOf(cell);
          return place.initializer === label && rates.includes(place.rate);
        });
      });
      if (next.length === 0) return undefined;
      // One rate of all candidates after the other: one graph serves them.
      const [first] = next.filter(({ id }) => !handedOut.has(id));
      if (first === undefined) return [];
      const round = next.filter((cell) => placeOf(cell).rate === placeOf(first).rate && !handedOut.has(cell.id));
      if (deadline - budget.used() < round.length * plan.runSeconds) return undefined;
      for (const { id } of round) handedOut.add(id);
      return round;
    },
  };
  const { results } = await run(track, study, planner, budget, deadline);
  return new Map(labels.map((label) => [label, choiceOf(label, results)]));
}

/** No race has it. */
const tuningSeed = 1_000_000_000;

/** Where a race ended: its outcome, of the runs that fitted into the budget. */
export interface RaceEnd {
  /** Undefined where not one run of each candidate fitted. */
  readonly outcome: Outcome | undefined;
  /** Whether the budget ended it. */
  readonly outOfTime: boolean;
}

/** Races the candidates, each at its rate, seed by seed, until it is decided or the budget ends. */
export async function raceAtRates(
  track: Track,
  rates: ReadonlyMap<string, number>,
  plan: RacePlan,
  terms: RaceTerms,
  budget: Budget,
): Promise<RaceEnd> {
  const isMeant = (label: string, rate: number | undefined) => rates.get(label) === rate;
  const study = planned(
    track,
    {
      inits: [...rates.keys()],
      untilDecided: true,
      confidence: terms.confidence,
      maxSeeds: terms.horizon,
      margin: terms.margin,
      epochs: plan.epochs,
      ...limitOf(track, plan),
      training: [...new Set(rates.values())].map((learningRate) => ({ learningRate })),
    },
    isMeant,
  );
  const decides = racePlanner(study);
  let outOfTime = false;
  let seconds = plan.runSeconds;
  const began = budget.used();
  const planner: Planner = {
    next(results) {
      if (results.length > 0) seconds = (budget.used() - began) / results.length;
      const round = decides.next(results);
      if (round === undefined || round.length === 0) return round;
      // A look needs every method: its runs are begun together or not at all.
      if (budget.left() < SLACK * round.length * seconds) {
        outOfTime = true;
        return undefined;
      }
      // One graph serves the runs of one rate.
      return [...round].sort((a, b) => rateOf(a) - rateOf(b));
    },
  };
  const { results, interrupted } = await run(track, study, planner, budget, budget.seconds);
  const records = recordsOf(study.study, results);
  return {
    outcome: records.length === 0 ? undefined : analyse(study.study, records),
    outOfTime: outOfTime || interrupted,
  };
}

/** Runs take longer than the mean of those before at most by this. */
const SLACK = 1.15;

const rateOf = ({ method }: Cell): number => method.recipe.optimizer.learningRate;

const limitOf = ({ dataset }: Track, { samples }: RacePlan) =>
  samples < dataset.train.count ? { limit: samples } : {};

const executorOptions = ({ runtime, dataset, users, clock }: Track) => ({
  runtime,
  clock,
  datasets: { load: async () => dataset },
  modules: {
    initializer: async (choice: Parameters<typeof initializerOf>[0]) => initializerOf(choice, users),
    model: async (choice: Parameters<typeof modelOf>[0]) => modelOf(choice, users),
  },
});

/** Conducts until the planner ends; what still runs at the deadline is given up. */
async function run(track: Track, study: NewStudy, planner: Planner, budget: Budget, deadline: number) {
  const late = new AbortController();
  const { signal } = track;
  return conduct(study, {
    executor: inProcess(executorOptions(track)),
    store: memoryStore(),
    planner,
    signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
    onEvent: (event) => {
      track.onEvent?.(event);
      if (budget.used() > deadline) late.abort();
    },
  });
}
