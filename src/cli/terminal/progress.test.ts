import { describe, expect, it } from "vitest";
import { done as doneResult, failed as failedResult } from "../../../test/study/made-up.js";
import { planned } from "../../../test/study/planned.js";
import type { Cell, CellResult } from "../../study/plan/cell.js";
import { describeEvent } from "./event-line.js";
import type { ProgressEvent } from "./progress-event.js";
import { addEvent, secondsLeft, startProgress } from "./progress-state.js";
import { renderProgress } from "./progress-view.js";

const { study, cells } = planned({ inits: ["he", "zero"], seeds: [0, 1], epochs: 3 });
const cell = (method: string, seed: number) => cells.find((one) => one.method.label === method && one.seed === seed)!;
const done = (of: Cell, accuracies: readonly number[]): CellResult => ({ cell: of, ...doneResult(accuracies) });
const failed = (of: Cell, status: "crashed" | "diverged", reason: string): CellResult => ({
  cell: of,
  ...failedResult(status, reason),
});

const recipes = (count: number) => Array.from({ length: count }, (_, i) => ({ learningRate: (i + 1) / 1000 }));

/** he 0 finished after 10 s, zero 0 crashed, he 1 half through. */
function halfway() {
  const state = startProgress(cells, [], 100);
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
    [115, { kind: "progress", cell: cell("he", 1), fraction: 0.5 }],
  ];
  for (const [now, event] of events) addEvent(state, event, now);
  return state;
}

describe("progress", () => {
  it("forgets what is to be started again", () => {
    const state = halfway();
    addEvent(state, { kind: "postponed", cell: cell("he", 1) }, 116);
    expect(renderProgress(state, 116, 79, 20)[0]).toBe("2 of 4 runs · 0:16 elapsed · about 0:20 left");
    expect(state.running.size).toBe(0);
  });

  it("shows one line per method: accuracy by epoch, runs, failures; and the time left at the pace measured", () => {
    const state = halfway();
    // 15 s were spent on 1.5 cells; 1.5 are left, one process works.
    expect(secondsLeft(state, 115)).toBeCloseTo(15, 9);
    expect(renderProgress(state, 115, 79, 20)).toEqual([
      "2 of 4 runs · 0:15 elapsed · about 0:15 left",
      "        test acc. by epoch    last",
      "  he    ▁▅█                90.00 %  1/2 runs · 1 running",
      "  zero                              1/2 runs · 1 failed",
    ]);
  });

  it("knows no time left before anything was measured", () => {
    const state = startProgress(cells, [], 0);
    expect(secondsLeft(state, 5)).toBeUndefined();
    expect(renderProgress(state, 5, 79, 20)).toEqual(["0 of 4 runs · 0:05 elapsed"]);
  });

  it("counts what was already done, and not its time", () => {
    const state = startProgress(cells, [done(cell("he", 0), [0.1, 0.5, 0.9])], 0);
    expect(secondsLeft(state, 5)).toBeUndefined();
    expect(renderProgress(state, 0, 79, 20)[0]).toBe("1 of 4 runs · 0:00 elapsed");
  });

  it("keeps to the terminal's width and height", () => {
    const state = halfway();
    const lines = renderProgress(state, 115, 30, 2);
    expect(lines).toEqual(["2 of 4 runs · 0:15 elapsed · …", "… 3 more"]);
  });

  it("takes any number of methods and epochs, and counts the lines that it leaves out", () => {
    const large = planned({ inits: "he", training: recipes(1000), seeds: [0] }).cells;
    const accuracies = Array.from({ length: 200 }, (_, i) => i / 200);
    const state = startProgress(
      large,
      large.slice(1).map((one) => done(one, accuracies)),
      0,
    );
    addEvent(state, { kind: "started", cell: large[0]! }, 0);
    const lines = renderProgress(state, 0, 79, 24);
    expect(lines[0]).toBe("999 of 1000 runs · 0:00 elapsed");
    expect(lines[2]).toMatch(/^ {2}he \[lr 0\.001\] +0\/1 runs · 1 running$/);
    expect(lines.slice(23)).toEqual(["… 979 more"]);
  });

  it("is one line per event where there is no terminal", () => {
    const state = halfway();
    expect(describeEvent({ kind: "planned", study, cells, expected: cells, reused: [] }, state)).toBe(
      "4 runs: 1 data set × 1 model × 2 initializers × 2 seeds",
    );
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
    expect(describeEvent({ kind: "progress", cell: result.cell, fraction: 0.5 }, state)).toBeUndefined();
  });
});
