/** `checkTrainer` and `stepzero trainer check`: trainers that do one thing wrong each. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkTrainer } from "../../src/study/run/node/trainer/check-trainer.js";
import { stepzero, temporaryFolder } from "../cli/run.js";

/** A trainer whose loss before training is that of equal answers where all weights are zero. */
const program = (changes: string) => `
import { readFileSync } from "node:fs";
const [file, word] = process.argv.slice(2);
const bytes = readFileSync(file);
const start = 8 + Number(bytes.readBigUInt64LE(0));
const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
let size = floats.reduce((sum, x) => sum + Math.abs(x), 0) / floats.length;
let seed = Number(word);
let batches = seed;
let before = Math.log(10) + size;
${changes}
const say = (figures) => console.log(JSON.stringify(figures));
if (before !== undefined) say({ epoch: 0, testLoss: before });
say({ epoch: 1, testAccuracy: Math.min(1, 0.3 + size + (seed % 7) / 100), ...(batches === undefined ? {} : { batches }) });
`;

function studyWith(changes: string) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "t.mjs"), program(changes));
  const trainer = { command: [process.execPath, "t.mjs", "{weights}", "{seed}"], folder };
  return { trainer, models: "mlp:depth=1,width=8", inits: ["zero", "he"], epochs: 1 };
}

const cases: readonly (readonly [what: string, changes: string, verdicts: string, sentence: RegExp])[] = [
  ["all is well", "", "weights yes, seed repeats yes, seed decides yes, batches yes", /2\.3026 from zero weights/],
  [
    "the weights are not used",
    "size = 0.1; before = 2.5;",
    "weights no, seed repeats yes, seed decides yes, batches yes",
    /2\.5000 from he and from zero weights alike/,
  ],
  [
    "without a loss before training",
    "before = undefined;",
    "weights yes, seed repeats yes, seed decides yes, batches yes",
    /give different runs/,
  ],
  [
    "nor weights",
    "before = undefined; size = 0.1;",
    "weights no, seed repeats yes, seed decides yes, batches yes",
    /the same run, figure for figure/,
  ],
  [
    "some tensors are others",
    "before += 0.3;",
    "weights unknown, seed repeats yes, seed decides yes, batches yes",
    /some weights are used/,
  ],
  [
    "nothing is seeded",
    "seed = process.pid; batches = seed;",
    "weights yes, seed repeats no, seed decides yes, batches no",
    /One seed gives two runs that differ/,
  ],
  [
    "the seed is not used",
    "seed = 0; batches = 0;",
    "weights yes, seed repeats yes, seed decides no, batches no",
    /decides neither batches nor dropout/,
  ],
  [
    "batches depend on the weights",
    "batches += size;",
    "weights yes, seed repeats yes, seed decides yes, batches no",
    /two methods have different batches/,
  ],
  [
    "batches are not reported",
    "batches = undefined;",
    "weights yes, seed repeats yes, seed decides yes, batches unknown",
    /is not reported/,
  ],
  ["it fails", "throw new TypeError('no card');", "run no", /A run of it crashed: .* TypeError: no card\.$/],
];

it.each(cases)("%s", async (_, changes, verdicts, sentence) => {
  const { findings, problem, seconds } = await checkTrainer(studyWith(changes));
  expect(problem).toBe("glyphs × mlp:depth=1,width=8");
  expect(seconds.length).toBe(findings[0]!.subject === "run" ? 1 : 4);
  expect(findings.map(({ subject, verdict }) => `${subject} ${verdict}`).join(", ")).toBe(verdicts);
  expect(findings.map((one) => one.sentence).join(" ")).toMatch(sentence);
});

it("refuses a study without a trainer", async () => {
  await expect(checkTrainer({ models: "mlp" })).rejects.toThrow(
    "The study has no trainer, so that there is none to check.",
  );
});

it("is a command with an answer per question, and an exit code", () => {
  const { trainer, ...study } = studyWith("seed = 0; batches = 0;");
  const file = join(trainer.folder, "study.json");
  writeFileSync(file, JSON.stringify({ ...study, trainer: trainer.command }));
  const { code, stdout } = stepzero(["trainer", "check", file]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^glyphs × mlp:depth=1,width=8: 4 runs of 1 epoch on at most 10,000 samples/);
  expect(stdout.match(/^[✓✗?]/gm)).toEqual(["✓", "✓", "✗", "✗"]);
  const asJson = stepzero(["trainer", "check", file, "--json"]);
  expect(JSON.parse(asJson.stdout)).toMatchObject({ format: "stepzero/trainer-check/1", epochs: 1 });
  for (const words of [[], ["check"], ["prove", file], ["check", file, "x"]]) {
    const { code: refused, stderr } = stepzero(["trainer", ...words]);
    expect([refused, stderr], stderr).toEqual([2, expect.stringContaining("stepzero: ")]);
  }
});
