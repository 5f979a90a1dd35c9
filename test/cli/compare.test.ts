/** `compare` end to end: real workers, real training on the built-in data. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resumeCommand } from "../../src/cli/terminal/resume.js";
import { figures, output, started, stepzero, temporaryFolder } from "./run.js";

const small = [
  "compare",
  "--init",
  "zero,he",
  "--seeds",
  "2",
  "--epochs",
  "2",
  "--limit",
  "512",
  "--model",
  "mlp:depth=2,width=32",
];

describe("compare --json", () => {
  const one = stepzero([...small, "--json", "--jobs", "1"]);

  it("prints exactly one object, as documented", () => {
    expect(one.code).toBe(0);
    expect(one.stdout.trimEnd()).not.toContain("\n");
    const { format, study, runs, summary } = output(one);
    expect(format).toBe("stepzero/compare/4");
    expect(study).toMatchObject({ seeds: [0, 1], limit: 512, evaluateTrain: false });
    expect(study.models[0]).toMatchObject({ label: "mlp:depth=2,width=32", options: { depth: 2, width: 32 } });
    expect(runs.map(({ data, model, method, seed, ending }) => [data, model, method, seed, ending])).toEqual([
      ["glyphs", "mlp:depth=2,width=32", "zero", 0, "stuck"],
      ["glyphs", "mlp:depth=2,width=32", "zero", 1, "stuck"],
      ["glyphs", "mlp:depth=2,width=32", "he", 0, "learned"],
      ["glyphs", "mlp:depth=2,width=32", "he", 1, "learned"],
    ]);
    for (const { epochs } of runs) expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(summary.map(({ method, rank, failures }) => [method, rank, failures.stuck])).toEqual([
      ["he", 1, 0],
      ["zero", null, 2],
    ]);
    const he = runs.filter(({ method }) => method === "he").map(({ epochs }) => epochs.at(-1)!.testAccuracy);
    expect(summary[0]!.testAccuracy).toMatchObject({ mean: expect.closeTo((he[0]! + he[1]!) / 2, 12), n: 2 });
  });

  it("gives the same bytes, times aside, with two processes", () => {
    expect(figures(stepzero([...small, "--json", "--jobs", "2"]))).toBe(figures(one));
  });

  it("gives the same bytes, times aside, with recomputation", () => {
    const deep = ["compare", "--model", "plain_cnn:depth=6", "--init", "he", "--seeds", "1", "--epochs", "1"];
    const [plain, again] = [[], ["--recompute"]].map((more) =>
      figures(stepzero([...deep, "--limit", "160", "--batch", "16", "--json", "--jobs", "1", ...more])),
    );
    expect(again).toBe(plain);
  });

  it("evaluates on the training samples with --evaluate-train, and trains the same", () => {
    const evaluated = output(stepzero([...small, "--json", "--evaluate-train"]));
    for (const [i, { epochs }] of evaluated.runs.entries()) {
      for (const [j, { evalTrainAccuracy, evalTrainLoss, seconds: _, ...rest }] of epochs.entries()) {
        expect(evalTrainAccuracy).toBeGreaterThan(0);
        expect(evalTrainLoss).toBeGreaterThan(0);
        expect(rest).toEqual({ ...output(one).runs[i]!.epochs[j], seconds: undefined });
      }
    }
    expect(evaluated.summary[0]!.evalTrainAccuracy!.n).toBe(2);
  });
});

describe("compare --out", () => {
  it("keeps results, runs nothing twice, and runs again what was damaged", () => {
    const out = temporaryFolder();
    const first = stepzero([...small, "--json", "--out", out]);
    const files = readdirSync(join(out, "cells"));
    expect(files.sort()).toEqual(
      output(first)
        .runs.map(({ id }) => `${id}.json`)
        .sort(),
    );
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as { runs: { study: unknown }[] };
    expect(manifest.runs).toHaveLength(1);
    expect(manifest.runs[0]).toMatchObject({
      cells: 4,
      machine: { node: process.version },
      study: { seeds: "0 to 1" },
    });

    const again = stepzero([...small, "--json", "--out", out]);
    expect(again.stderr).toContain("4 of 4 runs already done");
    // Even the times are those of the first run.
    expect(again.stdout).toBe(first.stdout);

    const file = join(out, "cells", files[0]!);
    writeFileSync(file, readFileSync(file).subarray(0, 100));
    const mended = stepzero([...small, "--json", "--out", out]);
    expect(mended.stderr).toContain(`${file} is ignored: it is not whole. Its cell is run again.`);
    expect(mended.stderr).toContain("3 of 4 runs already done");
    expect(figures(mended)).toBe(figures(first));
  });

  it("after Ctrl-C keeps what is finished, says how to go on, and goes on to the same figures", async () => {
    const whole = stepzero([...small, "--json"]);
    const out = temporaryFolder();
    const args = [...small, "--json", "--jobs", "1", "--out", out];
    let interruptions = 0;
    const interrupted = await started(args, (stderr, child) => {
      if (stderr.includes("[1/4]") && interruptions++ === 0) child.kill("SIGINT");
    });
    expect(interrupted).toMatchObject({ code: 130, stdout: "" });
    expect(interrupted.stderr).toMatch(/Interrupted: [1-3] of 4 runs are finished and kept in /);
    expect(interrupted.stderr).toContain(`node dist/cli/main.js ${args.join(" ")}`);
    expect(readdirSync(join(out, "cells")).every((name) => /^[0-9a-f]{32}\.json$/.test(name))).toBe(true);
    const resumed = stepzero(args);
    expect(resumed.stderr).toMatch(/[1-3] of 4 runs already done/);
    expect(figures(resumed)).toBe(figures(whole));
  });

  it("writes a resume command that a shell reads back", () => {
    const typed = (...words: readonly string[]) => ({
      argv: ["/usr/bin/node", "/usr/bin/stepzero", ...words],
      execArgv: [],
      env: { PATH: "/usr/bin" },
      cwd: "/",
    });
    expect(resumeCommand(typed("compare", "--data", "my data.npz"), "/tmp/it's")).toBe(
      "stepzero compare --data 'my data.npz' --out '/tmp/it'\\''s'",
    );
    expect(resumeCommand(typed("compare", "--out=here"), "/anything")).toBe("stepzero compare --out=here");
  });
});

describe("compare", () => {
  it("loses one run to a killed process, says so, and ends with exit code 3", async () => {
    let isKilled = false;
    // Runs so long that the second one is under way when the first is reported.
    const long = "--model mlp:depth=2,width=256 --limit 4096 --epochs 3".split(" ");
    const args = ["compare", "--init", "zero,he", "--seeds", "2", ...long, "--json", "--jobs", "1"];
    const ended = await started(args, (stderr, child) => {
      if (isKilled || !stderr.includes("[1/4]")) return;
      isKilled = true;
      const [worker] = execFileSync("ps", ["-o", "pid=", "--ppid", String(child.pid)], { encoding: "utf8" })
        .trim()
        .split(/\s+/);
      process.kill(Number(worker), "SIGSEGV");
    });
    expect(ended.code).toBe(3);
    const { runs, summary } = output(ended);
    expect(runs.filter(({ ending }) => ending === "learned" || ending === "stuck")).toHaveLength(3);
    const [crashed] = runs.filter(({ ending }) => ending === "crashed");
    expect(crashed).toMatchObject({ reason: "its process died of SIGSEGV, a crash in native code", epochs: [] });
    expect(summary.reduce((sum, { failures }) => sum + failures.crashed, 0)).toBe(1);
  });

  it("records a run that diverges as a result", () => {
    // Without an activation nothing holds a far too large step back; the weights overflow.
    const model = ["--model", "mlp:depth=3,width=32,activation=linear"];
    const ended = stepzero([
      "compare",
      "--init",
      "zero,he",
      "--seeds",
      "1",
      "--limit",
      "512",
      "--lr",
      "900",
      ...model,
      "--json",
    ]);
    expect(ended.code).toBe(0);
    const { runs, summary } = output(ended);
    const he = runs.find(({ method: label }) => label === "he")!;
    expect(he).toMatchObject({ ending: "diverged", reason: expect.stringMatching(/^the loss was .+ at step \d+/) });
    expect(he.step).toBeGreaterThan(0);
    const method = summary.find(({ method: label }) => label === "he");
    expect(method).toMatchObject({ rank: null, failures: { diverged: 1 }, testAccuracy: null });
  });

  it("prints the table on stdout and progress on stderr, plain where they are no terminals", () => {
    const { code, stdout, stderr } = stepzero(small);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^glyphs × mlp:depth=2,width=32\n2 seeds, 2 epochs of 512 samples, sgd, learning rate /);
    expect(stdout).toMatch(/^1 {2}he .* none$/m);
    expect(stdout).toMatch(/^– {2}zero .* 2\/2 stuck$/m);
    expect(stdout).toContain("zero: both runs learned nothing");
    expect(stderr).toMatch(
      /^Training mlp:depth=2,width=32 on glyphs, the first 512 training samples\n2 methods × 2 seeds \(0, 1\) = 4 runs: zero, he\nBy sgd, .*, batch 128, 2 epochs\n(\[\d\/4\] .*\n){4}$/,
    );
    expect(stdout + stderr).not.toContain("\u001b");
  });
});

describe("compare --quiet", () => {
  it("prints the answer, and on stderr only what went wrong", () => {
    const { stdout } = stepzero([...small, "--json"]);
    const quiet = stepzero([...small, "--json", "--quiet", "--out", temporaryFolder()]);
    expect(quiet.code).toBe(0);
    expect(quiet.stderr).toBe("");
    expect(figures(quiet)).toBe(figures({ code: 0, stdout, stderr: "" }));
    expect(stepzero([...small, "--quiet", "--data", "nothing"]).stderr).toMatch(/^stepzero: /);
  });
});

describe("the temporary folder", () => {
  it("is removed at the end, and a run does not depend on it", async () => {
    const folder = temporaryFolder();
    let isRemoved = false;
    const args = [...small, "--json", "--jobs", "1"];
    const ended = await started(
      args,
      (stderr) => {
        if (isRemoved || !stderr.includes("4 runs")) return;
        isRemoved = true;
        rmSync(folder, { recursive: true, maxRetries: 20, retryDelay: 10 });
      },
      { TMPDIR: folder },
    );
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain("An interruption would lose the results: Results cannot be written to ");
    expect(output(ended).runs).toHaveLength(4);

    const empty = temporaryFolder();
    expect(stepzero(small, { TMPDIR: empty }).code).toBe(0);
    expect(readdirSync(empty)).toEqual([]);
  });
});
