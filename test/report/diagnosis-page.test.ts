/** The page of a diagnosis that is made up: its words, its table, and where its marks lie. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { renderDiagnosis as renderTerminal } from "../../src/cli/terminal/diagnosis.js";
import type { Diagnosis } from "../../src/diagnosis/diagnosis.js";
import { textWidth } from "../../src/report/figures/text.js";
import { havePython } from "../oracles.js";
import { chartOf } from "./chart-marks.js";
import { complete } from "./complete-diagnosis.js";
import { diagnosisPageOf, extreme, figureFilesOf, vanishing } from "./made-up-diagnosis.js";
import { textOf } from "./made-up-report.js";
import { textByPython } from "./parsed-by-python.js";
import { overlapsOf, textsBeyond } from "./text-overlaps.js";

const documentOf = (html: string) => parseHTML(html).document;
const html = diagnosisPageOf(vanishing());
const page = documentOf(html);
const figureIds = (document: Document) => [...document.querySelectorAll("figure")].map(({ id }) => id);

const healthyHeadlineOfWarning =
  "Not sick, with 2 warnings: the loss at step 0 is 2.3 (2.3 without looking at the input).";

describe("the page", () => {
  it("answers first, with the sentences of the diagnosis", () => {
    const { findings, subject } = vanishing();
    expect(textOf(page.querySelector("main > section"))).toContain("mlp:depth=20 is sick: vanishing");
    const answer = textOf(page.querySelector("#answer"));
    const { text, cause, remedy } = findings[0]!;
    for (const part of [subject, text, cause!, ...remedy!.split("\n")]) expect(answer).toContain(part);
    const commands = [...page.querySelectorAll("#answer code")].map((code) => code.textContent);
    expect(commands).toContain(remedy!.split("\n")[1]);
    expect([...page.querySelectorAll("main > section")].map(({ id }) => id)).toEqual([
      "answer",
      "figures",
      "layers",
      "remarks",
    ]);
  });

  it("says of a warning what the terminal says: no tick, no health, and nothing in red", () => {
    const sick = vanishing();
    const warning: Diagnosis = {
      ...sick,
      verdict: "healthy",
      headline: healthyHeadlineOfWarning,
      findings: sick.findings.map((one) => ({ ...one, severity: "warning" })),
    };
    const document = documentOf(diagnosisPageOf(warning));
    expect(textOf(document.querySelector("h1"))).toContain("is not sick, with 2 warnings: vanishing, prior-bias");
    const mark = textOf(document.querySelector(".verdict"));
    expect(mark).toBe(`! ${healthyHeadlineOfWarning}`);
    const terminal = renderTerminal(warning, { width: 80, colour: false, all: false });
    expect(terminal).toContain(mark.slice(0, 40));
    expect(document.querySelectorAll("#layers .failed")).toHaveLength(0);
  });

  it("ends with notes, what was not judged, and what was assumed", () => {
    expect([...page.querySelectorAll("#remarks li")].map(textOf)).toEqual([
      "The labels are uneven.",
      "Not judged: dense3: theory has no rule for its activation",
      "bytes come as 0 to 1",
    ]);
  });

  it("has every layer in its table, and marks those of a finding", () => {
    const { layers } = vanishing(100);
    const rows = [...documentOf(diagnosisPageOf(vanishing(100))).querySelectorAll("#layers tbody tr")];
    expect(rows.map((row) => textOf(row.querySelector("th")))).toEqual(layers.map(({ name }) => name));
    expect(rows.map((row) => textOf(row.querySelector("th")!.nextElementSibling))).toEqual(
      layers.map((_, i) => (i < 2 ? "" : "vanishing")),
    );
    expect(textOf(rows[5]!)).toContain("1.00e−5");
  });

  it("says what no number is, and leaves out what no layer has", () => {
    const document = documentOf(diagnosisPageOf(extreme()));
    expect(textOf(document.querySelector("h1"))).toBe("mlp:depth=5: it cannot be told whether it is healthy");
    expect(figureIds(document)).toEqual(["signal", "cosine", "idle-units", "distinct-units"]);
    const cells = [...document.querySelectorAll("#layers tbody tr")].map((row) =>
      textOf(row.querySelectorAll("td")[2]!),
    );
    expect(cells).toEqual(["0", "1.00e13", "NaN", "∞", "1.00e−13"]);
    expect(textOf(document.querySelector("#layers thead"))).not.toContain("gradient");
  });

  it("is a page of a network without layers, too", () => {
    const document = documentOf(diagnosisPageOf(vanishing(1, { layers: [], reference: null })));
    expect(figureIds(document)).toEqual([]);
    expect(textOf(document.querySelector("#answer"))).toContain("The signal vanishes");
  });

  it("has the same bytes for equal diagnoses", () => {
    expect(diagnosisPageOf(structuredClone(vanishing()))).toBe(html);
  });

  it("loads nothing and runs nothing", () => {
    expect(page.querySelectorAll("script, img, iframe, object, link:not([rel=icon])")).toHaveLength(0);
    expect(html).not.toMatch(/(?:src|href)="(?!#|data:)/);
  });
});

describe("hostile names", () => {
  const evil = `</title><b>&"'\`\u001b[2J\u202e`;
  const from = JSON.stringify(vanishing(3)).replaceAll("dense2", JSON.stringify(evil).slice(1, -1));
  const hostile = diagnosisPageOf({ ...JSON.parse(from), model: `${evil}.onnx` });

  it("are no elements, and have no hidden characters", () => {
    const document = documentOf(hostile);
    expect(document.querySelectorAll("b")).toHaveLength(0);
    for (const hidden of ["\u001b", "\u202e"]) expect(hostile).not.toContain(hidden);
    expect(textOf(document.querySelectorAll("#layers tbody tr")[1]!)).toContain(`</title><b>&"'\`\\u001b[2J\\u202e`);
  });

  it.skipIf(!havePython("xml"))("leave every element closed in its order, by Python's parser", () => {
    expect(textByPython(hostile)).toContain(`</title><b>&"'\`\\u001b[2J\\u202e`);
    expect(textByPython(html)).toContain("The signal vanishes");
  });
});

describe("the figures", () => {
  it("place values on a logarithmic axis that is always the same", () => {
    for (const document of [page, documentOf(diagnosisPageOf(vanishing(100)))]) {
      const { marks, tick } = chartOf(document, "signal");
      const [one, low] = [tick("1"), tick("1e−4")];
      for (const [i, { y }] of marks.slice(0, 13).entries()) {
        expect(Math.abs(y - (one + (i * (low - one)) / 4))).toBeLessThan(1);
      }
      expect(tick("1e12")).toBeLessThan(tick("1e−12"));
    }
  });

  it("mark what is beyond the axis, and say so", () => {
    const { marks } = chartOf(page, "signal");
    // 10^-13 to 10^-19 are below 10^-12.
    expect(marks.filter(({ isDown }) => isDown).map(({ title }) => title.split(":")[0])).toEqual(
      [14, 15, 16, 17, 18, 19, 20].map((i) => `${i} dense${i}`),
    );
    expect(textOf(page.querySelector("figure#signal figcaption"))).toContain(
      "▼: below the axis (0, for example), which begins at 1e−12.",
    );
    expect(textOf(page.querySelector("figure#signal figcaption"))).not.toContain("▲");
    const caption = textOf(documentOf(diagnosisPageOf(extreme())).querySelector("figure#signal figcaption"));
    expect(caption).toMatch(/▲: above the axis, which ends at 1e12\. ▼: below .*×: no number\./);
  });

  it("draw the band of 95 % of the draws", () => {
    const { chart, tick } = chartOf(page, "signal");
    const band = chart.querySelector("[fill-opacity] path, path[fill-opacity]")!;
    const points = [...band.getAttribute("d")!.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    const rightmost = Math.max(...points.map(([x]) => x!));
    const ends = points.filter(([x]) => x === rightmost).map(([, y]) => y!);
    const perDecade = (tick("1e−4") - tick("1")) / 4;
    // Layer 20 has shift -0.4 and variance 0.8.
    const expected = [-1, 1].map((sign) => tick("1") - (perDecade * (-0.4 + sign * 1.96 * Math.sqrt(0.8))) / Math.LN10);
    expect(Math.abs(Math.max(...ends) - expected[0]!)).toBeLessThan(1);
    expect(Math.abs(Math.min(...ends) - expected[1]!)).toBeLessThan(1);
  });

  it("name what they draw, and nothing else", () => {
    const legend = (document: Document, id: string) =>
      [...document.querySelectorAll(`figure#${id} g.chart > g:not([transform]) text`)].map(textOf);
    expect(legend(page, "signal")).toEqual(["measured", "theory", "95 % of draws", "he, median of 3"]);
    expect(legend(page, "update")).toEqual(["measured", "usual: 1e−3"]);
    expect(legend(page, "idle-units")).toEqual(["dead", "dead, by theory"]);
    expect(legend(documentOf(diagnosisPageOf(extreme())), "idle-units")).toEqual(["saturated"]);
    const alone = documentOf(diagnosisPageOf(vanishing(20, { reference: null })));
    expect(legend(alone, "signal")).not.toContain("he, median of 3");
    expect(page.querySelectorAll('figure#signal g.chart > g[transform] [stroke-dasharray="6 3"]')).toHaveLength(1);
    expect(alone.querySelectorAll('figure#signal g.chart > g[transform] [stroke-dasharray="6 3"]')).toHaveLength(0);
  });

  it.each([1, 2, 12, 31, 101, 1000])("of %i layers have numbers that do not overlap, and samples", (depth) => {
    const document = documentOf(diagnosisPageOf(vanishing(depth)));
    for (const id of figureIds(document)) {
      const { texts, left } = chartOf(document, id);
      const bottom = Math.max(...texts.map(({ place }) => place?.[1] ?? 0));
      const axis = texts.filter(({ text, place }) => /^\d+$/.test(text) && place?.[1] === bottom && place[0] !== left);
      expect(axis.length, id).toBeGreaterThan(0);
      const spans = axis
        .map(({ text, place }) => [place![0]!, textWidth(text, 12) / 2] as const)
        .sort(([a], [b]) => a - b);
      for (const [i, [x, half]] of spans.slice(1).entries())
        expect(x - half).toBeGreaterThan(spans[i]![0] + spans[i]![1]);
      expect(textOf(document.querySelector(`figure#${id}`))).toMatch(/96 samples/);
    }
  });

  it.each([
    ["of 20 layers", complete()],
    ["of one layer and one step", complete(1, 1)],
    ["of 101 layers and 40 steps", complete(101, 40)],
    ["of 1,000 layers", vanishing(1000)],
    ["without numbers", extreme()],
  ])("have no text on another one or beyond their sides: %s", (_, diagnosis) => {
    const document = documentOf(diagnosisPageOf(diagnosis));
    for (const one of document.querySelectorAll("figure")) {
      const svg = one.querySelector("svg")!;
      expect([one.id, overlapsOf(svg), textsBeyond(svg)]).toEqual([one.id, [], []]);
    }
  });

  it("are light files for papers, too, in plain attributes", () => {
    const files = figureFilesOf(diagnosisPageOf(complete()));
    expect([...files.keys()]).toEqual([
      ...["signal", "gradient", "update", "cosine", "idle-units", "distinct-units", "values", "sizes"],
      ...["correlation-map", "phase", "jacobian", "steps-loss", "steps-update", "steps-signal", "steps-dead"],
    ]);
    for (const [id, svg] of files) {
      expect(svg, id).toMatch(/^<\?xml [^>]*\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(svg, id).not.toMatch(/var\(|<style|style="|class="|currentColor|[\d.]em"|NaN|Infinity|undefined/);
    }
  });
});
