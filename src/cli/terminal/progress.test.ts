import { describe, expect, it } from "vitest";
import { done as doneResult, failed as failedResult } from "../../../test/study/made-up.js";
import { planned } from "../../../test/study/planned.js";
import type { Cell, CellResult } from "../../study/plan/cell.js";
import { requestStudy, type StudyOptions } from "../../study/plan/options.js";
import { chooseStudy } from "../../study/plan/plan-study.js";
import { describeEvent } from "./event-line.js";
import { createProgress } from "./progress.js";
import type { ProgressEvent } from "./progress-event.js";
import { addEvent, secondsLeft, startProgress } from "./progress-state.js";
import { renderProgress } from "./progress-view.js";
import { studyHeader } from "./study-header.js";
import type { TextStream } from "./text-stream.js";

const { study, cells } = planned({ inits: ["he", "zero"], seeds: [0, 1], epochs: 3 });
const cell = (method: string, seed: number) => cells.find((one) => one.method.label === method && one.seed === seed)!;
const done = (of: Cell, accuracies: readonly number[]): CellResult => ({ cell: of, ...doneResult(accuracies) });
const failed = (of: Cell, status: "crashed" | "diverged", reason: string): CellResult => ({
  cell: of,
  ...failedResult(status, reason),
});
const start = (now: number, reused: readonly CellResult[] = []) =>
  startProgress({ study, expected: cells, reused }, now);

const recipes = (count: number) => Array.from({ length: count }, (_, i) => ({ learningRate: (i + 1) / 1000 }));

/** he 0 finished after 10 s, zero 0 crashed, he 1 half through. */
function halfway() {
  const state = start(100);
  const result = done(cell("he", 0), [0.1, 0.5, 0.9]);
  const events: [number, ProgressEvent][] = [
    [100, { kind: "started", cell: cell("he", 0) }],
    [100, { kind: "started", cell: cell("zero", 0) }],
    ...result.epochs.map((epoch): [number, ProgressEvent] => [105, { kind: "epoch", cell: result.cell, epoch }]),
    [110, { kind: "finished", result, runtime: "r" }],
    [
      110,
      { kind: "finished", result: failed(cell("zero", 0), "crashed", "its process died of SIGSEGV"), runtime: "r" },
    ],
    [110, { kind: "started", cell: cell("he", 1) }],
    [115, { kind: "progress", cell: cell("he", 1), fraction: 0.5, loss: 1.25 }],
  ];
  for (const [now, event] of events) addEvent(state, event, now);
  return state;
}

describe("progress", () => {
  it("forgets what is to be started again", () => {
    const state = halfway();
    addEvent(state, { kind: "postponed", cell: cell("he", 1) }, 116);
    expect(renderProgress(state, 116, 79, 20)[0]).toBe("2 of 4 runs · 16 s elapsed · about 20 s left");
    expect(state.running.size).toBe(0);
  });

  it("shows what each process does, then a line per method; and the time left at the pace measured", () => {
    const state = halfway();
    addEvent(state, { kind: "started", cell: cell("zero", 1) }, 115);
    // 15 s were spent on 1.5 cells; 1.5 are left, two processes work.
    expect(secondsLeft(state, 115)).toBeCloseTo(7.5, 9);
    expect(renderProgress(state, 115, 79, 20)).toEqual([
      "2 of 4 runs · 15 s elapsed · about 8 s left",
      "  he, seed 1    epoch 2 of 3 · 50 % · loss 1.2500",
      "  zero, seed 1  starting",
      "        test acc. by epoch    last",
      "  he    ▁▅█                90.00 %  1/2 runs",
      "  zero                              1/2 runs · 1 crashed",
    ]);
  });

  it("counts runs that learned nothing by their method", () => {
    const state = start(0);
    const result = done(cell("zero", 0), [0.1, 0.1, 0.1]);
    addEvent(state, { kind: "finished", result, runtime: "r" }, 1);
    addEvent(state, { kind: "started", cell: cell("zero", 1) }, 1);
    expect(renderProgress(state, 1, 79, 20).at(-1)).toMatch(/1\/2 runs · 1 learned nothing$/);
    expect(describeEvent({ kind: "finished", result, runtime: "r" }, state)).toBe(
      "[1/4] glyphs × mlp × zero, seed 0: learned nothing: test accuracy 10.00 %, loss 2.3026, 4.5 s",
    );
  });

  it("uses a wide terminal for longer bars", () => {
    const long = planned({ inits: "he", seeds: [0, 1], epochs: 60 });
    const state = startProgress({ study: long.study, expected: long.cells, reused: [] }, 0);
    const [first, second] = long.cells as [Cell, Cell];
    const accuracies = Array.from({ length: 60 }, (_, i) => i / 60);
    for (const epoch of done(first, accuracies).epochs) addEvent(state, { kind: "epoch", cell: first, epoch }, 1);
    addEvent(state, { kind: "started", cell: second }, 1);
    const bars = (width: number) => /[▁-█]+/.exec(renderProgress(state, 1, width, 20).at(-1)!)![0].length;
    expect([bars(79), bars(119)]).toEqual([29, 40]);
  });

  it("knows no time left before anything was measured", () => {
    const state = start(0);
    expect(secondsLeft(state, 5)).toBeUndefined();
    expect(renderProgress(state, 5, 79, 20)).toEqual(["0 of 4 runs · 5 s elapsed"]);
  });

  it("counts what was already done, and not its time", () => {
    const state = start(0, [done(cell("he", 0), [0.1, 0.5, 0.9])]);
    expect(secondsLeft(state, 5)).toBeUndefined();
    expect(renderProgress(state, 0, 79, 20)[0]).toBe("1 of 4 runs · 0 s elapsed");
  });

  it("keeps to the terminal's width and height", () => {
    const lines = renderProgress(halfway(), 115, 30, 2);
    expect(lines).toEqual(["2 of 4 runs · 15 s elapsed · …", "… 4 more"]);
  });

  it("takes any number of methods and epochs: lines of methods that run come first, the others are counted", () => {
    const large = planned({ inits: "he", training: recipes(1000), seeds: [0] });
    const accuracies = Array.from({ length: 200 }, (_, i) => i / 200);
    const last = large.cells.at(-1)!;
    const reused = large.cells.slice(0, -1).map((one) => done(one, accuracies));
    const state = startProgress({ study: large.study, expected: large.cells, reused }, 0);
    addEvent(state, { kind: "started", cell: last }, 0);
    const lines = renderProgress(state, 0, 79, 24);
    expect(lines).toHaveLength(24);
    expect(lines.slice(0, 2)).toEqual(["999 of 1,000 runs · 0 s elapsed", "  he [lr 1], seed 0  starting"]);
    expect(lines[3]).toMatch(/^ {2}he \[lr 0\.001\] .+ 1\/1 runs$/);
    expect(lines[22]).toMatch(/^ {2}he \[lr 1\] +0\/1 runs$/);
    expect(lines[23]).toBe("… 980 more");
  });

  it("names some of many processes, and counts the others", () => {
    const large = planned({ inits: "he", seeds: 100 });
    const state = startProgress({ study: large.study, expected: large.cells, reused: [] }, 0);
    for (const one of large.cells) addEvent(state, { kind: "started", cell: one }, 0);
    expect(renderProgress(state, 0, 79, 12)).toEqual([
      "0 of 100 runs · 0 s elapsed",
      "  he, seed 0  starting",
      "  he, seed 1  starting",
      "  he, seed 2  starting",
      "  … 97 more running",
      "      test acc. by epoch    last",
      "  he                              0/100 runs",
    ]);
  });
});

describe("progress in lines, where there is no terminal", () => {
  it("has one line per event", () => {
    const state = halfway();
    const result = done(cell("he", 0), [0.1, 0.9]);
    expect(describeEvent({ kind: "finished", result, runtime: "r" }, state)).toBe(
      "[2/4] glyphs × mlp × he, seed 0: test accuracy 90.00 %, loss 0.2000, 3.0 s",
    );
    expect(describeEvent({ kind: "epoch", cell: result.cell, epoch: result.epochs[1]! }, state)).toBe(
      "glyphs × mlp × he, seed 0: epoch 2 of 3, test accuracy 90.00 %, loss 0.2000",
    );
    expect(
      describeEvent(
        {
          kind: "finished",
          result: failed(result.cell, "diverged", "the loss was NaN at step 4 (epoch 1)"),
          runtime: "r",
        },
        state,
      ),
    ).toBe("[2/4] glyphs × mlp × he, seed 0: diverged: the loss was NaN at step 4 (epoch 1)");
    expect(describeEvent({ kind: "progress", cell: result.cell, fraction: 0.5, loss: 1.25 }, state)).toBe(
      "glyphs × mlp × he, seed 0: epoch 2 of 3, 50 % done, loss 1.2500",
    );
    expect(describeEvent({ kind: "progress", cell: result.cell, fraction: 0 }, state)).toBeUndefined();
  });

  it("counts what is already done, and what another part runs", () => {
    const event = { kind: "planned", study, cells, expected: cells, reused: [] } as const;
    expect(describeEvent(event, undefined)).toBeUndefined();
    const reused = [done(cell("he", 0), [0.9])];
    expect(describeEvent({ ...event, reused }, undefined)).toBe("1 of 4 runs already done");
    const expected = cells.slice(0, 2);
    expect(describeEvent({ ...event, expected }, undefined)).toBe("2 of 4 runs here");
    expect(describeEvent({ ...event, expected, reused }, undefined)).toBe(
      "1 of 2 runs of the 4 that the study has already done",
    );
  });
});

describe("what a study trains", () => {
  const header = (options: StudyOptions) =>
    studyHeader(chooseStudy(requestStudy({ inits: ["he", "zero"], ...options })))
      .trimEnd()
      .split("\n");

  it("is data and network, methods × seeds, and the recipe", () => {
    expect(header({})).toEqual([
      "Training mlp on glyphs",
      "2 methods × 3 seeds (0 to 2) = 6 runs: he, zero",
      "By sgd, learning rate 0.1 (cosine), batch 128, 8 epochs",
    ]);
    expect(header({ limit: 512, epochs: 1, optimizer: "adam", warmupSteps: 5, seeds: [4], vary: "init" })).toEqual([
      "Training mlp on glyphs, the first 512 training samples",
      "2 methods × 1 seed (4, initial weights only) = 2 runs: he, zero",
      "By adam, learning rate 0.001 (cosine), warm-up over 5 steps, batch 128, 1 epoch",
    ]);
  });

  it("has a line per network where their recipes differ, and the recipes that are compared", () => {
    const training: StudyOptions["training"] = [{ learningRate: 0.01 }, { batch: 32 }];
    expect(header({ models: ["mlp", "mnist_cnn"], data: ["mnist", "glyphs"], training, seeds: 2 })).toEqual([
      "Training mlp, mnist_cnn on mnist, glyphs",
      "4 problems × 4 methods × 2 seeds (0, 1) = 32 runs: he [lr 0.01], he [batch 32], zero [lr 0.01], zero [batch 32]",
      "mlp by sgd, learning rate 0.1 (cosine), batch 128, 8 epochs",
      "mnist_cnn by adadelta, learning rate 1 (constant), rho 0.95, epsilon 1e-7, batch 128, 12 epochs",
      "Each changed by 2 recipes: lr 0.01; batch 32",
    ]);
  });
});

describe("the progress of a process", () => {
  /** A stream that remembers what is written. */
  function memory(isTTY: boolean) {
    const written: string[] = [];
    const add = (text: string) => {
      written.push(text);
    };
    const stream: TextStream = {
      isTTY,
      columns: 80,
      rows: 24,
      isBehind: false,
      failure: undefined,
      write: add,
      writeStyled: add,
      control: add,
      flushed: async () => {},
    };
    return { stream, text: () => written.join("") };
  }
  const events: readonly ProgressEvent[] = [
    { kind: "resolved", choices: chooseStudy(requestStudy({ inits: ["he", "zero"], seeds: 2, epochs: 3 })) },
    { kind: "planned", study, cells, expected: cells, reused: [] },
    { kind: "started", cell: cell("he", 0) },
    { kind: "notice", message: "a warning" },
    { kind: "finished", result: failed(cell("he", 0), "diverged", "the loss was NaN"), runtime: "r" },
    { kind: "finished", result: done(cell("zero", 0), [0.1, 0.1, 0.1]), runtime: "r" },
  ];

  it("draws its first frame before anything happened, and failures as they happen", () => {
    const { stream, text } = memory(true);
    const progress = createProgress({ stream, live: true, quiet: false, colour: false, clock: () => 0 });
    expect(text()).toContain("Reading the study · 0 s");
    progress.on(events[0]!);
    for (const event of events.slice(1)) progress.on(event);
    expect(text()).toContain("2 methods × 2 seeds (0, 1) = 4 runs: he, zero\n");
    expect(text()).toContain("[1/4] glyphs × mlp × he, seed 0: diverged: the loss was NaN\n");
    expect(text()).not.toContain("[2/4]");
    progress.stop();
  });

  it("says what is trained before all else, but not before bad input is known", () => {
    const { stream, text } = memory(false);
    const progress = createProgress({ stream, live: false, quiet: false, colour: false, clock: () => 0 });
    const [choices, ofPlan, , notice] = events as readonly [ProgressEvent, ProgressEvent, ProgressEvent, ProgressEvent];
    progress.on(choices);
    expect(text()).toBe("");
    progress.on(notice);
    expect(text()).toMatch(/^Training mlp on glyphs\n.* = 4 runs: he, zero\nBy sgd, .*\na warning\n$/);
    progress.on(ofPlan);
    expect(text()).toMatch(/a warning\n$/);
    progress.stop();
  });

  it("says only notices where it is quiet", () => {
    const { stream, text } = memory(false);
    const progress = createProgress({ stream, live: false, quiet: true, colour: false, clock: () => 0 });
    for (const event of events) progress.on(event);
    progress.stop();
    expect(text()).toBe("a warning\n");
  });
});
