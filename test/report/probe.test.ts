/** What a report says and shows of a study that was probed. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { renderComparison } from "../../src/cli/terminal/comparison.js";
import type { LayerColumn } from "../../src/diagnosis/probe/record.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { compare } from "../../src/study/compare.js";
import { compareOutput } from "../../src/study/results/output.js";
import { readOutput } from "../../src/study/results/read-output.js";
import { compareSchema } from "../../src/study/results/schema.js";
import { madeUp, reportOf, textOf } from "./made-up-report.js";

const { runtime } = await loadRuntime();
const inits = ["he", "zero", "random:std=0.02", "standard-normal"];
const hidden = 8;
const outcome = await compare(inits, {
  models: `mlp:depth=${hidden},width=32`,
  seeds: 3,
  epochs: 4,
  limit: 2048,
  probe: true,
  runtime,
});
const [problem] = outcome.problems;
const output = JSON.parse(JSON.stringify(compareOutput(outcome)));
const files = reportOf(outcome);
const page = parseHTML(files.get("report.html") as string).document;

/** The median over the three seeds at step 0. */
function median(method: string, column: LayerColumn, layer: number): number {
  const runs = output.runs.filter((run: { method: string }) => run.method === method);
  const values = runs.map((run: typeof output.runs.number) => run.readings.epochs[0][column][layer]);
  return values.sort((a: number, b: number) => a - b)[1];
}

const reasonOf = (method: string) => problem!.reasons.find((one) => one.method === method);

describe("reasons", () => {
  it("are doctor's findings of the methods that lost, not of the one that won", () => {
    expect(problem!.advice.use).toEqual(["he"]);
    expect(new Map(problem!.reasons.map(({ method, kind }) => [method, kind]))).toEqual(
      new Map([
        ["zero", "symmetric"],
        ["random:std=0.02", "vanishing"],
        ["standard-normal", "exploding"],
      ]),
    );
    expect(reasonOf("zero")!.sentences[0]).toMatch(
      /^zero at step 0: units are copies of each other: dense1 has 32 units/,
    );
    expect(reasonOf("zero")!.sentences[1]).toMatch(
      /^After epoch 4, 100 % of its units are 0 for every sample \(he: \d+ %\)\.$/,
    );
  });

  it.each([
    ["random:std=0.02", "vanishes"],
    ["standard-normal", "explodes"],
  ])("say of %s how the signal and the gradient change beside the best method", (method, verb) => {
    const [sentence] = reasonOf(method)!.sentences;
    // From the first to the last hidden layer, evenly over those between, and the same of he.
    const growth = (of: string) =>
      (median(of, "secondMoment", hidden - 1) / median(of, "secondMoment", 0)) ** (1 / (hidden - 1));
    expect(sentence).toContain(`${method} at step 0: the signal ${verb}, and so does the gradient: E φ² changes by ×`);
    const [, factor, ofHe] = /changes by ×(\S+) per layer forward, to \S+ at \S+ \(×(\S+) with he\)/.exec(sentence!)!;
    // Both are rounded to two digits.
    expect(Number(factor) / growth(method)).toBeCloseTo(1, 1);
    expect(Number(ofHe) / growth("he")).toBeCloseTo(1, 1);
    const gradients = median(method, "gradientRms", 0) / median("he", "gradientRms", 0);
    const said = Number(/the gradient of the kernel of dense1 is ×(\S+) of he's/.exec(sentence!)![1]);
    expect(Math.abs(Math.log10(said / gradients))).toBeLessThan(0.2);
  });

  it("stand in the page, the tables, the terminal and the JSON, which gives them back", () => {
    const sentence = reasonOf("standard-normal")!.sentences[0]!;
    expect(textOf(page.querySelector("#answer .why + .findings"))).toContain(sentence);
    expect(files.get("tables.md")).toContain("standard-normal at step 0: the signal explodes");
    const terminal = renderComparison(outcome, { width: 1000, tableWidth: 1000, colour: false });
    expect(terminal).toContain(`• ${sentence}`);
    expect(compareSchema.safeParse(output).error).toBeUndefined();
    expect(output.advice[0].reasons).toEqual(problem!.reasons);
    expect(readOutput(output, "results.json").problems[0]!.reasons).toEqual(problem!.reasons);
  });

  it("are not there without a probe, nor are figures and tables", () => {
    const plain = madeUp();
    expect(plain.problems.flatMap(({ reasons }) => reasons)).toEqual([]);
    expect(compareOutput(plain).advice.every(({ reasons }) => reasons === undefined)).toBe(true);
    const others = reportOf(plain);
    expect([...others.keys()].filter((path) => /by-layer|dead-units|readings/.test(path))).toEqual([]);
    expect(others.get("report.html")).not.toContain("probe");
  });
});

describe("figures of readings", () => {
  it("show signals and gradients by layer at both ends of training, and dead units by epoch", () => {
    for (const id of ["signal-by-layer", "gradient-by-layer", "dead-units"]) {
      expect(page.querySelector(`figure#problem-1-${id} svg`), id).not.toBeNull();
      expect(files.has(`figures/problem-1-${id}.svg`), id).toBe(true);
    }
    const signal = page.querySelector("#problem-1-signal-by-layer")!;
    const drawn = [...signal.querySelectorAll("svg text")].map(textOf);
    for (const text of ["at step 0", "after epoch 4", ...inits]) expect(drawn, text).toContain(text);
    const description = textOf(signal.querySelector("desc"));
    const first = median("he", "secondMoment", 0).toPrecision(2);
    expect(description).toContain(`Medians at step 0, first and last: he ${first}, `);
    expect(textOf(signal.querySelector("figcaption"))).toContain("Without a finished last epoch: standard-normal.");
  });

  it("have their numbers in a table: a row per run, time and layer", () => {
    const [head, ...rows] = (files.get("data/readings.csv") as string).trimEnd().split("\n");
    expect(head).toMatch(/^id,data,model,method,seed,epoch,layer,mean,deviation,secondMoment,/);
    const diverged = 3 * (hidden + 1);
    expect(rows).toHaveLength(3 * 3 * 5 * (hidden + 1) + diverged);
  });
});
