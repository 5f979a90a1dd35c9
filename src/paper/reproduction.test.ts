import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { done, study as madeUp, records } from "../../test/study/made-up.js";
import { paperRuns } from "../../test/study/paper-runs.js";
import { measuredSpread } from "../audit/measured-spread.js";
import { requestStudy } from "../study/plan/options.js";
import { chooseStudy } from "../study/plan/plan-study.js";
import { overrideRecipe } from "../study/plan/recipe-overrides.js";
import { type Study3, studyFromVersion3 } from "../study/plan/version-3.js";
import { analyse } from "../study/results/outcome.js";
import { beyondSentences, beyondTables } from "./beyond.js";
import { reproductionMarkdown } from "./markdown.js";
import { readParts } from "./node/read-parts.js";
import { paperNoise } from "./noise.js";
import { lossTable, mnistClassCounts } from "./paper.js";
import { beyondPart, budgets, paperParts } from "./plan.js";
import { reproduce } from "./reproduction.js";
import { reproducedTable } from "./tables.js";
import { crossEntropyOf, trainingFigures } from "./training-figures.js";

/** Accuracies of method m and seed s: 0.9 + 0.01 m, ± 0.002 by seed. */
const methods = ["zero", "random", "xavier-fan-in", "he"];
const curve = (init: string, seed: number): number[] =>
  init === "zero" ? [0.0984] : [0.9 + 0.01 * methods.indexOf(init) + 0.002 * (seed - 1)];
const problems = paperRuns(curve, { seeds: [0, 1, 2] });

describe("the audit of training figures", () => {
  it("follows from class counts alone", () => {
    const { train, test } = mnistClassCounts;
    expect([train, test].map((counts) => counts.reduce((sum, n) => sum + n, 0))).toEqual([60_000, 10_000]);
    // NumPy: p = c / c.sum(); -(p * np.log(p)).sum(), and -(q * np.log(p)).sum() with the test
    // shares q.
    expect(crossEntropyOf(train, train)).toBeCloseTo(2.301159, 6);
    expect(crossEntropyOf(test, train)).toBeCloseTo(2.30102, 4);
    const [share, loss] = trainingFigures([]);
    expect([share!.training, share!.test, share!.is]).toEqual(["11.24", "11.35", "training"]);
    expect([loss!.training, loss!.test, loss!.is]).toEqual(["2.3012", "2.3010", "training"]);
  });

  it("compares zero's running accuracy with its test accuracy, and names what cannot be told", () => {
    const figures = trainingFigures(problems.map((one) => ({ ...one, data: { ...one.data } })));
    const zero = figures.find(({ what }) => what.startsWith("Zero's accuracy on fashion-mnist"))!;
    expect([zero.paper, zero.training, zero.test]).toEqual(["9.85 %", "9.84 % (mean of 3)", "8.84 % (mean of 3)"]);
    expect(zero.is).toBeNull();
    expect(figures.filter(({ what }) => what.startsWith("He's")).map(({ is }) => is)).toEqual([null, "training", null]);
  });
});

describe("the tables", () => {
  it("set ours beside the paper's, each figure named, with n", () => {
    const table = reproducedTable(problems, "accuracy");
    expect(table.columns.map(({ name }) => name)).toEqual(["MNIST", "CIFAR-10", "Fashion-MNIST", "average"]);
    const he = table.rows.find(({ method }) => method === "he")!;
    expect(he.cells[0]).toMatchObject({ paper: 98.92, runs: 3, failures: "", stuck: false });
    expect(he.cells[0]!.running!.mean).toBeCloseTo(0.93, 12);
    // scipy.stats.t.interval(0.95, 2, 0.93, scipy.stats.sem([0.928, 0.93, 0.932]))
    expect(he.cells[0]!.running!.high).toBeCloseTo(0.934968, 6);
    expect(he.cells[3]).toMatchObject({ paper: 91.41, runs: 3 });
    expect(table.rows[0]!.cells[0]).toMatchObject({ stuck: true, failures: "3 stuck", paper: 11.24 });
    expect(reproducedTable(problems, "loss").rows[0]!.cells[1]).toMatchObject({ paper: lossTable.zero.cifar10 });
  });

  it("have no average where a data set is missing", () => {
    const table = reproducedTable(problems.slice(0, 1), "accuracy");
    expect(table.rows[3]!.cells.map((cell) => cell === null)).toEqual([false, true, true, true]);
  });
});

it("docs/reproduction.md has the tables and the noise that its results give", () => {
  const parts = readParts("docs/reproduction/results", (message) => expect.unreachable(message));
  const text = reproductionMarkdown(reproduce(parts, undefined, "standard"), {
    commands: [],
    machines: [],
    dates: [],
  });
  const document = readFileSync("docs/reproduction.md", "utf8");
  const section = (markdown: string, title: string) =>
    markdown.slice(
      markdown.indexOf(`\n## ${title}\n`),
      markdown.indexOf("\n## ", markdown.indexOf(`\n## ${title}\n`) + 4),
    );
  for (const title of [
    "Table 1, accuracy",
    "Table 2, loss",
    "These are training figures",
    "Was the paper's ranking noise?",
  ]) {
    expect(section(text, title).length, title).toBeGreaterThan(100);
    expect(section(document, title), title).toBe(section(text, title));
  }
});

describe("noise at n = 1", () => {
  it("rests on the spread of the paper's methods, pooled", () => {
    const spread = measuredSpread(problems[0]!, "trainAccuracy", ["random", "xavier-fan-in", "he"])!;
    // Each method: 0.002 · [−1, 0, 1], sd 0.002, 2 degrees of freedom.
    expect(spread.sd).toBeCloseTo(0.002, 12);
    expect(spread.degrees).toBe(6);
    const audit = paperNoise(problems, "results")!;
    expect(audit.rankings.map(({ problem }) => problem)).toEqual(["MNIST", "CIFAR-10", "Fashion-MNIST"]);
    expect(audit.rankings[0]!.order[0]).toEqual({ method: "He", figure: 98.92, sd: expect.closeTo(0.2, 10) });
    expect(audit.average!.order[0]!.sd).toBeCloseTo(0.2 / Math.sqrt(3), 10);
  });

  it("is unknown without two seeds", () => {
    expect(paperNoise(paperRuns(curve, { seeds: [0] }), "results")).toBeNull();
  });
});

describe("the plan", () => {
  it.each(budgets)("of every budget is a legal study, its seeds paired", (budget) => {
    for (const { options } of [...paperParts(budget), beyondPart(budget)]) {
      const { seeds, methods: compared } = chooseStudy(requestStudy(options));
      expect(seeds[0]).toBe(0);
      expect(compared.map(({ initializer }) => initializer.label)).toEqual(expect.arrayContaining(methods));
    }
  });

  it("can be cut, but has no more seeds than its budget", () => {
    expect(
      paperParts("standard", { data: ["cifar10"], seeds: 1 }).map(({ name, options }) => [name, options.seeds]),
    ).toEqual([["cifar10", [0]]]);
    expect(() => paperParts("quick", { seeds: 4 })).toThrow(/has 3 seeds, got 4/);
  });
});

describe("depth", () => {
  const options = beyondPart("quick", { seeds: 1 }).options;
  const study = madeUp(options, [
    {
      name: "mnist",
      checksum: "b".repeat(64),
      shape: [1, 28, 28],
      classes: 10,
      trainSamples: 60_000,
      testSamples: 10_000,
      majority: { className: "1", share: 0.1135 },
    },
  ]);
  const finals: Readonly<Record<string, number>> = { zero: 0.1135, he: 0.95, lsuv: 0.88 };
  const resultOf = ({ init, model }: { readonly init: string; readonly model: string }) => {
    const deep = /depth=(30|100)\b/.test(model);
    return done([deep && init === "random" ? 0.1135 : (finals[init] ?? 0.9)]);
  };
  const outcome = analyse(study, records(study, resultOf));

  it("is a table per activation and optimizer", () => {
    const tables = beyondTables(outcome);
    expect(tables.map(({ activation, optimizer }) => `${activation} ${optimizer}`)).toEqual([
      "relu sgd, learning rate 0.05",
      "relu adam, learning rate 0.001",
      "tanh sgd, learning rate 0.05",
      "tanh adam, learning rate 0.001",
    ]);
    const random = tables[0]!.rows.find(({ method }) => method === "random")!;
    expect(random.cells.map(({ depth, failed, testAccuracy }) => [depth, failed, testAccuracy?.mean])).toEqual([
      [3, 0, 0.9],
      [10, 0, 0.9],
      [30, 1, undefined],
      [100, 1, undefined],
    ]);
    expect(beyondSentences(tables[0]!)[3]).toBe(
      "Depth 100: from 88.0 % (lsuv) to 95.0 % (he) among those that learned; no run learned from zero, random.",
    );
  });

  it("has the same tables from results of version 3, where the network has the optimizer", () => {
    const { methods: compared, models, problems: pairs, ...rest } = study;
    const recipes = [...new Map(compared.map(({ label, recipe }) => [/\[.*\]$/.exec(label)![0], recipe])).entries()];
    const inits = [...new Map(compared.map(({ initializer: { file: _, ...one } }) => [one.label, one])).values()];
    const old: Study3 = {
      ...rest,
      models: models.flatMap(({ file: _, ...model }) =>
        recipes.map(([words, recipe]) => ({
          ...model,
          label: `${model.label} ${words}`,
          recipe: overrideRecipe(model.recipe, recipe),
        })),
      ),
      inits,
      problems: pairs.flatMap(({ data, model }) => recipes.map(([words]) => ({ data, model: `${model} ${words}` }))),
    };
    const before = studyFromVersion3(old);
    expect(before.methods).toHaveLength(inits.length);
    expect(beyondTables(analyse(before, records(before, resultOf)))).toEqual(beyondTables(outcome));
  });
});
