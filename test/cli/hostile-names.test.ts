/**
 * Names and labels with control characters, through every command: what reaches the terminal has no
 * control character but line feeds.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { visible } from "../../src/visible-text.js";
import { haveShared, sharedDir } from "../oracles.js";
import { stepzero, temporaryFolder } from "./run.js";

/** ESC with a style of ours and a control, C1, a direction, a separator, DEL, a carriage return. */
const evil = "\u001b[1m\u001b[2J\u009b31m\u202e\u2028\u007f\r";
const shown = "\\u001b[1m\\u001b[2J\\u009b31m\\u202e\\u2028\\u007f\\r";

const line = evil.replace("\r", "");

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const [data, method, table, results] = [`${evil}.csv`, "evil.ts", `${evil}-table.csv`, `${evil}-results`].map(at) as [
  string,
  string,
  string,
  string,
];

beforeAll(() => {
  const rows = Array.from({ length: 64 }, (_, i) => `${i % 7},${i % 5},"${i % 2 === 0 ? evil : "b"}"`);
  writeFileSync(data, `"${evil}",y,label\n${rows.join("\n")}\n`);
  // In a worker process it fails, with a message of its own.
  writeFileSync(
    method,
    `const message = ${JSON.stringify(evil)};
    export default { name: "evil", initialize: (_, { shape }) => {
      if (process.send !== undefined) throw new Error(message);
      return new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(0.01);
    } };`,
  );
  writeFileSync(table, `method,mnist,${line}\n${line},97.1,1\nzero,11.35,2\nhe,97.5,3\n`);
  mkdirSync(results);
});

function expectClean(words: readonly string[], code: number): string {
  const { code: ended, stdout, stderr } = stepzero(words);
  const said = `${stdout}${stderr}`;
  expect(said.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
  expect(ended, said).toBe(code);
  return said;
}

describe("a message that quotes input", () => {
  const commands = [
    [[evil]],
    [["list", evil]],
    [["list", `--${evil}`]],
    [["explain", evil]],
    [["explain", "--framework", evil]],
    [["explain", "--framework", "pytorch", "--layers", `conv ${evil}`]],
    [["compare", `${evil}.yaml`]],
    [["compare", "--data", at(`no${evil}.csv`)]],
    [["compare", "--init", at(`no${evil}.ts`)]],
    [["compare", "--init", `he:${evil}=1`]],
    [["compare", "--shard", evil]],
    [["report", results]],
    [["report", at(`no${evil}`)]],
    [["merge", results, at(`no${evil}`)]],
    [["merge", results, results]],
    [["audit", at(`no${evil}.csv`)]],
    [["audit", table, "--spread", "1", "--without", `no${evil}`]],
    [["reproduce", "--data", evil]],
    [["init", "--model", at(`no${evil}.onnx`), "--out", at("x.npz")]],
    [["init", "--model", evil, "--out", at("x.npz")]],
  ].map(([words]) => words as string[]);
  it.each(commands.map((words) => [visible(words.join(" ")), words] as const))("%s", (_, words) => {
    const said = expectClean(words, 2);
    expect(said).toContain("\\u001b");
    expect(said).not.toContain("defect");
  });
});

describe("a table, a list of tensors", () => {
  it.each([[[]], [["--json"]]])("audit %j", (more) => {
    expectClean(["audit", table, "--spread", "0.3", ...more], 0);
  });

  it.each([[[]], [["--json"]]])("init %j: the file's name in what is printed to load it", (more) => {
    const said = expectClean(["init", "--model", "mlp", "--out", at(`${evil}${more.length}.npz`), ...more], 0);
    expect(said).toContain(shown);
  });

  it.skipIf(!haveShared("cases/hostile/name-escape.onnx"))("init: the tensors' names", () => {
    const model = join(sharedDir, "cases/hostile/name-escape.onnx");
    expect(expectClean(["init", "--model", model, "--out", at("named.onnx")], 0)).toContain(
      "\\u001b[2J\\u001b[31mEVIL\\u0007",
    );
  });
});

describe("a study", () => {
  it("quotes a class and a label of several lines in one", () => {
    const rows = Array.from({ length: 64 }, (_, i) => `${i % 7},${i % 4 > 0 ? '"a\nstepzero: hacked"' : "b"}`);
    writeFileSync(at("lines.csv"), `x,label\n${rows.join("\n")}\n`);
    const study = ["--data", at("lines.csv"), "--init", "zero", "--seeds", "1", "--epochs", "1", "--jobs", "1"];
    const said = expectClean(["compare", ...study], 0);
    expect(said.replace(/\s+/g, " ")).toContain('always answering "a\\nstepzero: hacked"');
    expect(expectClean(["explain", "a\nstepzero: hacked"], 2)).toContain('"a\\nstepzero: hacked"');
  });

  it("of hostile data: progress, table, report, merge and JSON", () => {
    const out = at(`${evil}-out`);
    const study = ["--data", data, "--model", "mlp", "--init", `he,${method}`, "--seeds", "2", "--epochs", "1"];
    const said = expectClean(["compare", ...study, "--jobs", "1", "--out", out], 3);
    expect(said).toContain(`${shown}.csv × mlp`);
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).toContain(shown);
    for (const file of ["report.html", "tables.md", "tables.tex", "data/runs.csv", "data/verdicts.csv"]) {
      const text = readFileSync(join(out, file), "utf8").replaceAll(file.endsWith(".csv") ? "\r\n" : "\n", "");
      expect(text, file).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    }
    expectClean(["report", out], 0);
    const json = stepzero(["merge", out, "--json"]);
    expect(json.stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    // JSON's own escapes: the labels are as they were.
    expect(JSON.stringify(JSON.parse(json.stdout))).toContain(JSON.stringify(evil).slice(1, -1));
  });
});
