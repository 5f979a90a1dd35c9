/** A whole study in this process, for programs whose initializers and networks are objects. */
import type { Dataset } from "../data/dataset.js";
import { glyphs } from "../data/glyphs.js";
import type { ReadingOptions } from "../data/reading.js";
import { InputError } from "../errors.js";
import { type AnyInitializer, allInitializers } from "../initializers/index.js";
import { type Model, models as namedModels } from "../network/models/index.js";
import type { Runtime } from "../runtime/runtime.js";
import { checkRuntime } from "../training/check-runtime.js";
import { describeDataset } from "./plan/description.js";
import { requestStudy, type StudyOptions } from "./plan/options.js";
import { chooseStudy, networkNotes, planStudy } from "./plan/plan-study.js";
import { raceBudgetNotes } from "./plan/race-budget.js";
import { startingCells } from "./plan/race-state.js";
import { sameWeightNotes } from "./plan/same-weights.js";
import type { UserFile } from "./plan/study.js";
import { initializerOf, modelOf, type UserModules } from "./plan/user-modules.js";
import { analyse, type Outcome } from "./results/outcome.js";
import { recordsOf } from "./results/records.js";
import { conduct } from "./run/conduct.js";
import type { ResultStore } from "./run/contracts.js";
import type { StudyEvent } from "./run/events.js";
import { withFirstGuesses } from "./run/guess-rates.js";
import { inProcess } from "./run/in-process.js";
import { memoryStore } from "./run/memory-store.js";
import { mustTrainOnProcessor } from "./run/probing.js";
import type { TrainCellsOptions } from "./run/train-cells.js";
import { plannerOf } from "./run/tuned-planner.js";

/** One of something, or several. */
type OneOrMore<T> = T | readonly T[];

/** A study whose data sets and networks may be objects, and where it runs. */
export interface CompareOptions
  extends Omit<StudyOptions, "data" | "models" | "inits" | "problems" | "$schema" | "trainer" | keyof ReadingOptions> {
  /**
   * Data sets. Only "glyphs" is built in under its name; `loadDataset` of "stepzero/node" loads the
   * others.
   *
   * @defaultValue "glyphs"
   */
  readonly data?: OneOrMore<"glyphs" | Dataset> | undefined;
  /**
   * Networks, as objects or as texts of the command line ("mlp:depth=2").
   *
   * @defaultValue "mlp"
   */
  readonly models?: OneOrMore<string | Model> | undefined;
  /** From `loadRuntime` of "stepzero/node" or `loadBrowserRuntime` of "stepzero/browser". */
  readonly runtime: Runtime;
  /**
   * Number of runs of one problem and recipe that are trained at once, in one graph.
   *
   * @defaultValue 1
   */
  readonly replicas?: number | undefined;
  /** When it aborts, no run goes on; those that ended before are analysed. */
  readonly signal?: AbortSignal | undefined;
  /** Receives what happens: epochs, results. */
  readonly onEvent?: ((event: StudyEvent) => void) | undefined;
  /**
   * Called with the numbers of each run's parameters by name, at the initial weights (epoch 0) and
   * after each epoch. They are not copies: copy what is to stay.
   */
  readonly onWeights?: TrainCellsOptions["onWeights"];
  /**
   * Keeps results; a run whose result it has is not run again. Only for initializers and networks
   * with a name, and networks of `onnxModel`: of another object nothing tells whether it is the
   * same as in a former program.
   *
   * @defaultValue memory
   */
  readonly store?: ResultStore | undefined;
  /**
   * Returns milliseconds, for the epochs' `seconds`.
   *
   * @defaultValue a clock that stands still
   */
  readonly clock?: (() => number) | undefined;
}

/**
 * Compares initializers: trains every network on every data set from every initializer with every
 * seed, in this process, and analyses the runs. In Node, `runStudy` of "stepzero/node" does the
 * same for names and files, in one process per core.
 *
 * @param inits initializers as objects, or as texts of the command line ("random:std=0.1")
 * @returns ranks, intervals, verdicts and sentences, problem by problem
 * @throws InputError for options that are not legal, for a network or method that does not fit, and
 *   for objects of the user's together with a `store`
 * @example
 * import { compare, glorotUniform, he } from "stepzero";
 * import { loadRuntime } from "stepzero/node";
 *
 * const { runtime } = await loadRuntime();
 * const short = { models: "mlp:depth=2", seeds: 3, epochs: 1, limit: 640 };
 * const { problems } = await compare([he, glorotUniform], { ...short, runtime });
 * console.log(problems[0]?.advice.sentences.join("\n"));
 */
export async function compare(inits: OneOrMore<string | AnyInitializer>, options: CompareOptions): Promise<Outcome> {
  const {
    data = "glyphs",
    models = "mlp",
    runtime,
    replicas,
    signal,
    onEvent,
    onWeights,
    store,
    clock,
    ...rest
  } = options;
  const datasets = new Map(
    listed(data)
      .map((one) => datasetOf(one))
      .map((one) => [one.name, one]),
  );
  checkRuntime("compare", runtime);
  const { names: modelNames, objects: modelObjects } = namesOf("models", "a network", listed(models), namedModels);
  const { names, objects } = namesOf("inits", "an initializer", listed(inits), allInitializers);
  if (store !== undefined) mustHaveChecksums([...modelObjects, ...objects]);
  const users: UserModules = {
    models: modelObjects.map((model) => ({ written: model.name, model, file: fileOf(model) })),
    initializers: objects.map((initializer) => ({ written: initializer.name, initializer })),
  };
  const request = requestStudy({ ...rest, data: [...datasets.keys()], models: modelNames, inits: names });
  mustHaveNoReading(request.reading);
  if (request.trainer !== undefined) {
    throw new InputError('compare trains in this process; runStudy of "stepzero/node" runs a trainer.');
  }
  mustTrainOnProcessor(request.probe, runtime.memory === undefined, runtime.description);
  const first = planStudy(
    chooseStudy(request, users),
    [...datasets.values()].map((dataset) => describeDataset(dataset, request.limit)),
    users,
  );
  const { leftOut, ...planned } = await withFirstGuesses(first, {
    runtime: async () => runtime,
    dataset: async (name) => datasets.get(name)!,
    users,
  });
  const notes = [
    ...networkNotes(planned.study, users),
    ...sameWeightNotes(planned.study, users),
    ...raceBudgetNotes(planned.study),
  ];
  for (const message of [...leftOut, ...notes]) onEvent?.({ kind: "notice", message });
  const { study, results, runtimes } = await conduct(planned, {
    executor: inProcess({
      runtime,
      datasets: { load: async (name) => datasets.get(name)! },
      modules: {
        initializer: async (choice) => initializerOf(choice, users),
        model: async (choice) => modelOf(choice, users),
      },
      clock: clock ?? (() => 0),
      replicas,
      onWeights,
    }),
    store: store ?? memoryStore(),
    expected: startingCells(planned),
    planner: plannerOf(planned),
    signal,
    onEvent,
  });
  return analyse(study, recordsOf(study, results), { runtimes });
}

function listed<T>(value: OneOrMore<T>): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function datasetOf(data: "glyphs" | Dataset): Dataset {
  if (typeof data === "object" && data !== null && "train" in data) return data;
  if (data === "glyphs") return glyphs();
  throw new InputError(
    `The data set "${String(data)}" is not built in; only "glyphs" is. Load it first: ` +
      'await loadDataset(name, places) of "stepzero/node" returns a data set that compare takes.',
  );
}

/** Data sets are objects here: what says how to read a file would do nothing. */
function mustHaveNoReading(reading: ReadingOptions | undefined): void {
  const [key] = Object.keys(reading ?? {});
  if (key === undefined) return;
  throw new InputError(
    `compare: ${key} says how a file is read, and data sets are objects here. Give it to loadUserData(path, { ${key}: … }) of "stepzero/node", or use runStudy of "stepzero/node", which reads files.`,
  );
}

/**
 * Refuses objects of the user's: an object has no checksum, so that a store could return the result
 * of another one with the same name.
 */
function mustHaveChecksums(objects: readonly { readonly name: string; readonly checksum?: string }[]): void {
  const first = objects.find(({ checksum }) => checksum === undefined);
  if (first === undefined) return;
  throw new InputError(
    `"${first.name}" is an object, which has no checksum: the store could mix up its results with those of another ` +
      'object. Write it to a file and use runStudy of "stepzero/node", which checks the file; or leave out the store.',
  );
}

/** What identifies a network that is data, as a file's hash does. */
function fileOf({ name, checksum }: Model): UserFile | undefined {
  return checksum === undefined ? undefined : { path: name, sha256: checksum };
}

/** Names as the study is planned with, and the objects among them that are not stepzero's own. */
function namesOf<T extends { readonly name: string }>(
  list: string,
  kind: string,
  choices: readonly (string | T)[],
  builtIn: readonly T[],
): { readonly names: string[]; readonly objects: T[] } {
  for (const [i, one] of choices.entries()) {
    if (typeof one === "string" || typeof (one as { readonly name?: unknown } | null)?.name === "string") continue;
    throw new InputError(
      `compare: ${list}[${i}] must be ${kind} or the name of one, got ${JSON.stringify(one) ?? String(one)}.`,
    );
  }
  const objects = choices.filter((one): one is T => typeof one === "object" && !builtIn.includes(one));
  return { names: choices.map((one) => (typeof one === "string" ? one : one.name)), objects };
}
