/** The report of a made-up study: its page, figures, tables and data. */
import { parquetReadObjects } from "hyparquet";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import type { ReportFile } from "../../src/report/report.js";
import type { MethodOutcome } from "../../src/study/results/methods.js";
import type { Outcome } from "../../src/study/results/outcome.js";
import { compareOutput } from "../../src/study/results/output.js";
import type { RunRecord } from "../../src/study/results/records.js";
import type { CompareOutput } from "../../src/study/results/schema.js";
import { madeUp, reportOf } from "./made-up-report.js";

const outcome = madeUp();
const output = compareOutput(outcome);
let files: ReadonlyMap<string, ReportFile["content"]>;
let html: string;
let page: Document;
beforeAll(() => {
  files = reportOf(outcome);
  html = files.get("report.html") as string;
  page = parseHTML(html).document;
});

/** The outcome with other epochs in all its runs, its figures as they are. */
function withEpochs(from: Outcome, change: (epochs: RunRecord["epochs"]) => RunRecord["epochs"]): Outcome {
  const changed = (runs: readonly RunRecord[]) => runs.map((run) => ({ ...run, epochs: change(run.epochs) }));
  const problems = from.problems.map((problem) => ({
    ...problem,
    runs: changed(problem.runs),
    methods: problem.methods.map((method) => ({
      ...method,
      runs: changed(method.runs),
      learned: changed(method.learned),
      averaged: changed(method.averaged),
    })),
  }));
  return { ...from, problems };
}

/** Text of an element with its white space as a reader sees it. */
const textOf = (element: Element | null) => element?.textContent?.replace(/\s+/g, " ").trim() ?? "";

describe("the page", () => {
  it("answers first: headline, then the verdicts' own sentences", () => {
    const answer = page.querySelector("#answer")!;
    const leaders = output.verdicts.map(({ leader }) => leader);
    expect(leaders).toEqual([null, null]);
    expect(textOf(answer.querySelector("h1"))).toBe("No method is shown to be the best on either of 2 problems");
    const [first, second] = [...answer.querySelectorAll(".verdict")].map(textOf);
    expect(first).toContain(output.verdicts[0]!.verdicts[0]!.sentence);
    expect(second).toContain(output.verdicts[1]!.verdicts[0]!.sentence);
  });

  it("names a leader that beat all others, and only then", () => {
    const title = (one: Outcome) =>
      textOf(parseHTML(reportOf(one).get("report.html") as string).document.querySelector("h1"));
    const two = madeUp({ inits: ["he", "glorot-uniform", "zero"], seeds: [0, 1, 2, 3, 4] });
    expect(title(two)).toBe("On glyphs × mlp, he beats the only other method that learned");
    expect(title(madeUp({ inits: ["he", "glorot-uniform"], seeds: [0, 1, 2, 3, 4] }))).toBe(
      "On glyphs × mlp, he beats glorot-uniform",
    );
    expect(title(madeUp({ inits: ["he", "zero"] }))).toBe("Only he learned anything on glyphs × mlp");
    expect(title(madeUp({ inits: ["zero"] }))).toBe("No method learned anything on glyphs × mlp");
    expect(title(madeUp({ inits: ["he", "glorot-uniform"], seeds: [0] }))).toBe(
      "No winner on glyphs × mlp: he cannot be told from glorot-uniform",
    );
  });

  it("names no winner that fails more often than another", () => {
    const two = madeUp({ inits: ["he", "glorot-uniform"], seeds: [0, 1, 2, 3, 4] });
    const [problem] = two.problems;
    const [he, glorot] = problem!.methods as [MethodOutcome, MethodOutcome];
    const failing = { ...he, rank: 2, failures: { ...he.failures, diverged: 1 } };
    const methods = [{ ...glorot, rank: 1 }, failing];
    const { document } = parseHTML(
      reportOf({ ...two, problems: [{ ...problem!, methods }] }).get("report.html") as string,
    );
    expect(textOf(document.querySelector("h1"))).toBe(
      "On glyphs × mlp, he is best where it learns, and glorot-uniform fails least",
    );
  });

  it("ranks every method with its mean, interval and failures", () => {
    const rows = [...page.querySelectorAll("#problem-1 table")[0]!.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("th,td")].map(textOf),
    );
    const methods = output.summary.filter(({ model }) => model === "mlp");
    expect(rows.map(([rank, method]) => [rank, method])).toEqual(
      methods.map(({ rank, method }) => [String(rank ?? "–"), method]),
    );
    const { mean, high } = methods[0]!.testAccuracy!;
    expect(rows[0]![2]).toBe(`${(100 * mean).toFixed(2)} ± ${(100 * (high! - mean)).toFixed(2)} %`);
    expect(rows.map((row) => row[3])).toEqual(["none", "none", "none", "5 of 5 stuck", "5 of 5 diverged"]);
  });

  it("says which runs failed, and why", () => {
    const rows = [...page.querySelectorAll("#failures tbody tr")].map(textOf);
    expect(rows).toHaveLength(4);
    expect(rows[1]).toContain("random:std=0.5");
    expect(rows[1]).toContain("the loss was NaN at step 2 (epoch 1)");
  });

  it("holds all data, which is the object of compare --json", () => {
    expect(JSON.parse(page.querySelector("#study-data")!.textContent!)).toEqual(JSON.parse(JSON.stringify(output)));
    expect(JSON.parse(files.get("data/study.json") as string)).toEqual(JSON.parse(JSON.stringify(output)));
  });

  it("fetches nothing", () => {
    for (const element of page.querySelectorAll("[src], link[href], image, use, object, embed, iframe")) {
      expect(element.getAttribute("src") ?? element.getAttribute("href") ?? "").toMatch(/^data:/);
    }
    expect(html.match(/@import|url\((?!#)/)).toBeNull();
  });

  it("has no duplicate id, and every link within it leads somewhere", () => {
    const ids = [...page.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of page.querySelectorAll('a[href^="#"]'))
      expect(ids).toContain(link.getAttribute("href")!.slice(1));
  });

  it("links only to files that are there", () => {
    for (const link of page.querySelectorAll("a[href]")) {
      const href = link.getAttribute("href")!;
      if (!/^(#|https?:)/.test(href)) expect([...files.keys()]).toContain(href);
    }
  });

  it("leaves earlier epochs to the file beside it where they are too many, and says so", () => {
    const long = withEpochs(outcome, (epochs) =>
      Array.from({ length: 200 }, (_, i) => ({ ...epochs[0]!, epoch: i + 1 })).slice(0, 66 * epochs.length),
    );
    const text = reportOf(long).get("report.html") as string;
    expect(text.length).toBeLessThan(2_000_000);
    const { document } = parseHTML(text);
    const held = JSON.parse(document.querySelector("#study-data")!.textContent!) as CompareOutput;
    expect(held.runs.map(({ epochs }) => epochs.map(({ epoch }) => epoch))).toEqual(
      compareOutput(long).runs.map(({ epochs }) => epochs.slice(-1).map(({ epoch }) => epoch)),
    );
    expect(textOf(document.querySelector("#provenance p.download"))).toContain("only the file beside it has");
  });

  it("is small", () => expect(html.length).toBeLessThan(500_000));

  it("says what is missing", () => {
    const few = reportOf(madeUp(undefined, ({ init, seed }) => init !== "he" || seed !== 3));
    const notice = parseHTML(few.get("report.html") as string).document.querySelector("#answer .notice");
    expect(textOf(notice)).toContain("2 runs are missing");
    expect(textOf(notice)).toContain("glyphs × mlp: 1 (he seed 3)");
  });

  it("says how methods with recipes of their own were trained", () => {
    const of = {
      inits: ["he", "orthogonal"],
      training: [{ optimizer: "sgd" as const }, { optimizer: "adam" as const }],
    };
    const { document } = parseHTML(reportOf(madeUp(of)).get("report.html") as string);
    expect(textOf(document.querySelector("#answer .setting"))).toContain("each method with its recipe, batch");
    expect(textOf(document.querySelector("#answer .caveats"))).toContain("ranked with the recipes listed");
    expect([...document.querySelectorAll("#methods h3")].map(textOf)).toEqual([
      "he [sgd]",
      "he [adam]",
      "orthogonal [sgd]",
      "orthogonal [adam]",
    ]);
    expect(textOf(document.querySelector("#methods .card"))).toContain("Recipe: sgd");
    expect(textOf(document.querySelector("#provenance"))).toContain('recipe of he [adam]{"optimizer":"adam"}');
  });

  it("takes names as text, never as HTML", () => {
    const evil = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>`;
    const reported = reportOf(JSON.parse(JSON.stringify(outcome).replaceAll('"orthogonal"', JSON.stringify(evil))));
    const { document } = parseHTML(reported.get("report.html") as string);
    expect(document.querySelectorAll("img")).toHaveLength(0);
    expect(document.querySelectorAll("script")).toHaveLength(2);
    expect(textOf(document.querySelector("#methods"))).toContain(evil);
    for (const [path, content] of reported) {
      if (path.endsWith(".svg"))
        expect(parseHTML(content as string).document.querySelectorAll("img, script")).toHaveLength(0);
    }
  });
});

describe("figures", () => {
  it("are files and stand in the page", () => {
    const svgs = [...files.keys()].filter((path) => path.endsWith(".svg"));
    expect(svgs).toHaveLength(1 + 2 * 6);
    for (const path of svgs) expect(page.querySelector(`figure#${path.slice(8, -4)} svg`), path).not.toBeNull();
  });

  it("each have title, description, labels, and the name space and colours of a file of their own", () => {
    for (const [path, content] of files) {
      if (!path.endsWith(".svg")) continue;
      const text = content as string;
      expect(text).toMatch(/^<\?xml [^>]*\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(text).toMatch(/<style>.*--hue-blue/);
      const { document } = parseHTML(text.replace(/^<\?xml.*\n/, ""));
      const svg = document.querySelector("svg")!;
      expect(svg.getAttribute("role")).toBe("img");
      const [title, description] = svg
        .getAttribute("aria-labelledby")!
        .split(" ")
        .map((id) => document.getElementById(id));
      expect(title?.localName).toBe("title");
      expect(textOf(title!).length).toBeGreaterThan(10);
      expect(description?.localName).toBe("desc");
      expect(textOf(description!)).toMatch(/he/);
      const words = textOf(svg);
      if (path.includes("accuracy") || path.includes("loss")) {
        expect(words).toContain("epoch");
        expect(words).toMatch(/\(%\)|\(nats per sample\)/);
        for (const method of ["he", "glorot-uniform", "orthogonal", "zero"]) expect(words).toContain(method);
      }
      expect(text.match(/NaN|undefined|Infinity/)).toBeNull();
    }
  });

  it("say n and what the intervals are", () => {
    const caption = textOf(page.querySelector("#problem-1-test-accuracy figcaption"));
    expect(caption).toContain("mean over 5 seeds");
    expect(caption).toContain("95 % t interval");
  });

  it("are the same drawn twice", () => {
    const again = reportOf(outcome);
    for (const [path, content] of files) expect(String(again.get(path)) === String(content), path).toBe(true);
  });

  it("are no curves where one epoch was trained", () => {
    const short = withEpochs(outcome, (epochs) => epochs.slice(0, 1));
    const paths = [...reportOf(short).keys()].filter((path) => path.endsWith(".svg"));
    expect(paths.some((path) => path.endsWith("final-values.svg"))).toBe(true);
    expect(paths.filter((path) => /accuracy|loss/.test(path))).toEqual([]);
  });

  it("are drawn of one seed and one epoch, and of runs that broke off before any epoch", () => {
    const one = reportOf(madeUp({ inits: ["he", "random:std=0.5"], seeds: [0] }));
    expect([...one.keys()].filter((path) => path.endsWith(".svg")).length).toBeGreaterThan(3);
    const none = reportOf(madeUp({ inits: ["random:std=0.5"], seeds: [0] }));
    expect([...none.keys()].filter((path) => path.endsWith(".svg"))).toEqual([]);
    for (const content of [one, none].map((files) => files.get("report.html") as string))
      expect(content.match(/NaN %|undefined|Infinity/)).toBeNull();
  });
});

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
        seed: 0,
        reason: null,
        testAccuracy: output.runs[0]!.epochs.at(-1)!.testAccuracy,
      });
  });
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
