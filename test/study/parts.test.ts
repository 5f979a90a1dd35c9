/** Studies from files, in parts, and by two processes at once. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { figures, output, started, stepzero, temporaryFolder } from "../cli/run.js";

const folder = temporaryFolder();
const study = join(folder, "study.yaml");
writeFileSync(
  study,
  `data: glyphs
models: mlp:depth=1,width=16
inits: [he, zero]
seeds: 3
limit: 512
validation: 100
vary: init
evaluateTrain: last
training:
  - { optimizer: sgd, learningRate: 0.1, epochs: 2 }
  - { optimizer: adam, epochs: 1 }
`,
);
const whole = stepzero(["compare", study, "--json"]);

describe("a study from a file", () => {
  it("is run, held-out samples and recipes included", () => {
    const { study: described, runs } = output(whole);
    expect(described).toMatchObject({ validation: 100, vary: "init", evaluateTrain: "last", limit: 512 });
    expect(runs.length).toBe(12);
    expect(described.problems).toHaveLength(1);
    for (const { method, epochs } of runs) {
      expect(epochs.length).toBe(method.includes("adam") ? 1 : 2);
      expect(epochs.map(({ evalTrainLoss }) => evalTrainLoss !== undefined)).toEqual(
        epochs.map((_, i) => i === epochs.length - 1),
      );
      // Of 100 samples, so in hundredths.
      for (const { validationAccuracy } of epochs) {
        expect(100 * validationAccuracy!).toBeCloseTo(Math.round(100 * validationAccuracy!), 9);
      }
    }
    // Only the weights vary, and zero weights do not.
    const zeros = runs.filter(({ method }) => method.startsWith("zero [adam"));
    expect(zeros).toHaveLength(3);
    expect(new Set(zeros.map(({ epochs }) => epochs[0]!.trainLoss)).size).toBe(1);
  });

  it("gives way to the command line", () => {
    const { study: described, runs } = output(
      stepzero(["compare", study, "--json", "--seeds", "1", "--init", "he", "--epochs", "1"]),
    );
    expect(described.seeds).toEqual([0]);
    expect(new Set(described.methods.map(({ initializer }) => initializer.label))).toEqual(new Set(["he"]));
    // The recipes of the file have two epochs and one.
    expect(runs.map(({ epochs }) => epochs.length)).toEqual([1, 1]);
    expect(described.methods.map(({ label }) => label)).toEqual(["he [sgd, lr 0.1]", "he [adam]"]);
    const { code, stderr } = stepzero(["compare", study, "--optimizer", "adam", "--lr", "1", "--epochs", "1"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `With --epochs and --optimizer and --lr two recipes of ${study} are the same: training.0 ("sgd, lr 0.1, 2 epochs")`,
    );
  });

  it("may be JSON or TypeScript", () => {
    const options = { data: "glyphs", models: ["mlp:depth=1,width=8"], inits: "he", seeds: 1, limit: 256, epochs: 1 };
    writeFileSync(join(folder, "study.json"), JSON.stringify(options));
    writeFileSync(
      join(folder, "study.ts"),
      `import type { StudyOptions } from "stepzero/study";\nexport default ${JSON.stringify(options)} satisfies StudyOptions;\n`,
    );
    const [json, typescript] = ["study.json", "study.ts"].map((name) =>
      stepzero(["compare", join(folder, name), "--json"]),
    );
    expect(figures(json!)).toBe(figures(typescript!));
    expect(output(json!).runs.length).toBe(1);
  });

  it.each([
    ["a.yaml", "data: [glyphs", "cannot be read as YAML"],
    ["a.json", "{", "cannot be read as JSON"],
    ["b.yaml", "seed: 1", 'unknown key "seed"; did you mean "seeds"?'],
    ["c.yaml", "seeds: [1, 1]", "c.yaml names seed 1 twice; write it once."],
    ["d.yaml", "models: mnist_cnn\ninits: fixup", "fixup does not fit mnist_cnn on glyphs"],
    ["g.yaml", "epochs: .inf", "epochs must be a number, got Infinity."],
    ["h.yaml", "optimizer: { kind: sgd, learningRate: .nan }", '"learningRate":"NaN"'],
    ["e.ts", "export const x = 1;", "exports no study"],
    ["f.ts", "export default {", "cannot be loaded"],
  ])("%s: %s", (name, text, message) => {
    writeFileSync(join(folder, name), text);
    const { code, stdout, stderr } = stepzero(["compare", join(folder, name)]);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("is estimated without being run", () => {
    const out = join(folder, "not-made");
    const estimate = JSON.parse(stepzero(["compare", study, "--dry-run", "--json", "--out", out]).stdout) as {
      cells: number;
      left: number;
      jobs: number;
      problems: { cells: number; seconds: number }[];
      seconds: number;
      startSeconds: number;
      reportSeconds: number;
      bytes: { results: number; report: number };
    };
    expect(estimate).toMatchObject({ cells: 12, left: 12 });
    for (const { seconds } of estimate.problems) expect(seconds).toBeGreaterThan(0);
    const { seconds, startSeconds, reportSeconds, bytes } = estimate;
    const training = estimate.problems.reduce((sum, problem) => sum + problem.cells * problem.seconds, 0);
    // Start-up and report are in it; the two processes share the rest.
    expect(startSeconds).toBeGreaterThan(0.1);
    expect(reportSeconds).toBeGreaterThan(0.5);
    expect(seconds - startSeconds - reportSeconds).toBeGreaterThan(training / estimate.jobs - 1e-6);
    // Twelve files of a block each, and a page with figures and tables.
    expect(bytes.results).toBeGreaterThanOrEqual(12 * 4096);
    expect(bytes.report).toBeGreaterThan(100_000);
    expect(readdirSync(folder)).not.toContain("not-made");
  });
});

describe("the parts of a study", () => {
  const parts = [1, 2, 3].map((i) => join(folder, `part-${i}`));

  it("give the whole when joined, whatever the order", () => {
    parts.forEach((out, i) => {
      const { code, stdout, stderr } = stepzero(["compare", study, "--shard", `${i + 1}/3`, "--out", out]);
      expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
      expect(stderr).toContain(`Part ${i + 1} of 3 is finished: 4 of the study's 12 runs`);
    });
    const out = join(folder, "joined");
    const first = stepzero(["merge", parts[2]!, parts[0]!, "--out", out]);
    expect(first).toMatchObject({ code: 3, stdout: "" });
    expect(first.stderr).toContain("now has 8 of the study's 12");
    expect(first.stderr).toContain("Missing: glyphs × ");
    expect(first.stderr).toContain(`Merge the other parts into ${out}, or run the missing ones: `);
    const joined = stepzero(["merge", parts[1]!, "--out", out, "--json", "--figures", "svg,pdf"]);
    expect(figures(joined)).toBe(figures(whole));
    expect(joined.stderr).toContain(`Report: ${join(out, "report.html")}\n`);
    expect(first.stderr).toContain("The report is written when none is missing.");
    expect(existsSync(join(out, "figures", "problem-1-test-accuracy.pdf"))).toBe(true);
    // And it is a store like any other.
    const again = stepzero(["compare", study, "--out", out, "--json"]);
    expect(again.stderr).toContain("12 of 12 runs already done");
    expect(figures(again)).toBe(figures(whole));
  });

  it("are not joined with parts of another study, and damaged files are left out", () => {
    const other = join(folder, "other");
    stepzero(["compare", study, "--seeds", "1", "--out", other]);
    const twice = stepzero(["merge", parts[0]!, `${parts[0]!}/`, "--out", join(folder, "x")]);
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain("is given twice");
    const refused = stepzero(["merge", parts[0]!, other, "--out", join(folder, "x")]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("are not parts of the same study");

    const damaged = join(folder, "damaged");
    stepzero(["merge", parts[0]!, "--out", damaged]);
    const [name] = readdirSync(join(damaged, "cells"));
    const file = join(damaged, "cells", name!);
    writeFileSync(file, readFileSync(file, "utf8").replace('"epoch":1', '"epoch":2'));
    const left = stepzero(["merge", damaged, "--out", join(folder, "y")]);
    expect(left.stderr).toContain(
      `${name} is left out: its contents do not have the SHA-256 with which they were written`,
    );
    expect(left.stderr).toContain("now has 3 of the study's 12");
  });
});

describe("two processes on one store", () => {
  it("share the cells: none is lost, and both print the whole", async () => {
    const out = join(folder, "shared");
    const args = ["compare", study, "--out", out, "--jobs", "1", "--json"];
    const both = await Promise.all([started(args, () => {}), started(args, () => {})]);
    for (const one of both) {
      expect(one.code).toBe(0);
      expect(figures(one)).toBe(figures(whole));
    }
    expect(readdirSync(join(out, "cells")).length).toBe(12);
    expect(readdirSync(join(out, "claims"))).toEqual([]);
  });
});
