/** Labels with control characters, and what each format reads, in every file of a report. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { tensorboardFiles } from "../../src/report/exports/tensorboard.js";
import { havePython } from "../oracles.js";
import { runPython } from "../python.js";
import { madeUp, reportOf } from "./made-up-report.js";
import { textByPython } from "./parsed-by-python.js";

const isPythonThere = havePython("xml");

/** ESC, a C1 control, a right-to-left override, a lone half, line ends, and each format's own. */
const evil = "=\u001b[2J\u009b\u202e\ud800\u2028\u0000\r\nx|`<b>&\"'\\input{y}%$#_^~\ufffe";
const shown = "=\\u001b[2J\\u009b\\u202e\\ud800\\u2028\\u0000";

const hostile = JSON.parse(JSON.stringify(madeUp()).replaceAll("orthogonal", JSON.stringify(evil).slice(1, -1)));
const files = reportOf(hostile);
const text = (path: string): string => files.get(path) as string;
const texts = [...files].filter(([path]) => /\.(html|svg|md|tex|csv)$/.test(path)) as [string, string][];

describe("a hostile label", () => {
  it.each(texts.map(([path]) => path))("%s: no hidden character but line ends", (path) => {
    const lines = text(path).replaceAll(path.endsWith(".csv") ? "\r\n" : "\n", "");
    expect(lines).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/u);
  });

  it.skipIf(!isPythonThere)("figures are well-formed XML by expat, and show the label", () => {
    const figures = texts.filter(([path]) => path.endsWith(".svg"));
    expect(figures.length).toBeGreaterThan(3);
    const program = `
import json, sys, xml.etree.ElementTree as tree
for path, svg in json.load(sys.stdin): print("".join(tree.fromstring(svg.encode("utf-8")).itertext()))`;
    const read = runPython(program, [], JSON.stringify(figures));
    expect(read).toContain(shown);
  });

  it.skipIf(!isPythonThere)(
    "the page's elements are closed in their order, by Python's parser, and show the label",
    () => {
      expect(textByPython(text("report.html"))).toContain(shown);
    },
  );

  it("is one cell in Markdown, with nothing in it that Markdown reads", () => {
    const rows = text("tables.md")
      .split("\n")
      .filter((line) => line.startsWith("|"));
    const widths = new Set(rows.map((row) => row.match(/(?<!\\)\|/g)!.length));
    expect(widths.size).toBe(1);
    expect(text("tables.md")).toContain("=\\\\u001b\\[2J\\\\u009b");
    expect(text("tables.md")).not.toMatch(/(?<!\\)[`<&$]/);
  });

  it("has no command and no comment in LaTeX", () => {
    const lines = text("tables.tex")
      .split("\n")
      .filter((line) => line.includes("u001b") && !line.startsWith("% "));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toContain("=\\textbackslash{}u001b[2J\\textbackslash{}u009b");
      expect(line).toContain("\\textbackslash{}input\\{y\\}\\%\\$\\#\\_\\textasciicircum{}\\textasciitilde{}");
    }
  });

  it("is no formula in CSV, and is as it was in JSON and in the table of runs", () => {
    expect(text("data/runs.csv")).toContain(`"'${shown}`);
    expect(text("data/runs.csv")).not.toMatch(/(^|,)"?[=+@]/m);
    const { methods } = JSON.parse(text("data/study.json"));
    expect(JSON.stringify(methods ?? text("data/study.json"))).toContain("u001b[2J");
  });

  it("is no path out of TensorBoard's folder", () => {
    for (const { path } of tensorboardFiles(hostile, 0)) expect(path).toMatch(/^[\p{L}\p{N}=,.+_/-]+$/u);
  });

  it("is not taken for an element", () => {
    const { document } = parseHTML(text("report.html"));
    expect(document.querySelectorAll("b")).toHaveLength(0);
  });
});
