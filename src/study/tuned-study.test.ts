/** Studies that tune a learning rate for each method. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { glyphs } from "../../test/study/planned.js";
import { renderComparison } from "../cli/terminal/comparison.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import type { Runtime } from "../runtime/runtime.js";
import { compare } from "./compare.js";
import type { Cell, CellResult } from "./plan/cell.js";
import { requestStudy, type StudyOptions } from "./plan/options.js";
import { chooseStudy, type PlannedStudy, planStudy } from "./plan/plan-study.js";
import { latticeRate } from "./plan/rate-tuning.js";
import { cellPlaces } from "./plan/tuned-parts.js";
import { FIRST_TUNING_SEED } from "./plan/tuning-request.js";
import { analyse } from "./results/outcome.js";
import { compareOutput } from "./results/output.js";
import { readOutput } from "./results/read-output.js";
import { recordsOf } from "./results/records.js";
import { compareSchema } from "./results/schema.js";
import { memoryStore } from "./run/memory-store.js";
import { tunedPlanner } from "./run/tuned-planner.js";

const plan = (options: StudyOptions) =>
  planStudy(chooseStudy(requestStudy({ learningRate: "auto", epochs: 1, ...options })), [glyphs]);
const BASE = 0.1;
const rateOf = ({ method }: Cell) => method.recipe.optimizer.learningRate;
const stepOf = (cell: Cell) => Math.round(2 * Math.log10(rateOf(cell) / BASE));

/** The accuracy of a run on held-out and on test samples; null for one that diverges. */
type Figures = (cell: Cell) => { readonly heldOut: number; readonly test: number } | null;

function resultOf(cell: Cell, figures: Figures): CellResult {
  const of = figures(cell);
  if (of === null) return { cell, status: "diverged", epochs: [], reason: "loss was NaN at step 1 (epoch 1)" };
  const heldOut = { validationAccuracy: of.heldOut, validationLoss: 1 };
  const epoch = { epoch: 1, trainAccuracy: 0.5, trainLoss: 1, ...heldOut, testAccuracy: of.test, testLoss: 1 };
  return { cell, status: "done", epochs: [{ ...epoch, seconds: 1 }] };
}

/** All that a planner asks for, in its order. */
function run(planned: PlannedStudy, figures: Figures, from: readonly CellResult[] = []): CellResult[] {
  const planner = tunedPlanner(planned);
  const results = [...from];
  for (;;) {
    const cells = planner.next(results);
    if (cells === undefined) return results;
    expect(cells).not.toEqual([]);
    results.push(...cells.map((cell) => resultOf(cell, figures)));
  }
}

/** `he` is best at 1, the highest of its grid; `random` in the middle; noise by seed. */
const peaks: Readonly<Record<string, number>> = { he: 2, random: 0, "glorot-uniform": 1, orthogonal: 0 };
const noise = ({ seed }: Cell, at: number) => (((seed * 7 + at * 3) % 5) - 2) / 1000;
const peaked: Figures = (cell) => {
  const name = cell.method.label;
  if (stepOf(cell) >= 4) return null;
  const accuracy =
    (name === "he" ? 0.95 : name === "orthogonal" ? 0.8 : 0.9) -
    0.05 * Math.abs(stepOf(cell) - peaks[name]!) +
    noise(cell, name.length);
  return { heldOut: accuracy, test: accuracy };
};
const isTuning = ({ seed }: Cell) => seed >= FIRST_TUNING_SEED;

describe("a study with learningRate: auto", () => {
  const planned = plan({ inits: ["he", "random"], seeds: 3 });
  const results = run(planned, peaked);
  const { study } = planned;

  it("declares lattice, seeds and held-out samples, and lists all that may run", () => {
    expect(study.tuning).toMatchObject({ rates: 5, extension: 2, heldOut: 0.1 });
    expect(study.tuning!.seeds).toEqual([1_000_000_000, 1_000_000_001, 1_000_000_002]);
    expect(planned.cells).toHaveLength(2 * 9 * (3 + 3));
    expect(new Set(planned.cells.map(({ id }) => id)).size).toBe(planned.cells.length);
    expect(planned.cells.every(({ problem }) => problem.validation === 1000)).toBe(true);
    const places = cellPlaces(study).map(({ method, seed, learningRate }) => [method, seed, learningRate]);
    expect(places).toEqual(
      planned.cells.map((cell) => [["he", "random"].indexOf(cell.method.label), cell.seed, rateOf(cell)]),
    );
  });

  it("tunes with equal budgets but for the extension, then runs the best and the recipe's rate", () => {
    const runs = (name: string, of: (cell: Cell) => boolean) =>
      results.filter(({ cell }) => cell.method.label === name && of(cell)).map(({ cell }) => stepOf(cell));
    expect(runs("random", isTuning)).toHaveLength(5 * 3);
    expect(new Set(runs("he", isTuning))).toEqual(new Set([-2, -1, 0, 1, 2, 3, 4]));
    // The last rate failed with its first seed
    expect(runs("he", isTuning)).toHaveLength(6 * 3 + 1);
    expect(new Set(runs("he", (cell) => !isTuning(cell)))).toEqual(new Set([2, 0]));
    // Both verdicts share them
    expect(runs("random", (cell) => !isTuning(cell))).toEqual([0, 0, 0]);
  });

  it("gives both verdicts, and says which order depends on the rate", () => {
    const [problem] = analyse(study, recordsOf(study, results)).problems;
    expect(
      problem!.methods.map(({ label, recipe, runs }) => [label, recipe.optimizer.learningRate, runs.length]),
    ).toEqual([
      ["he", 1, 3],
      ["random", 0.1, 3],
    ]);
    const { same, methods, sentences } = problem!.rates!;
    expect(same.methods.map(({ label }) => label)).toEqual(["random", "he"]);
    expect(methods[0]).toMatchObject({ rate: 1, extended: "high", edge: null });
    expect(sentences[0]).toBe(
      "Each method is at its best learning rate of 5 rates × 3 seeds, by accuracy on 1000 held-out training samples: he 1, random 0.1.",
    );
    expect(sentences.join(" ")).toContain("he is ahead of random only at rates of 0.316 and above");
    expect(sentences.join(" ")).toContain("At one rate for all, the recipe's 0.1: ");
    expect(problem!.missing).toEqual([]);
  });

  it("its JSON fits the schema and gives the same outcome back", () => {
    const outcome = analyse(study, recordsOf(study, results));
    const json: unknown = JSON.parse(JSON.stringify(compareOutput(outcome)));
    expect(compareSchema.safeParse(json).error).toBeUndefined();
    expect(JSON.parse(JSON.stringify(compareOutput(readOutput(json, "test"))))).toEqual(json);
  });

  it("of finalists only, it makes final runs: the best on held-out samples", () => {
    const few = plan({ inits: ["orthogonal", "he", "random"], seeds: 3, finalists: 2 });
    const ran = run(few, peaked);
    const final = ran.filter(({ cell }) => !isTuning(cell)).map(({ cell }) => cell.method.label);
    expect([...new Set(final)].sort()).toEqual(["he", "random"]);
    const outcome = analyse(few.study, recordsOf(few.study, ran));
    const [problem] = outcome.problems;
    expect(problem!.methods.map(({ label }) => label)).toEqual(["he", "random"]);
    expect(problem!.rates!.same.methods.map(({ label }) => label)).toEqual(["random", "he"]);
    expect(problem!.missing).toEqual([]);
    expect(problem!.rates!.sentences[1]).toBe(
      "Only the 2 methods that did best on held-out samples have final runs. Not among them: orthogonal; that is a choice by few runs, and shows nothing of them.",
    );
    const json: unknown = JSON.parse(JSON.stringify(compareOutput(outcome)));
    expect(compareSchema.safeParse(json).error).toBeUndefined();
    expect(JSON.parse(JSON.stringify(compareOutput(readOutput(json, "test"))))).toEqual(json);
    expect(renderComparison(outcome, { width: 200, colour: false })).toContain("Not among them: orthogonal");
    const all = run(plan({ inits: ["orthogonal", "he", "random"], seeds: 3, finalists: 9 }), peaked);
    expect(new Set(all.map(({ cell }) => cell.method.label)).size).toBe(3);
  });

  it("goes on after an interruption with the same cells", () => {
    const all = new Set(results.map(({ cell }) => cell.id));
    fc.assert(
      fc.property(fc.nat(results.length), (length) => {
        const again = run(planned, peaked, results.slice(0, length));
        expect(new Set(again.map(({ cell }) => cell.id))).toEqual(all);
        expect(again).toHaveLength(all.size);
      }),
      { numRuns: 20 },
    );
  });

  it("a method that fails at every rate is compared at the recipe's rate only", () => {
    const failing: Figures = (cell) => (cell.method.label === "random" ? null : peaked(cell));
    const ran = run(planned, failing);
    const [problem] = analyse(study, recordsOf(study, ran)).problems;
    expect(problem!.methods.map(({ label }) => label)).toEqual(["he"]);
    expect(problem!.rates!.same.methods.map(({ label }) => label)).toEqual(["he", "random"]);
    expect(problem!.rates!.sentences.join(" ")).toContain("random failed at every rate from 0.001 to 1,");
  });

  it("an interruption while it tunes leaves nothing to compare yet", () => {
    const outcome = analyse(study, recordsOf(study, results.slice(0, 7)));
    expect(outcome.problems[0]!.advice.use).toEqual([]);
    expect(outcome.problems[0]!.rates!.sentences.join(" ")).toContain("The rates of he are not tuned yet.");
    expect(outcome.problems[0]!.missing).not.toEqual([]);
    expect(renderComparison(outcome, { width: 100, colour: false })).toContain("not tuned yet");
  });

  it("where every method fails at every rate, nothing is compared at best rates", () => {
    const ran = run(planned, () => null);
    const outcome = analyse(study, recordsOf(study, ran));
    expect(outcome.problems[0]!.methods.map(({ rank }) => rank)).toEqual([null, null]);
    expect(outcome.problems[0]!.rates!.same.methods).toHaveLength(2);
    expect(renderComparison(outcome, { width: 100, colour: false })).toContain("he failed at every rate");
  });

  it("test figures have no part in the choice: permuted, the rates and the tuning runs are the same", () => {
    const inits = ["he", "random", "glorot-uniform", "orthogonal"];
    const raced = plan({ inits, untilDecided: true, maxSeeds: 6, finalists: 3 });
    const tests = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 50, maxLength: 50 });
    fc.assert(
      fc.property(tests, (values) => {
        const figures: Figures = (cell) => {
          const of = peaked(cell);
          return of && { ...of, test: values[(cell.seed * 7 + stepOf(cell) + 20) % 50]! / 2000 };
        };
        const ran = run(raced, figures);
        const tuningRuns = ran.filter(({ cell }) => isTuning(cell)).map(({ cell }) => cell.id);
        const expected = run(raced, peaked)
          .filter(({ cell }) => isTuning(cell))
          .map(({ cell }) => cell.id);
        expect(tuningRuns).toEqual(expected);
        const [problem] = analyse(raced.study, recordsOf(raced.study, ran)).problems;
        const { methods } = problem!.rates!;
        expect(methods.map(({ rate }) => rate)).toEqual([1, 0.1, latticeRate(BASE, 1), 0.1]);
        expect(methods.map(({ isFinalist }) => isFinalist)).toEqual([true, true, true, false]);
      }),
      { numRuns: 15 },
    );
  });

  it("races at the best rates and, beside that, at the recipe's", () => {
    const raced = plan({ inits: ["he", "random", "glorot-uniform"], untilDecided: true, maxSeeds: 8 });
    const [problem] = analyse(raced.study, recordsOf(raced.study, run(raced, peaked))).problems;
    expect(problem!.race!.outcome).not.toBe("running");
    expect(problem!.rates!.same.race).toMatchObject({ outcome: "winner", standing: ["random"] });
    expect(problem!.missing).toEqual([]);
  });
});

describe("keys of tuning", () => {
  it.each([
    [{ learningRate: "auto", training: [{ batch: 8 }] }, "Leave out training"],
    [{ tuningSeeds: 3 }, 'Add learningRate: "auto" (--lr auto)'],
    [{ learningRate: "auto", tuningSeeds: 0 }, "tuningSeeds"],
    [{ learningRate: "auto", tuningSeeds: 21 }, "tuningSeeds"],
    [{ tuningEpochs: 1 }, "tuningEpochs is about tuning"],
    [{ learningRate: "auto", tuningEpochs: 0 }, "tuningEpochs"],
    [{ finalists: 3 }, "finalists is about tuning"],
    [{ learningRate: "auto", finalists: 1 }, "finalists"],
    [{ learningRate: "best" }, "learningRate"],
    [{ training: [{ learningRate: "auto" }] }, "learningRate"],
  ])("refuses %j", (options, part) => {
    expect(() => requestStudy(options)).toThrow(part);
  });

  it("takes tuning seeds that are no seeds of the study", () => {
    const seeds = [FIRST_TUNING_SEED, FIRST_TUNING_SEED + 2];
    expect(requestStudy({ learningRate: "auto", seeds }).tuning!.seeds).toEqual(
      [1, 3, 4].map((i) => FIRST_TUNING_SEED + i),
    );
  });
});

describe("a real study", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    ({ runtime } = await loadRuntime());
  });

  it("measures guesses, tunes, and gives the same again from its store", async () => {
    const options = { models: "mlp:depth=2", epochs: 1, limit: 300, seeds: 2, tuningSeeds: 1 } as const;
    const store = memoryStore();
    const outcome = await compare(["he", "random", "mup"], { ...options, learningRate: "auto", runtime, store });
    const [he, random, mup] = outcome.study.tuning!.guesses;
    expect(he!.curvature).toBeGreaterThan(0);
    expect(random!.curvature).toBeGreaterThan(0);
    expect(mup).toMatchObject({ step: 0, curvature: null });
    const [problem] = outcome.problems;
    expect(problem!.rates!.heldOut).toBe(30);
    const again = await compare(["he", "random", "mup"], { ...options, learningRate: "auto", runtime, store });
    expect(compareOutput(again)).toEqual(compareOutput(outcome));
    expect(random).toMatchObject({ step: 2, reason: expect.stringContaining("further than a factor of ten") });
  }, 120_000);

  it("tunes by shorter runs, and says so", async () => {
    const options = { models: "mlp:depth=1,width=8", limit: 300, seeds: 2, tuningSeeds: 1, runtime } as const;
    const outcome = await compare(["he", "random"], { ...options, learningRate: "auto", epochs: 3, tuningEpochs: 2 });
    const rates = outcome.problems[0]!.rates!;
    for (const { seed, epochs } of rates.runs) expect(epochs.length).toBe(seed >= FIRST_TUNING_SEED ? 2 : 3);
    expect(rates.sentences[0]).toContain("of 5 rates × 1 seed × 2 epochs, by accuracy on 30 held-out");
    expect(compareSchema.parse(JSON.parse(JSON.stringify(compareOutput(outcome)))).study).toMatchObject({
      tuning: { epochs: 2 },
    });
    await expect(compare(["he"], { ...options, learningRate: "auto", epochs: 1, tuningEpochs: 2 })).rejects.toThrow(
      "tuningEpochs (--tuning-epochs) is 2, and mlp:depth=1,width=8 trains for 1.",
    );
  }, 120_000);
});
