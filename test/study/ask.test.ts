/**
 * Ask and tell: the same store as when stepzero starts the trainer, resume, leases, several askers,
 * through the library and through real processes of the command line.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AskedCell, type OpenedStudy, openStudy } from "../../src/entries/node.js";
import type { StudyOptions } from "../../src/study/plan/options.js";
import { readFolder } from "../../src/study/results/node/read-folder.js";
import { analyse } from "../../src/study/results/outcome.js";
import { runStudy } from "../../src/study/run/node/run-study.js";
import { main, stepzero, temporaryFolder } from "../cli/run.js";
import { havePython, python } from "../oracles.js";
import { folder, studyOf } from "./trainer-study.js";

/** The results of a folder by id, without their times. */
function storeOf(out: string): Record<string, unknown> {
  const cells = readdirSync(join(out, "cells")).sort();
  return Object.fromEntries(
    cells.map((name) => {
      const { runtime, result } = JSON.parse(readFileSync(join(out, "cells", name), "utf8")) as {
        runtime: string;
        result: { cell: unknown; status: string; epochs: Record<string, unknown>[] };
      };
      return [name, { runtime, ...result, epochs: result.epochs.map(({ seconds: _, ...figures }) => figures) }];
    }),
  );
}

/** Trains a cell as the command of `studyOf` does, and gives the lines that it reports. */
function trainByHand(
  { weights, seed, epochs, validation, learningRate }: AskedCell,
  more: readonly string[],
): string[] {
  const values: Readonly<Record<string, unknown>> = { validation, learningRate };
  const filled = more.map((word) => word.replace(/\{(\w+)\}/, (_, name: string) => String(values[name])));
  const words = ["trainer.mjs", `--weights=${weights}`, `--seed=${seed}`, `--epochs=${epochs}`, ...filled];
  return execFileSync(process.execPath, words, { cwd: folder, encoding: "utf8" }).trim().split("\n");
}

/** Asks and tells until nothing is left; each program that asks is chosen by `whose`. */
async function askAll(studies: readonly OpenedStudy[], more: readonly string[], whose: (turn: number) => number) {
  const ids: string[] = [];
  for (let turn = 0; ; turn++) {
    const study = studies[whose(turn) % studies.length]!;
    const cell = await study.ask();
    if (cell === undefined) break;
    ids.push(cell.id);
    await study.tell(cell, trainByHand(cell, more));
  }
  return ids;
}

const loop: StudyOptions = { ...studyOf(), trainer: { loop: "my-loop-1" }, seeds: 2, epochs: 1 };
const figures = [{ epoch: 1, testAccuracy: 0.5 }];

describe("ask and tell", () => {
  const studies: readonly (readonly [what: string, more: readonly string[], options: Partial<StudyOptions>])[] = [
    ["a grid", [], { seeds: 2 }],
    ["varying order", [], { seeds: 2, vary: "order" }],
    ["a metric", ["--report=testError"], { seeds: 2, metric: "testError" }],
    ["a race", [], { seeds: undefined, untilDecided: true, epochs: 1 }],
    [
      "tuned rates",
      ["--lr={learningRate}", "--validation={validation}"],
      { learningRate: "auto", seeds: 1, tuningSeeds: 1, epochs: 1, inits: "he" },
    ],
  ];
  it.each(studies)(
    "of %s give the store that the command gives, whoever asks",
    async (_, more, options) => {
      const study = studyOf(more, options);
      const command = join(temporaryFolder(), "command");
      await runStudy(study, { out: command });
      const whole = storeOf(command);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }), async (turns) => {
          const out = join(temporaryFolder(), "asked");
          const askers = [await openStudy(study, { out }), await openStudy(study, { out })];
          const ids = await askAll(askers, more, (turn) => turns[turn % turns.length]!);
          for (const asker of askers) asker.close();
          expect(new Set(ids).size).toBe(ids.length);
          expect(storeOf(out)).toEqual(whole);
          expect(existsSync(join(out, "asked"))).toBe(false);
          expect(readdirSync(join(out, "claims"))).toEqual([]);
        }),
        { numRuns: 2 },
      );
      const read = readFolder(command, () => {});
      expect(analyse(read.study, read.records).problems[0]!.missing).toEqual([]);
    },
    120_000,
  );

  it("hands out no cell twice at once, and waits where others have the rest", async () => {
    const out = join(temporaryFolder(), "out");
    const askers = [await openStudy(loop, { out }), await openStudy(loop, { out })];
    const answers = await Promise.all([...askers, ...askers].map((asker) => asker.next()));
    expect(new Set(answers.map(({ cell }) => cell!.id)).size).toBe(4);
    expect(await askers[0]!.next()).toEqual({ state: "wait" });
    // What a program gives back is free again.
    askers[1]!.close();
    expect((await askers[0]!.next()).state).toBe("cell");
    askers[0]!.close();
  });

  it("goes on with another program, and does not ask for crashed cells unless it is told to", async () => {
    const out = join(temporaryFolder(), "out");
    const first = await openStudy(loop, { out });
    const cell = (await first.ask())!;
    expect(cell).toMatchObject({ seed: 0, method: "he", epochs: 1, learningRate: 0.1, limit: "all", validation: 0 });
    await first.tell(cell, { crashed: "out of memory" });
    first.close();
    const second = await openStudy(loop, { out });
    const others: string[] = [];
    for (let next = await second.ask(); next !== undefined; next = await second.ask()) {
      others.push(next.id);
      await second.tell(next, figures);
    }
    second.close();
    expect(others).toHaveLength(3);
    const again = await openStudy(loop, { out, again: true });
    const last = (await again.ask())!;
    expect(last.id).toBe(cell.id);
    await again.tell(last, [{ runtime: "PyTorch 2.9" }, { epoch: 1, testAccuracy: Number.NaN }]);
    again.close();
    const { records, runtimes } = readFolder(out, () => {});
    expect(records.map(({ ending }) => ending)).toEqual(["diverged", "learned", "learned", "learned"]);
    expect(runtimes).toEqual(["trainer my-loop-1", "trainer my-loop-1; PyTorch 2.9"]);
  });

  it("refuses what is not whole, and what was told before", async () => {
    const out = join(temporaryFolder(), "out");
    const study = await openStudy(loop, { out });
    const cell = (await study.ask())!;
    await expect(study.tell(cell, [])).rejects.toThrow(/are not taken: the trainer ended without metrics/);
    await expect(study.tell(cell, [{ epoch: 1, acc: 0.5 }])).rejects.toThrow(/neither testAccuracy nor testLoss/);
    await study.tell(cell, figures);
    await expect(study.tell(cell, figures)).rejects.toThrow(/has a result already/);
    await expect(study.tell({ id: "0".repeat(32) }, figures)).rejects.toThrow(/is the id of no cell of this study/);
    study.close();
    await expect(runStudy(loop)).rejects.toThrow(/the loop "my-loop-1", which asks for its runs/);
    await expect(openStudy({ inits: "he" }, { out })).rejects.toThrow(/The study has no trainer/);
    const both = { ...loop, trainer: { loop: "a", command: "t {weights} {seed}" } };
    await expect(openStudy(both, { out })).rejects.toThrow(/Leave out one of the two/);
  });
});

describe("stepzero ask and stepzero tell", () => {
  const place = temporaryFolder();
  const [file, out] = [join(place, "study.json"), join(place, "out")];
  writeFileSync(file, JSON.stringify(loop));
  type Asked = { readonly state: string; readonly cell?: { readonly id: string; readonly weights: string } };
  const ask = (...more: readonly string[]) => {
    const { code, stdout, stderr } = stepzero(["ask", file, "--out", out, ...more]);
    expect([code, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout) as Asked;
  };

  it("share a study, through processes that end", () => {
    const all = Array.from({ length: 4 }, () => ask().cell!);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
    expect(all.every(({ weights }) => existsSync(weights))).toBe(true);
    expect(ask()).toEqual({ format: "stepzero/ask/1", state: "wait" });
    // The lease of the first is over: another program gets its cell.
    const claim = join(out, "claims", `${all[0]!.id}.json`);
    const before = Date.now() / 1000 - 3700;
    utimesSync(claim, before, before);
    expect(ask().cell!.id).toBe(all[0]!.id);
    const metrics = join(place, "metrics.jsonl");
    writeFileSync(metrics, '{"epoch": 1, "testAccuracy": 0.5}\n');
    for (const { id } of all.slice(1)) expect(stepzero(["tell", out, id, "--metrics", metrics]).code).toBe(0);
    const ended = stepzero(["tell", out, all[0]!.id, "--crashed", "out of memory"]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: "crashed", reason: "out of memory", epochs: 0 });
    expect(ask()).toEqual({ format: "stepzero/ask/1", state: "done" });
    expect(stepzero(["report", out]).code).toBe(0);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("out of memory");
    const twice = stepzero(["tell", out, all[1]!.id, "--metrics", metrics]);
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining("has a result already") as unknown]);
  }, 120_000);
});

describe("the programs of docs/your-trainer.md that ask and tell", () => {
  const page = readFileSync("docs/your-trainer.md", "utf8");
  const examples = resolve("examples/trainers");

  it.each(["ask.yaml", "ask_and_tell.py"])("%s is in the docs as it is", (name) => {
    expect(page).toContain(readFileSync(join(examples, name), "utf8").trimEnd());
  });

  it.skipIf(!havePython("numpy"))(
    "in Python runs the study to its end",
    () => {
      const out = join(temporaryFolder(), "out");
      const [program, study] = ["ask_and_tell.py", "ask.yaml"].map((name) => join(examples, name));
      execFileSync(python, [program!, study!, out, process.execPath, main]);
      const { study: planned, records } = readFolder(out, () => {});
      const [problem] = analyse(planned, records).problems;
      expect(records.map(({ ending }) => ending)).toEqual(Array(6).fill("learned"));
      expect(problem!.missing).toEqual([]);
      // Both methods see the same batches, and the task is linear: losses fall in every epoch.
      for (const { epochs } of records) {
        const losses = epochs.map(({ testLoss }) => testLoss);
        expect(losses).toEqual([...losses].sort((a, b) => b - a));
      }
    },
    120_000,
  );
});
