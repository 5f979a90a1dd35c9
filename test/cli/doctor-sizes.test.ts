/** `stepzero doctor --widths --depths` as a person types it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { doctorSchema } from "../../src/diagnosis/output-schema.js";
import { stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const file = (name: string) => join(folder, name);
const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ");
const small = ["doctor", "mlp:depth=2", "--input", "16", "--optimizer", "adam", "--widths", "16,32,64"];

it("says whether a rate transfers, and what to type; that transfers", () => {
  const standard = stepzero(small);
  expect(standard.code).toBe(0);
  expect(standard.stderr).toBe("Coordinate check: 3 networks, 10 draws of each, in less than 0.1 GB.\n");
  expect(standard.stdout).toContain("✗ A learning rate that is right for width 16 is too large for 64");
  expect(standard.stdout).toMatch(/\n {2}output .*±0\.\d\d +1\n/);
  const [, words = ""] = /main\.js (doctor mlp:depth=2 .*--init mup:scale=2)\n/.exec(standard.stdout) ?? [];
  const maximal = stepzero(words.split(" "));
  expect(maximal.stdout).toContain("✓ A learning rate that is right for width 16 is right for 64");
  expect(inOneLine(maximal.stdout)).toContain("The slopes are those of μP.");
  expect([...standard.stdout.split("\n"), ...maximal.stdout.split("\n")].filter((line) => line.length > 80)).toEqual([
    expect.stringContaining("--init mup:scale=2"),
  ]);
});

it("prints an object of the published schema, and fails where a rate does not transfer", () => {
  const { code, stdout } = stepzero([
    ...small,
    "--depths",
    "2,4",
    "--seeds",
    "3",
    "--json",
    "--fail-on",
    "no-transfer",
  ]);
  const { coordinateCheck } = doctorSchema.parse(JSON.parse(stdout));
  expect(code).toBe(1);
  const { optimizer, seeds, steps, rows, sweeps } = coordinateCheck!;
  expect({ optimizer, seeds, steps, rows }).toEqual({ optimizer: "adam", seeds: 3, steps: 1, rows: 8 });
  expect(sweeps.map(({ dimension, sizes, fixed }) => ({ dimension, sizes, fixed }))).toEqual([
    { dimension: "width", sizes: [16, 32, 64], fixed: { dimension: "depth", size: 2 } },
    { dimension: "depth", sizes: [2, 4], fixed: { dimension: "width", size: 128 } },
  ]);
  expect(sweeps[0]!.verdict).toBe("does-not-transfer");
  expect(sweeps[0]!.series.map(({ values }) => values.map((draws) => draws.length))).toEqual(
    Array.from({ length: 12 }, () => [3, 3, 3]),
  );
});

it("takes data, a page, and a network of one's own whose file has the option", () => {
  writeFileSync(
    file("mine.ts"),
    `import { dense, flatten, integer, sequential } from "stepzero";
import { defineModel } from "stepzero/networks";

export default defineModel({
  name: "mine",
  summary: "two dense layers",
  options: { width: integer(32, 1, 4096, "units") },
  recipe: { loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 }, batch: 32, epochs: 1 },
  build: ({ classes }, { width }) =>
    sequential(flatten(), dense(width, { activation: "relu" }), dense(width, { activation: "relu" }), dense(classes)),
});
`,
  );
  const page = file("page.html");
  const { code, stdout } = stepzero([
    "doctor",
    file("mine.ts"),
    "--data",
    "glyphs",
    "--widths",
    "8,16,32",
    "--html",
    page,
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain("width 8, 16, 32; each ∝ width^slope");
  expect(readFileSync(page, "utf8")).toContain('<figure id="width-update">');
  const deep = stepzero(["doctor", file("mine.ts"), "--depths", "1,2"]);
  expect([deep.code, inOneLine(deep.stderr)]).toEqual([2, expect.stringContaining('mine has no option "depth"')]);
});

const written = file("net.onnx");
stepzero(["init", "--model", "mlp:depth=2,width=8", "--init", "he", "--out", written]);

it.each([
  [["--widths", "0,64"], '--widths must be whole numbers from 1 on, separated by commas, got "0,64"'],
  [["--widths", "64.5,128"], "--widths must be whole numbers from 1 on"],
  [["--widths", "64,,128"], "--widths must be whole numbers from 1 on"],
  [["--widths", "64"], '--widths needs two numbers or more, since a slope goes through two points, got "64"'],
  [["--depths", "2,8,2"], '--depths must be different numbers, got "2,8,2". For example: --depths 2,8,32'],
  [["--depths", Array.from({ length: 21 }, (_, i) => i + 1).join()], "--depths takes at most 20 numbers"],
  [["--widths", "64,99999999"], "width must be a whole number from 1 to 16384, got 99999999"],
  [["--widths", "64,16384"], "the coordinate check takes at most 4 GB. Choose smaller widths."],
  [["--widths", "64,128", "--seeds", "1"], "--seeds must be 2 or more, got 1"],
  [["--widths", "64,128", "--init", "lsuv"], "doctor draws weights without looking at data"],
  [["--fail-on", "no-transfer"], "--fail-on no-transfer needs a coordinate check: give --widths"],
])("mlp %j is refused with the remedy", (words, message) => {
  const { code, stderr } = stepzero(["doctor", "mlp", ...words]);
  expect([code, inOneLine(stderr)]).toEqual([2, expect.stringContaining(message)]);
});

it.each([
  [[written], "net.onnx holds one of one size. Name a network that has these options"],
  [[written, written], "--widths belongs to the diagnosis of one model, and doctor compares two files"],
  [["resnet20"], 'resnet20 has no option "width" that is a whole number'],
  [["vit_tiny"], "width must be a multiple of heads; got 30 and 4"],
])("%j with widths is refused with the remedy", (models, message) => {
  const { code, stderr } = stepzero(["doctor", ...models, "--widths", "30,62"]);
  expect([code, inOneLine(stderr)]).toEqual([2, expect.stringContaining(message)]);
});
