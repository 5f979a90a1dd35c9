/**
 * What the page makes of messages: states of cells, curves that grow, outcomes without their runs.
 */

import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { methodLooks } from "../../src/report/colours.js";
import { curveFigure } from "../../src/report/figures/learning-curves.js";
import { measuresOf } from "../../src/report/figures/measures.js";
import type { EpochResult } from "../../src/study/plan/cell.js";
import { analyse } from "../../src/study/results/outcome.js";
import { recordsOf } from "../../src/study/results/records.js";
import type { Conductor } from "../../src/view/protocol.js";
import { compactOf, wholeOf } from "../../web/src/live/compact.js";
import { cellStates } from "../../web/src/live/messages.js";
import {
  addResults,
  beginStudy,
  parseMessage,
  runningRecords,
  secondsLeft,
  statesOf,
} from "../../web/src/live/study-state.js";
import { isShown, type View } from "../../web/src/live/view.js";
import { liveCurves, smoothEpochs } from "../../web/src/shared/curves-of.js";
import { madeUp } from "../report/made-up-report.js";
import { done } from "../study/made-up.js";
import { planned } from "../study/planned.js";

const view: View = { problem: 0, hidden: new Set(), filter: "", logarithmic: false, smoothing: 0 };
const choice = { shows: () => true, smoothing: 0 };
const plan = planned({ inits: ["he", "zero"], seeds: 3, training: [{ epochs: 3 }] });
const ids = plan.cells.map(({ id }) => id);
const begin = () => beginStudy({ kind: "study", study: plan.study, ids, folder: "results" });

const conductor = (running: Conductor["running"], left: number | null = null): Conductor => ({
  run: "r",
  name: "process 1",
  state: "running",
  secondsLeft: left,
  running,
});

describe("an outcome without its runs", () => {
  it("is the same again with them, and each run stands in it once", () => {
    const { problems, study } = madeUp();
    const all = problems.flatMap(({ runs }) => runs);
    const places = new Map(all.map((run, i) => [run, i]));
    const compact = structuredClone(compactOf(problems[0]!, places));
    expect(JSON.stringify(compact)).not.toContain('testAccuracy":0.');
    const whole = wholeOf(compact, new Map(all.map((run, i) => [i, run])));
    expect(whole).toEqual(problems[0]);
    expect(whole.methods[0]!.runs[0]).toBe(problems[0]!.methods[0]!.runs[0]);
    expect(study.problems.length).toBeGreaterThan(1);
  });
});

it("a message shows hidden characters as escapes, and stays the message otherwise", () => {
  const message = { kind: "waiting", reason: "a\u202eb\u0007c é 日本" };
  expect(parseMessage(JSON.stringify(message))).toEqual({ kind: "waiting", reason: "a\\u202eb\\u0007c é 日本" });
});

describe("the cells", () => {
  it("wait, run, and end as the records say", () => {
    const state = begin();
    const epochs = done([0.3]).epochs;
    state.conductors = [conductor([{ cell: 1, seconds: 2, fraction: 0.4, loss: 1, epochs }])];
    const results = [[0, done([0.5, 0.7, 0.8])] as const, [3, done([0.1, 0.1, 0.1])] as const];
    addResults(state, { kind: "results", results, runtimes: ["r"] });
    const names = () => [...statesOf(state, undefined)].map((code) => cellStates[code]);
    expect(names()).toEqual(["learned", "running", "waiting", "stuck", "waiting", "waiting"]);
    expect(runningRecords(state)).toMatchObject([{ cell: 1, fraction: 0.4, record: { seed: 1, epochs } }]);
    // The note of a conductor may be older than the result.
    addResults(state, { kind: "results", results: [[1, done([0.5, 0.6, 0.7])]], runtimes: ["r"] });
    expect(names()[1]).toBe("learned");
    expect(runningRecords(state)).toEqual([]);
    addResults(state, { kind: "results", results: [[0, null]], runtimes: ["r"] });
    expect(names()[0]).toBe("waiting");
  });

  it("of a race are not needed before it says so, nor when it is decided", () => {
    const race = planned({ inits: ["he", "zero"], untilDecided: true, maxSeeds: 6, training: [{ epochs: 1 }] });
    const raceIds = race.cells.map(({ id }) => id);
    const state = beginStudy({ kind: "study", study: race.study, ids: raceIds, folder: "results" });
    const ended = race.cells.map(({ method, seed }, cell) => [cell, method.label, seed] as const);
    const learned = ended.filter(([, label, seed]) => label === "he" && seed < 2);
    addResults(state, {
      kind: "results",
      results: learned.map(([cell]) => [cell, done([0.8])]),
      runtimes: ["r"],
    });
    const outcome = analyse(state.study, [...state.records.values()]);
    const states = [...statesOf(state, outcome)].map((code) => cellStates[code]!);
    const waiting = ended.filter(([cell]) => states[cell] === "waiting").map(([, label, seed]) => `${label} ${seed}`);
    const needed = outcome.problems[0]!.missing.map(({ method, seed }) => `${method} ${seed}`);
    expect(waiting.sort()).toEqual(needed.sort());
    expect(states.filter((one) => one === "not needed").length).toBeGreaterThan(0);
  });

  it("end sooner where several processes share them", () => {
    expect(secondsLeft([])).toBe(undefined);
    expect(secondsLeft([conductor([], 10), conductor([], 10)])).toBeCloseTo(5);
    expect(secondsLeft([conductor([], 30), conductor([]), conductor([], 60)])).toBeCloseTo(20);
  });
});

describe("curves that grow", () => {
  const results = recordsOf(
    plan.study,
    plan.cells.slice(0, 2).map((cell) => ({ cell, ...done([0.5, 0.7, 0.8]) })),
  );
  const outcome = analyse(plan.study, results).problems[0]!;
  const running = [
    { cell: 2, seconds: 1, fraction: 0.5, loss: null, record: { ...results[0]!, seed: 2, epochs: done([0.4]).epochs } },
    {
      cell: 3,
      seconds: 1,
      fraction: 0.1,
      loss: null,
      record: { ...results[0]!, method: 1, seed: 0, epochs: done([0.1]).epochs },
    },
  ];

  it("show runs that go on, also of methods of which none has ended, outside of the means", () => {
    const curves = liveCurves(plan.study, 0, outcome, running, choice);
    expect(curves).toMatchObject({ running: 2, lastEpoch: 3 });
    expect(curves.problem.methods.map(({ label, runs, averaged }) => [label, runs.length, averaged.length])).toEqual([
      ["he", 3, 2],
      ["zero", 1, 0],
    ]);
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const [accuracy] = measuresOf("cross-entropy");
    const looks = methodLooks(["he", "zero"]);
    const figure = curveFigure(curves.problem, accuracy!, looks, { document }, { running: 2, lastEpoch: 3 })!;
    expect(figure.means.map(({ epoch, mean, n }) => [epoch, Math.round(mean), n])).toEqual([
      [1, 50, 2],
      [2, 70, 2],
      [3, 80, 2],
    ]);
    expect(figure.seeds.map(({ run, value }) => [run, Math.round(value)])).toContainEqual(["2 he", 40]);
    expect(figure.caption).toContain("2 runs go on");
    expect(figure.across).toEqual({ domain: [1, 3], range: [46, expect.any(Number) as number] });
  });

  it("have a logarithmic axis where one wants it", () => {
    const { problem } = liveCurves(plan.study, 0, outcome, [], choice);
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const loss = measuresOf("cross-entropy").find(({ key }) => key === "testLoss")!;
    const heights = (logarithmic?: boolean) =>
      curveFigure(problem, loss, methodLooks(["he"]), { document }, { logarithmic })!.svg.outerHTML;
    expect(heights()).toBe(heights(false));
    expect(heights(true)).not.toBe(heights(false));
  });

  it("leave out what is hidden or filtered", () => {
    const shown = (changes: Partial<View>) => ["he", "zero"].filter((label) => isShown({ ...view, ...changes }, label));
    expect(shown({})).toEqual(["he", "zero"]);
    expect(shown({ hidden: new Set(["he"]) })).toEqual(["zero"]);
    expect(shown({ filter: " HE ,x" })).toEqual(["he"]);
    expect(shown({ filter: " , " })).toEqual(["he", "zero"]);
  });

  it("are exponential means where they are smoothed: yₜ = w·yₜ₋₁ + (1 − w)·xₜ", () => {
    const epochs = done([0.2, 0.6, 1]).epochs;
    expect(smoothEpochs(epochs, 0.5).map(({ epoch, testAccuracy }) => [epoch, testAccuracy])).toEqual([
      [1, 0.2],
      [2, 0.4],
      [3, 0.7],
    ]);
    expect(smoothEpochs(epochs, 0)).toEqual(epochs);
    const broken: EpochResult[] = epochs.map((one, i) => (i === 1 ? { ...one, testLoss: Number.NaN } : one));
    expect(smoothEpochs(broken, 0.5).map(({ testLoss }) => testLoss)).toEqual([
      epochs[0]!.testLoss,
      Number.NaN,
      epochs[2]!.testLoss,
    ]);
  });
});
