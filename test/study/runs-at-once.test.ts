/**
 * Cells that are trained at once give what each gives by itself: in one process, and in a study
 * from beginning to end.
 */
import { resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import type { Cell, CellResult } from "../../src/study/plan/cell.js";
import type { StudyOptions } from "../../src/study/plan/options.js";
import type { RunStudyOptions } from "../../src/study/run/node/run-options.js";
import type { Checkpoint } from "../../src/study/run/train-cells.js";
import { temporaryFolder } from "../cli/run.js";
import { randomImages } from "../initializers/small-problem.js";
import { cellsOn, runnerOn } from "./local-runner.js";

const { runtime } = await loadRuntime();
const dataset = randomImages([1, 6, 6], 48, 4);

/** Cells of one network on noise. */
function cellsOf(inits: string[], seeds: number[], options: StudyOptions = {}, more: Partial<Cell> = {}): Cell[] {
  const all = { models: "mlp:depth=2,width=8", inits, seeds, epochs: 3, batch: 16, ...options };
  return cellsOn(dataset, all).map((cell) => ({ ...cell, ...more }));
}

/** The same results, figures to a relative difference of 10⁻⁴ and seconds aside. */
function expectSame(actual: readonly CellResult[], alone: readonly CellResult[]): void {
  expect(actual.map(({ cell, status, reason, step }) => ({ cell, status, reason, step }))).toEqual(
    alone.map(({ cell, status, reason, step }) => ({ cell, status, reason, step })),
  );
  actual.forEach(({ epochs, initializationCost }, i) => {
    expect(initializationCost?.forward).toBe(alone[i]!.initializationCost?.forward);
    expect(epochs.map(Object.keys)).toEqual(alone[i]!.epochs.map(Object.keys));
    epochs.forEach((epoch, e) => {
      const { seconds: _, ...expected } = alone[i]!.epochs[e]!;
      for (const [name, value] of Object.entries(expected) as [string, number][]) {
        const got = epoch[name as keyof typeof expected]!;
        expect(Math.abs(got - value), `${name}: ${got}, by itself ${value}`).toBeLessThanOrEqual(
          1e-4 * Math.abs(value),
        );
      }
    });
  });
}

describe("one process", () => {
  const runner = runnerOn(runtime, dataset);
  afterAll(() => runner.release());
  const byThemselves = async (cells: readonly Cell[]) => {
    const results: CellResult[] = [];
    for (const cell of cells) {
      results.push(...(await runner.run([cell])));
    }
    return results;
  };

  it("methods and seeds, with validation, evaluation on training samples and methods that look at data", async () => {
    const cells = cellsOf(["he", "lsuv", "zero"], [0, 1], { validation: 8, evaluateTrain: "last" });
    expectSame(await runner.run(cells), await byThemselves(cells));
  });

  it("methods of one seed, some with learning rates of their own", async () => {
    const cells = cellsOf(["he", "mup:baseWidth=2"], [3]);
    const alone = await byThemselves(cells);
    expectSame(await runner.run(cells), alone);
    expect(alone[1]!.epochs).not.toEqual(alone[0]!.epochs);
  });

  it("varied order with fixed weights, and fixed order with varied weights", async () => {
    for (const fixed of [{ initSeed: 5 }, { orderSeed: 5 }]) {
      const cells = cellsOf(["he"], [0, 1, 2], {}, fixed);
      expectSame(await runner.run(cells), await byThemselves(cells));
    }
  });

  it("ends those that diverge or are refused, and tells every result as it is there", async () => {
    const steep = { optimizer: "sgd", learningRate: 3 } as const;
    const cells = cellsOf(["he", "random:std=100", "fixup", "zero"], [0], steep);
    const reports: string[] = [];
    const results = await runner.run(cells, {
      onResult: ({ cell, status }) => reports.push(`${cell.method.initializer.name} ${status}`),
    });
    expectSame(results, await byThemselves(cells));
    expect(reports).toEqual(["fixup refused", "random diverged", "he done", "zero done"]);
  });

  it("go on from their checkpoints, which may lie after different epochs, to the same figures", async () => {
    const cells = cellsOf(["he", "glorot-uniform", "orthogonal"], [0]);
    const checkpoints = new Map<number, Map<Cell, Checkpoint>>();
    const straight = await runner.run(cells, {
      onCheckpoint: async (make) => {
        const starts = await make();
        checkpoints.set(
          starts[0]!.from.state.epoch,
          new Map(starts.map(({ cell, from }) => [cell, structuredClone(from)])),
        );
      },
    });
    expect([...checkpoints.keys()]).toEqual([1, 2]);
    const [a, b, c] = cells as [Cell, Cell, Cell];
    expectSame(await runner.run(cells, { from: checkpoints.get(2)! }), straight);
    const mixed = new Map([
      [a, checkpoints.get(1)!.get(a)!],
      [c, checkpoints.get(2)!.get(c)!],
    ]);
    expectSame(await runner.run([a, b, c], { from: mixed }), straight);
    // One that was begun with others goes on by itself, too.
    expectSame(await runner.run([b], { from: checkpoints.get(1)! }), [straight[1]!]);
  });
});

describe("a study", async () => {
  // As built, since its workers are.
  const { runStudy } = (await import(resolve("dist/entries/node.js"))) as typeof import("../../src/entries/node.js");
  const options: StudyOptions = {
    data: ["glyphs"],
    models: ["mlp:depth=1,width=8", "lenet5"],
    // With zero weights all answers tie, and rounding picks one.
    inits: ["he", "glorot-uniform"],
    seeds: [0, 1, 2],
    limit: 96,
    epochs: 2,
    batch: 32,
  };

  it("has the figures of runs by themselves, each with where they are from", async () => {
    const events: Parameters<NonNullable<RunStudyOptions["onEvent"]>>[0][] = [];
    const together = await runStudy(options, { replicas: 4, jobs: 2, onEvent: (event) => events.push(event) });
    const alone = await runStudy(options, { jobs: 2 });
    expectSame(together.results, alone.results);
    // 6 runs of each problem: 4 and 2.
    expect(together.runtimes).toEqual([`${alone.runtimes[0]}, several runs at once`]);
    const epochs = events.filter(({ kind }) => kind === "epoch");
    expect(epochs.length).toBe(24);
  });

  it("interrupted, goes on where it was", async () => {
    const out = temporaryFolder();
    const controller = new AbortController();
    const first = await runStudy(options, {
      ...{ out, replicas: 6, jobs: 1, checkpointSeconds: 0, signal: controller.signal },
      onEvent: (event) => {
        if (event.kind === "epoch" && event.cell.problem.model.name === "lenet5") controller.abort();
      },
    });
    expect(first.interrupted).toBe(true);
    const resumed = await runStudy(options, { out, replicas: 6, jobs: 1 });
    expect(resumed.interrupted).toBe(false);
    expectSame(resumed.results, (await runStudy(options, { jobs: 2 })).results);
  });
});
