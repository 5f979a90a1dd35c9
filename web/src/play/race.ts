/** A race in the worker: a study of the library in this page, told to the page while it runs. */
import { methodLooks } from "../../../src/report/colours.js";
import type { LossPoint } from "../../../src/report/figures/step-losses.js";
import { caveats } from "../../../src/report/page/answer.js";
import { problemAnswer } from "../../../src/report/page/problem-answer.js";
import { rankingTable } from "../../../src/report/page/ranking.js";
import type { Runtime } from "../../../src/runtime/runtime.js";
import { compare } from "../../../src/study/compare.js";
import type { Cell, CellResult, EpochResult } from "../../../src/study/plan/cell.js";
import type { Study } from "../../../src/study/plan/study.js";
import { analyse, type Outcome } from "../../../src/study/results/outcome.js";
import { recordsOf } from "../../../src/study/results/records.js";
import type { StudyEvent } from "../../../src/study/run/events.js";
import { studyOptionsOf } from "./commands.js";
import type { Race, SetupRequest } from "./messages.js";
import type { Parts } from "./parts.js";
import { openSurfaces } from "./surfaces.js";

/** Losses of a run that the page draws, at most. */
const MOST_LOSSES = 150;

/** Milliseconds between two messages to the page. */
const UPDATE_EVERY = 300;

/** A run that has begun. */
interface Running {
  readonly cell: Cell;
  readonly points: LossPoint[];
  readonly epochs: EpochResult[];
}

/** A race as far as the worker has followed it. */
interface Course {
  readonly runs: Map<string, Running>;
  readonly results: CellResult[];
  readonly steps: number;
  study: Study | undefined;
  outcome: Outcome | undefined;
  answer: string;
  caveats: string;
  /** Samples that were trained on, and the seconds that it took. */
  trained: number;
  seconds: number;
}

/**
 * Runs a race to its end, or until the signal aborts it.
 *
 * @param tell called at most about three times per second, and at the end
 */
export async function race(
  runtime: Runtime,
  { setup }: SetupRequest,
  parts: Parts,
  signal: AbortSignal,
  tell: (race: Race) => void,
): Promise<void> {
  const { methods, dataset, whole: data } = parts;
  const course: Course = {
    runs: new Map(),
    results: [],
    steps: setup.epochs * Math.ceil(dataset.train.count / setup.batch),
    study: undefined,
    outcome: undefined,
    answer: "",
    caveats: "",
    trained: 0,
    seconds: 0,
  };
  const surfaces = await openSurfaces(runtime, parts);
  const clock = () => performance.now();
  const now = (state: Race["state"]): Race => ({
    ...raceOf(course),
    runs: methods.length * setup.seeds,
    surfaces: surfaces?.now(),
    points: surfaces?.points ?? [],
    classNames: dataset.classNames,
    state,
    backend: backendText(runtime, course),
  });
  let toldAt = Number.NEGATIVE_INFINITY;
  const onEvent = (event: StudyEvent): void => {
    follow(course, event, dataset.train.count);
    // The runs of one seed end together: one analysis for all of them.
    if (event.kind === "finished" && course.results.length % methods.length === 0) analyseNow(course, runtime);
    if (clock() - toldAt < UPDATE_EVERY) return;
    toldAt = clock();
    tell(now("running"));
  };
  const { inits, ...options } = studyOptionsOf(setup, parts);
  // All methods of a seed are trained side by side, in one graph.
  const replicas = methods.length;
  const onWeights = surfaces?.look;
  await compare(inits, { ...options, data, probe: true, runtime, replicas, signal, clock, onEvent, onWeights });
  analyseNow(course, runtime);
  tell(now(signal.aborted ? "stopped" : "ended"));
}

/** Takes in what happened. @param count training samples of an epoch */
function follow(course: Course, event: StudyEvent, count: number): void {
  const { runs, results, steps } = course;
  switch (event.kind) {
    case "planned":
      course.study = event.study;
      break;
    case "started":
      runs.set(event.cell.id, { cell: event.cell, points: [], epochs: [] });
      break;
    case "progress": {
      const { points } = runs.get(event.cell.id)!;
      const stride = Math.max(1, Math.ceil(steps / MOST_LOSSES));
      const step = Math.round(event.fraction * steps);
      const isNext = Math.floor(step / stride) > Math.floor((points.at(-1)?.step ?? -1) / stride);
      if (event.loss !== undefined && (isNext || step === steps)) points.push({ step, loss: event.loss });
      break;
    }
    case "epoch":
      runs.get(event.cell.id)!.epochs.push(event.epoch);
      course.trained += count;
      course.seconds += event.epoch.seconds;
      break;
    case "finished":
      results.push(event.result);
      break;
    default:
  }
}

/** Analyses the runs that ended, and words the answer. */
function analyseNow(course: Course, { description }: Runtime): void {
  const { study, results } = course;
  if (study === undefined) return;
  const outcome = analyse(study, recordsOf(study, results), { runtimes: [description] });
  const looks = methodLooks(study.methods.map(({ label }) => label));
  const [problem] = outcome.problems;
  course.outcome = outcome;
  course.answer = problem === undefined ? "" : problemAnswer(problem, rankingTable(problem, looks), undefined).html;
  course.caveats = caveats(outcome).html;
}

/** What the page draws and says of it. */
function raceOf({ runs, results, study, outcome, steps, answer, caveats: limits }: Course) {
  const ended = new Set(results.map(({ cell }) => cell.id));
  const all = [...runs.values()];
  const running = all.filter(({ cell }) => !ended.has(cell.id));
  return {
    outcome,
    running:
      study === undefined
        ? []
        : running.map(({ cell, epochs }) => ({ record: recordsOf(study, [{ cell, status: "done", epochs }])[0]! })),
    losses: all.map(({ cell, points }) => ({ method: cell.method.label, seed: cell.seed, points })),
    steps,
    ended: results.length,
    answer,
    caveats: limits,
  };
}

/** What it runs on, and how fast. */
function backendText({ description }: Runtime, { trained, seconds }: Course): string {
  if (trained === 0 || seconds === 0) return description;
  return `${description}: ${Math.round(trained / seconds).toLocaleString("en")} samples per second`;
}
