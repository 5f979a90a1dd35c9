/**
 * A user's own trainer in a study: real processes (`trainer.mjs`), from the file to the verdicts,
 * and all that such a program may do wrong.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StudyOptions } from "../../src/study/plan/options.js";
import type { RunStudyOptions } from "../../src/study/run/node/run-options.js";
import { runStudy } from "../../src/study/run/node/run-study.js";
import { started, temporaryFolder } from "../cli/run.js";
import { folder, outcomeOf, studyOf, words } from "./trainer-study.js";

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a study with a trainer", () => {
  it("runs the command for each cell and judges what it reports", async () => {
    const { outcome, results, runtimes } = await outcomeOf(studyOf());
    const [problem] = outcome.problems;
    expect(results.map(({ status }) => status)).toEqual(Array(6).fill("done"));
    expect(runtimes).toEqual(["trainer node trainer.mjs; arithmetic 1.0"]);
    expect(problem!.methods.map(({ label }) => label)).toEqual(["he", "random"]);
    expect(problem!.advice.sentences[0]).toMatch(/^Use he\./);
    // It reports no running accuracy.
    expect(problem!.methods[0]!.trainAccuracy).toBeNull();
    expect(problem!.methods[0]!.trainLoss!.mean).toBe(1);
  });

  it("reads the lines of stdout where the command asks for no file", async () => {
    const [file, , ...rest] = words;
    const trainer = { command: [process.execPath, file!, "--weights={weights}", ...rest.slice(1)], folder };
    const { results } = await outcomeOf(studyOf([], { trainer, seeds: 1 }));
    expect(results.map(({ status }) => status)).toEqual(["done", "done"]);
  });

  it("hands over the weights that stepzero init draws, to the last bit", async () => {
    const { stepzero } = await import("../cli/run.js");
    const file = join(temporaryFolder(), "w.safetensors");
    const options = ["--model", "mlp:depth=1,width=8", "--init", "he", "--seed", "2", "--out", file];
    expect(stepzero(["init", ...options]).code).toBe(0);
    const bytes = readFileSync(file);
    const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset + 8 + Number(bytes.readBigUInt64LE(0))));
    const size = floats.reduce((sum, x) => sum + Math.abs(x), 0) / floats.length;
    const { runtimes } = await outcomeOf(studyOf(["--way=size"], { inits: "he", seeds: [2] }));
    expect(runtimes[0]).toContain(`mean |w| ${size}`);
  });

  it("passes on the variables that are listed, and the usual ones", async () => {
    const trainer = { command: [process.execPath, ...words, "--way=environment"], folder, environment: ["STEPZERO_A"] };
    Object.assign(process.env, { STEPZERO_A: "1", STEPZERO_B: "2" });
    const { runtimes } = await outcomeOf(studyOf([], { trainer, inits: "he", seeds: 1 }));
    expect(runtimes[0]).toContain("STEPZERO_A");
    expect(runtimes[0]).toContain("PATH");
    expect(runtimes[0]).not.toContain("STEPZERO_B");
  });

  it("does not run again what the folder has, and runs anew where the script changed", async () => {
    const [out, place] = [join(temporaryFolder(), "out"), temporaryFolder()];
    const script = join(place, "trainer.mjs");
    writeFileSync(script, readFileSync(join(folder, "trainer.mjs")));
    const study = studyOf([], { trainer: { command: [process.execPath, ...words], folder: place } });
    const ran: string[] = [];
    const onEvent: RunStudyOptions["onEvent"] = (event) => event.kind === "started" && ran.push(event.cell.id);
    await runStudy(study, { out, onEvent });
    expect(ran).toHaveLength(6);
    await runStudy(study, { out, onEvent });
    expect(ran).toHaveLength(6);
    writeFileSync(script, `${readFileSync(script, "utf8")}// changed\n`);
    await runStudy(study, { out, onEvent });
    expect(ran).toHaveLength(12);
    expect(readdirSync(out)).not.toContain("trainers");
  });

  it("goes on from the trainer's checkpoint after an interruption, to the same figures", async () => {
    const out = join(temporaryFolder(), "out");
    const study = studyOf(["--way=slow", "--checkpoint={checkpoint}"], { inits: "he", seeds: 1, epochs: 4 });
    const stop = new AbortController();
    const seen: number[] = [];
    const onEvent: RunStudyOptions["onEvent"] = (event) => {
      if (event.kind !== "epoch") return;
      seen.push(event.epoch.epoch);
      if (seen.length === 2) stop.abort();
    };
    const first = await runStudy(study, { out, signal: stop.signal, onEvent });
    expect(first.interrupted).toBe(true);
    const { results } = await runStudy(study, { out, onEvent });
    const whole = await runStudy(studyOf([], { inits: "he", seeds: 1, epochs: 4 }));
    const figures = (all: typeof results) => all[0]!.epochs.map(({ seconds: _, ...rest }) => rest);
    expect(figures(results)).toEqual(figures(whole.results));
    expect(seen.filter((epoch) => epoch === 1)).toHaveLength(1);
    expect(existsSync(join(out, "trainers"))).toBe(false);
  });

  it("ends a command that outlived stepzero, once the cell is taken over", async () => {
    const place = temporaryFolder();
    const [out, file] = [join(place, "out"), join(place, "study.json")];
    writeFileSync(join(place, "trainer.mjs"), readFileSync(join(folder, "trainer.mjs")));
    const command = [process.execPath, ...words, "--way=slow"];
    const study = { ...studyOf([], { inits: "he", seeds: 1 }), trainer: { command } };
    writeFileSync(file, JSON.stringify({ ...study, epochs: 200 }));
    const attempt = (n: number) => {
      const [cell = ""] = existsSync(join(out, "trainers")) ? readdirSync(join(out, "trainers")) : [];
      return join(out, "trainers", cell, `attempt-${n}`, "process.json");
    };
    /** Starts the study, and ends it by a signal once its command runs. */
    const endedBy = async (signal: "SIGKILL" | "SIGINT", n: number) => {
      let child: ChildProcess | undefined;
      const ended = started(["compare", file, "--out", out], (_, process) => {
        child = process;
      });
      await expect.poll(() => child !== undefined && existsSync(attempt(n)), { timeout: 20_000 }).toBe(true);
      child!.kill(signal);
      return (await ended).code;
    };
    expect(await endedBy("SIGKILL", 1)).toBeNull();
    const { pid } = JSON.parse(readFileSync(attempt(1), "utf8")) as { pid: number };
    expect(isThere(pid)).toBe(true);
    expect(await endedBy("SIGINT", 2)).toBe(130);
    await expect.poll(() => isThere(pid), { timeout: 5000 }).toBe(false);
  }, 60_000);

  it("races until a winner is separated", async () => {
    const { outcome } = await outcomeOf(studyOf([], { seeds: undefined, untilDecided: true }), { jobs: 2 });
    const { race } = outcome.problems[0]!;
    expect(race!.outcome).toBe("winner");
    expect(race!.standing).toEqual(["he"]);
  }, 60_000);

  it("tunes learning rates on what the trainer holds out", async () => {
    const more = ["--lr={learningRate}", "--validation={validation}"];
    const study = studyOf(more, { learningRate: "auto", seeds: 2, tuningSeeds: 1 });
    const { outcome } = await outcomeOf(study, { jobs: 2 });
    const rates = outcome.problems[0]!.rates!.methods.map(({ rate }) => rate);
    // The figures are best at 0.1, the recipe's.
    expect(rates).toEqual([0.1, 0.1]);
  }, 60_000);

  it("takes data that only the trainer reads, by what the study states of it", async () => {
    const data = {
      name: "x-rays",
      sha256: "ab".repeat(32),
      classes: 4,
      trainSamples: 900,
      testSamples: 100,
      shape: [16],
    };
    const trainer = { command: [process.execPath, ...words], folder, data };
    const { outcome, results } = await outcomeOf(studyOf([], { trainer }));
    expect(outcome.problems[0]!.title).toBe("x-rays × mlp:depth=1,width=8");
    expect(results[0]!.cell.problem.dataChecksum).toBe(data.sha256);
  });
});

describe("what a trainer does wrong costs its run, with the reason", () => {
  const reasons: readonly (readonly [way: string, status: string, reason: RegExp])[] = [
    ["exit-3", "crashed", /^the trainer failed: it ended with exit code 3: cuda: out of memory$/],
    ["nothing", "crashed", /^the trainer ended without metrics; it must write a line of JSON per epoch/],
    ["garbage", "crashed", /^a line of its metrics is wrong: "epoch 1: 93 %" is not JSON$/],
    ["list", "crashed", /"\[1, 2\]" is no object/],
    ["percent", "crashed", /its testAccuracy is 93, expected a fraction from 0 to 1/],
    ["misspelt", "crashed", /^epoch 1 of its metrics has no testAccuracy; its "testAcuracy" is not read$/],
    ["nan", "diverged", /^trainLoss was not a finite number \(epoch 1\)$/],
    ["other-data", "refused", /^the trainer reads cifar10, and the study is of glyphs with SHA-256 [0-9a-f]{64}$/],
    ["too-many", "crashed", /^it reported epoch 3, and the study has 2\./],
    ["skips", "crashed", /^it reported epoch 2 after 0 epochs$/],
    ["half", "crashed", /^the trainer ended after epoch 1 of 2$/],
    ["chatty", "crashed", /^the trainer failed: it wrote more than 64 MB to stdout and stderr$/],
    ["killed", "crashed", /^the trainer failed: it was ended by SIGKILL$/],
  ];
  it.each(reasons)(
    "%s",
    async (way, status, reason) => {
      const { results } = await runStudy(studyOf([`--way=${way}`], { inits: "he", seeds: 1 }));
      expect(results[0]).toMatchObject({ status, reason: expect.stringMatching(reason) as unknown });
    },
    60_000,
  );

  it("never ends", async () => {
    const { results } = await runStudy(studyOf(["--way=never"], { inits: "he", seeds: 1 }), { timeLimit: 1 });
    expect(results[0]).toMatchObject({ status: "crashed", reason: "the trainer failed: it took longer than 1 s" });
  });

  it("fills the disk", async () => {
    const trainer = { command: [process.execPath, ...words, "--way=disk"], folder, diskMegabytes: 5 };
    const { results } = await runStudy(studyOf([], { trainer, inits: "he", seeds: 1 }));
    expect(results[0]).toMatchObject({
      status: "crashed",
      reason: "the trainer failed: it wrote more than 5 MB into its folder (diskMegabytes of trainer allows more)",
    });
  });

  it("fails for one seed, and the study goes on", async () => {
    const place = temporaryFolder();
    writeFileSync(
      join(place, "t.mjs"),
      `const [weights, seed] = process.argv.slice(2);
       if (seed === "1") throw new Error("bad seed");
       console.log("some log"); console.log(JSON.stringify({ epoch: 1, testAccuracy: 0.5 }));`,
    );
    const trainer = { command: `${process.execPath} t.mjs {weights} {seed}`, folder: place };
    const { results } = await runStudy(studyOf([], { trainer, inits: "he", epochs: 1 }));
    expect(results.map(({ status }) => status)).toEqual(["done", "crashed", "done"]);
    expect(results[1]!.reason).toMatch(/exit code 1: Error: bad seed$/);
  });
});

describe("a trainer that cannot be is refused before anything runs", () => {
  const refused: readonly (readonly [what: string, options: StudyOptions, message: RegExp])[] = [
    [
      "a program that is not there",
      { trainer: { command: "pythn3 trainer.mjs {weights} {seed}", folder } },
      /The trainer's program pythn3 is not there: no folder of PATH has it\./,
    ],
    [
      "no file",
      { trainer: { command: `${process.execPath} {weights} {seed}`, folder } },
      /List the files that decide them as files in trainer/,
    ],
    [
      "a file that is not there",
      { trainer: { command: `${process.execPath} trainer.mjs {weights} {seed}`, folder, files: ["net.py"] } },
      /The trainer's file net\.py \(.*\) is not there/,
    ],
    [
      "an unknown placeholder",
      { trainer: `${process.execPath} t {weights} {seeds}` },
      /unknown placeholder \{seeds\}\. Did you mean \{seed\}\?/,
    ],
    ["no weights", { trainer: "python3 t.py {seed}" }, /lacks \{weights\}: without the file of initial weights/],
    ["no seed", { trainer: "python3 t.py {weights}" }, /lacks \{seed\}: without the seed/],
    ["a quote without its end", { trainer: "python3 't.py {weights} {seed}" }, /a quote without its end/],
    [
      "a key that would be ignored",
      studyOf([], { batch: 32 }),
      /batch would not reach the trainer, whose command lacks \{batch\}/,
    ],
    ["a schedule", studyOf([], { schedule: { kind: "cosine" } }), /schedule cannot be handed to a trainer/],
    ["a probe", studyOf([], { probe: true }), /probe reads networks that stepzero trains/],
    [
      "tuning without held-out samples",
      studyOf(["--lr={learningRate}"], { learningRate: "auto" }),
      /lacks \{validation\}/,
    ],
    [
      "a method that looks at data",
      studyOf([], { inits: "lsuv" }),
      /lsuv does not fit mlp:depth=1,width=8 on glyphs: it is data-driven/,
    ],
    ["a setting that the optimizer lacks", studyOf(["--x={beta1}"]), /asks for \{beta1\}, and sgd has no beta1/],
  ];
  it.each(refused)("%s", async (_, options, message) => {
    await expect(runStudy(options)).rejects.toThrow(message);
  });

  it("refuses options of stepzero's own training", async () => {
    await expect(runStudy(studyOf(), { replicas: 2 })).rejects.toThrow(
      /replicas is about networks that stepzero trains/,
    );
  });
});
