/** The data files and tables of a made-up study's report. */
import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { tensorboardFiles } from "../../src/report/exports/tensorboard.js";
import { compareOutput } from "../../src/study/results/output.js";
import { readOutput } from "../../src/study/results/read-output.js";
import { madeUp, reportOf } from "./made-up-report.js";

const outcome = madeUp();
const output = compareOutput(outcome);
const files = reportOf(outcome);

/** Parses CSV as RFC 4180 has it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    if (rows.length === 0 || rows.at(-1)!.at(-1) === "\0") rows.push([]);
    const row = rows.at(-1)!;
    row.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end !== ",") row.push("\0");
  }
  return rows.map((row) => row.slice(0, -1));
}

describe("data", () => {
  it("has in its CSV the very numbers of the JSON", () => {
    const [names, ...rows] = parseCsv(files.get("data/epochs.csv") as string);
    const expected = output.runs.flatMap(({ id, method, seed, epochs }) =>
      epochs.map((epoch) => ({ id, method, seed, ...epoch })),
    );
    expect(rows).toHaveLength(expected.length);
    const at = (row: string[], name: string) => row[names!.indexOf(name)]!;
    rows.forEach((row, i) => {
      const { id, method, epoch, testAccuracy, trainLoss } = expected[i]!;
      expect([at(row, "id"), at(row, "method"), Number(at(row, "epoch"))]).toEqual([id, method, epoch]);
      expect(Number(at(row, "testAccuracy"))).toBe(testAccuracy);
      expect(Number(at(row, "trainLoss"))).toBe(trainLoss);
    });
  });

  it("has a row per method in the summary and per pair in the verdicts, sentences with commas included", () => {
    const [names, ...rows] = parseCsv(files.get("data/summary.csv") as string);
    expect(rows.map((row) => row[names!.indexOf("method")])).toEqual(output.summary.map(({ method }) => method));
    expect(rows.map((row) => row[names!.indexOf("testAccuracyMean")])).toEqual(
      output.summary.map(({ testAccuracy }) => (testAccuracy === null ? "" : String(testAccuracy.mean))),
    );
    const [columns, ...pairs] = parseCsv(files.get("data/verdicts.csv") as string);
    expect(pairs.map((row) => row[columns!.indexOf("sentence")])).toEqual(
      output.verdicts.flatMap(({ verdicts }) => verdicts.map(({ sentence }) => sentence)),
    );
  });

  it.each(["epochs", "runs", "summary", "verdicts"])("has in %s.parquet what %s.csv has", async (name) => {
    const bytes = files.get(`data/${name}.parquet`) as Uint8Array;
    const read = await parquetReadObjects({ file: bytes.slice().buffer });
    const [names, ...rows] = parseCsv(files.get(`data/${name}.csv`) as string);
    expect(read.map((row) => names!.map((column) => String(row[column] ?? "")))).toEqual(rows);
    if (name === "runs")
      expect(read[0]).toMatchObject({
        seed: 0n,
        reason: null,
        testAccuracy: output.runs[0]!.epochs.at(-1)!.testAccuracy,
      });
  });
});

it("every export has the largest seeds to the last digit", async () => {
  const seeds = [2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER];
  const large = madeUp({ inits: ["he", "zero"], seeds });
  const written = reportOf(large);
  const expected = [...seeds, ...seeds].map(String);
  const [names, ...rows] = parseCsv(written.get("data/runs.csv") as string);
  expect(rows.map((row) => row[names!.indexOf("seed")])).toEqual(expected);
  const bytes = written.get("data/runs.parquet") as Uint8Array;
  const read = await parquetReadObjects({ file: bytes.slice().buffer });
  expect(read.map(({ seed }) => String(seed))).toEqual(expected);
  const json = JSON.parse(written.get("data/study.json") as string) as typeof output;
  expect(json.runs.map(({ seed }) => String(seed))).toEqual(expected);
  expect(readOutput(json, "study.json").problems[0]!.runs.map(({ seed }) => String(seed))).toEqual(expected);
  const folders = tensorboardFiles(large, 0).map(({ path }) => /seed-(\d+)/.exec(path)![1]);
  expect(folders).toEqual(expected);
});

describe("tables", () => {
  it("have in Markdown every method in its row, and what is special escaped", () => {
    const text = files.get("tables.md") as string;
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(2 * (2 + 5));
    expect(new Set(rows.map((row) => row.match(/(?<!\\)\|/g)!.length)).size).toBe(1);
  });

  it("have in LaTeX as many cells in every row, and no special character loose", () => {
    const text = files.get("tables.tex") as string;
    const rows = text.split("\n").filter((line) => line.endsWith("\\\\"));
    expect(rows).toHaveLength(2 * (1 + 5));
    for (const row of rows) {
      expect(row.match(/(?<!\\)&/g)).toHaveLength(rows[0]!.match(/(?<!\\)&/g)!.length);
      expect(row).not.toMatch(/(?<!\\)[%#_]/);
      expect(row.replace(/\$\\(pm|times)\$|\$-\$/g, "")).not.toMatch(/[^\x20-\x7e]|\$/);
    }
  });
});
