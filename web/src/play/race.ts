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
import type { Race, Wanted } from "./messages.js";
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

/**
 * Runs a race to its end, or until the signal aborts it.
 *
 * @param tell called at most about three times per second, and at the end
 */
export async function race(
  runtime: Runtime,
  { setup }: Wanted,
  parts: Parts,
  signal: AbortSignal,
  tell: (race: Race) => void,
): Promise<void> {
  const { methods, dataset } = parts;
  const { count } = dataset.train;
  const steps = setup.epochs * Math.ceil(count / setup.batch);
  const stride = Math.max(1, Math.ceil(steps / MOST_LOSSES));
  const runs = new Map<string, Running>();
  const results: CellResult[] = [];
  const surfaces = await openSurfaces(runtime, parts);
  const clock = () => performance.now();
  const pace = { since: 0, trained: 0, seconds: 0 };
  let [study, outcome, answer, limits]: [Study | undefined, Outcome | undefined, string, string] = [
    undefined,
    undefined,
    "",
    "",
  ];
  let toldAt = Number.NEGATIVE_INFINITY;

  const now = (state: Race["state"]): Race => ({
    outcome,
    running:
      study === undefined
        ? []
        : [...runs.values()]
            .filter(({ cell }) => !results.some((one) => one.cell.id === cell.id))
            .map(({ cell, epochs }) => ({ record: recordsOf(study!, [{ cell, status: "done", epochs }])[0]! })),
    losses: [...runs.values()].map(({ cell, points }) => ({ method: cell.method.label, seed: cell.seed, points })),
    steps,
    ended: results.length,
    runs: methods.length * setup.seeds,
    answer,
    caveats: limits,
    surfaces: surfaces?.now(),
    points: surfaces?.points ?? [],
    classNames: dataset.classNames,
    state,
    backend: backendText(runtime, pace),
  });
  const update = (): void => {
    if (clock() - toldAt < UPDATE_EVERY) return;
    toldAt = clock();
    tell(now("running"));
  };
  const analyseNow = (): void => {
    if (study === undefined) return;
    outcome = analyse(study, recordsOf(study, results), { runtimes: [runtime.description] });
    const looks = methodLooks(methods.map(({ label }) => label));
    const [problem] = outcome.problems;
    answer = problem === undefined ? "" : problemAnswer(problem, rankingTable(problem, looks), undefined).html;
    limits = caveats(outcome).html;
  };
  const onEvent = (event: StudyEvent): void => {
    switch (event.kind) {
      case "planned":
        ({ study } = event);
        break;
      case "started":
        runs.set(event.cell.id, { cell: event.cell, points: [], epochs: [] });
        pace.since = clock();
        break;
      case "progress": {
        const { points } = runs.get(event.cell.id)!;
        const step = Math.round(event.fraction * steps);
        const isNext = Math.floor(step / stride) > Math.floor((points.at(-1)?.step ?? -1) / stride);
        if (event.loss !== undefined && (isNext || step === steps)) points.push({ step, loss: event.loss });
        break;
      }
      case "epoch":
        runs.get(event.cell.id)!.epochs.push(event.epoch);
        pace.trained += count;
        pace.seconds += event.epoch.seconds;
        break;
      case "finished":
        results.push(event.result);
        // The runs of one seed end together: one analysis for all of them.
        if (results.length % methods.length === 0) analyseNow();
        break;
      default:
    }
    update();
  };
  const { inits, ...options } = studyOptionsOf(setup, parts);
  try {
    await compare(inits, {
      ...options,
      data: parts.whole,
      probe: true,
      runtime,
      // All methods of a seed are trained side by side, in one graph.
      replicas: methods.length,
      signal,
      clock,
      onEvent,
      onWeights: surfaces?.look,
    });
    analyseNow();
    tell(now(signal.aborted ? "stopped" : "ended"));
  } finally {
    await surfaces?.release();
  }
}

/** What it runs on, and the time of an epoch's sample. */
function backendText({ description }: Runtime, { trained, seconds }: { trained: number; seconds: number }): string {
  if (trained === 0 || seconds === 0) return description;
  return `${description}: ${Math.round(trained / seconds).toLocaleString("en")} samples per second`;
}
