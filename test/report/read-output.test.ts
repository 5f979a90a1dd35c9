/**
 * Results of every form that is or was written, read back: the object of `compare --json`, and
 * folders. test/study/version-3 has what stepzero 0.1.0 wrote for results version 3 (commit
 * e740af2): `recipes`, a study of two recipes, as a folder and as JSON; `plain`, two networks by
 * four initializers.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { InputError } from "../../src/errors.js";
import { readReportInput, writeReport } from "../../src/report/node/write-report.js";
import { analyse } from "../../src/study/results/outcome.js";
import { compareOutput } from "../../src/study/results/output.js";
import { readOutput } from "../../src/study/results/read-output.js";
import { type CompareOutput, compareSchema } from "../../src/study/results/schema.js";
import { done, failed, records, study } from "../study/made-up.js";

const old = resolve("test/study/version-3");
const temporary = mkdtempSync(join(tmpdir(), "stepzero-read-output-"));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8"));
/** As a program that reads the printed object has it. */
const printed = (output: CompareOutput) => JSON.parse(JSON.stringify(output)) as CompareOutput;

describe("today's object", () => {
  const of = study({ inits: ["he", "zero", "lsuv"], models: ["mlp", "lenet5"], training: [{}, { optimizer: "adam" }] });
  const cost = { forward: 2, backward: 0, seconds: 0.1 };
  const all = records(of, ({ init, seed, method }) => {
    if (init === "lsuv" && seed === 1) return { ...failed("diverged", "the loss was NaN"), step: 7 };
    const result = done(init === "zero" ? [0.1, 0.1] : [0.4, 0.5 + 0.01 * seed + 0.001 * method.length]);
    return init === "lsuv" ? { ...result, initializationCost: cost, initializationNotes: ["slow"] } : result;
  });
  const outcome = analyse(of, all, { runtimes: ["r"], stepzero: "9.9.9" });

  it("gives the outcome that it was made from", () => {
    const output = printed(compareOutput(outcome));
    const read = readOutput(output, "results.json");
    expect(read).toEqual(outcome);
    expect(JSON.stringify(compareOutput(read))).toBe(JSON.stringify(output));
  });

  it("is read in the form before, whose verdicts were others", () => {
    const output = printed(compareOutput(outcome));
    const { advice: _, ...others } = output;
    const before = { ...others, format: "stepzero/compare/2", verdicts: [{ decidedBy: "t" }] };
    expect(readOutput(before, "results.json")).toEqual(outcome);
    expect(readOutput({ ...before, format: "stepzero/compare/3", summary: 3 }, "results.json")).toEqual(outcome);
    expect(() => readOutput({ ...before, runs: 3 }, "results.json")).toThrow(
      /is not what compare --json prints: .*runs/,
    );
  });

  it("is held to its form, and its references to what is there", () => {
    const output = printed(compareOutput(outcome));
    const refuse = (value: unknown, message: RegExp) => {
      expect(() => readOutput(value, "results.json")).toThrow(InputError);
      expect(() => readOutput(value, "results.json")).toThrow(message);
    };
    refuse({ ...output, format: "stepzero/compare/5" }, /has the format "stepzero\/compare\/5"; this version/);
    refuse({ ...output, runs: 3 }, /^results\.json is not what compare --json prints: .*runs/);
    refuse([], /is not what compare --json prints/);
    refuse(null, /is not what compare --json prints/);
    const [first, ...others] = output.runs;
    refuse(
      { ...output, runs: [{ ...first!, method: "none" }, ...others] },
      /is of glyphs × mlp × none, which the study/,
    );
    const problems = [...output.study.problems, { data: "glyphs", model: "none" }];
    refuse({ ...output, study: { ...output.study, problems } }, /the problem glyphs × none is not of the study's data/);
  });
});

describe.each(["plain", "recipes"])("an object of results version 3, %s", (name) => {
  const before = readJson(join(old, `${name}.json`));
  const output = printed(compareOutput(readOutput(before, `${name}.json`)));

  it("has the same models, and each initializer as a method that changes no recipe", () => {
    expect(compareSchema.parse(output)).toEqual(output);
    const { inits, models, ...rest } = before.study;
    const { methods, models: read, ...others } = output.study;
    expect(others).toEqual(rest);
    expect(read).toEqual(models);
    expect(methods).toEqual(
      inits.map((init: { readonly label: string }) => ({ label: init.label, initializer: init, recipe: {} })),
    );
  });

  it("has the same runs, figures, verdicts and sentences", () => {
    type Row = { readonly init: string };
    const renamed = ({ init, ...row }: Row) => ({ ...row, method: init });
    // Intervals of two runs were printed then, and identical methods were not found.
    const pointsOnly = (rows: readonly object[]) =>
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).flatMap(([key, value]) =>
            key === "sameAs"
              ? []
              : [[key, key !== "failureRate" && value?.n === 2 ? { ...value, low: 0, high: 0 } : value]],
          ),
        ),
      );
    expect(pointsOnly(output.summary)).toEqual(pointsOnly(before.summary.map(renamed)));
    type Verdicts = { readonly verdicts: readonly { readonly decidedBy: string }[] };
    expect(output.verdicts).toMatchObject(
      before.verdicts.map(({ verdicts, ...problem }: Verdicts) => ({
        ...problem,
        verdicts: verdicts.map(({ decidedBy, ...pair }) => ({ ...pair, low: null, high: null })),
      })),
    );
    // Recipes on one data set and network, which were problems then, are no longer counted as such.
    if (name === "recipes") expect([before.across.problems, output.across]).toEqual([2, null]);
    else expect(output.across).toEqual({ ...before.across, datasets: 1, methods: before.across.methods.map(renamed) });
    expect(output.runs.map(({ ending, cost, notes, ...run }) => ({ ...run, cost, notes }))).toEqual(
      before.cells.map(
        ({ status, initializationCost: cost, initializationNotes: notes, ...cell }: Row & Record<string, unknown>) => ({
          ...renamed(cell),
          cost,
          notes,
        }),
      ),
    );
  });
});

describe("reports", () => {
  const written = (folder: string) => readJson(join(folder, "data/study.json")) as CompareOutput;

  it("are made of an old file", async () => {
    const file = join(temporary, "plain.json");
    cpSync(join(old, "plain.json"), file);
    const [page] = await writeReport(file);
    expect(page).toBe(join(temporary, "plain-report/report.html"));
    expect(readFileSync(page!, "utf8")).toContain("results version 3");
    expect(written(join(temporary, "plain-report")).runs).toHaveLength(16);
  });

  it("are made of an old folder, and say the same as of its file", async () => {
    const folder = join(temporary, "folder");
    await writeReport(join(old, "recipes"), { out: folder, tensorboard: join(temporary, "events") });
    const file = join(temporary, "file");
    await writeReport(join(old, "recipes.json"), { out: file });
    expect(written(folder)).toEqual(written(file));
    const { problems } = (await readReportInput(join(old, "recipes"))).outcome;
    expect(problems.map(({ title }) => title)).toEqual([
      "glyphs × mlp:depth=1,width=16 [sgd, lr 0.05, 2 epochs]",
      "glyphs × mlp:depth=1,width=16 [adam, lr 0.001, 2 epochs]",
    ]);
  });

  it("are made of the reproduction in docs, which has results of version 3", async () => {
    const { outcome } = await readReportInput("docs/reproduction/results/mnist");
    expect(outcome.study.resultsVersion).toBeLessThan(4);
    expect(outcome.problems[0]!.missing).toEqual([]);
    expect(outcome.problems[0]!.sentences[0]).toMatch(/^he beats|^no detectable difference/);
  });

  it("are refused of what is no result", async () => {
    const file = join(temporary, "other.json");
    writeFileSync(file, "{");
    await expect(writeReport(file)).rejects.toThrow(/other\.json cannot be read as JSON/);
    writeFileSync(file, '{"a": 1}');
    await expect(writeReport(file)).rejects.toThrow(/other\.json is not what compare --json prints/);
    await expect(writeReport(join(temporary, "nothing"))).rejects.toThrow(/does not exist/);
  });
});
