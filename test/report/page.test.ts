/** The page of a made-up study's report. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/study/results/outcome.js";
import { compareOutput } from "../../src/study/results/output.js";
import type { CompareOutput } from "../../src/study/results/schema.js";
import { outcomeOf } from "../study/made-up.js";
import { madeUp, reportOf, textOf, withEpochs } from "./made-up-report.js";

const outcome = madeUp();
const output = compareOutput(outcome);
const files = reportOf(outcome);
const html = files.get("report.html") as string;
const page = parseHTML(html).document;

describe("the page", () => {
  it("answers first: headline, then the advice on each problem", () => {
    const answer = page.querySelector("#answer")!;
    const leaders = output.verdicts.map(({ leader }) => leader);
    expect(leaders).toEqual([null, null]);
    expect(textOf(answer.querySelector("h1"))).toBe("Use he or orthogonal on both problems");
    const [first, second] = [...answer.querySelectorAll(".verdict")].map(textOf);
    expect(first).toContain(output.advice[0]!.sentences.join(" "));
    expect(second).toContain(output.advice[1]!.sentences.join(" "));
    const evidence = textOf(page.querySelector("#problem-1 .findings"));
    expect(evidence.toLowerCase()).toContain(output.verdicts[0]!.verdicts[0]!.sentence.toLowerCase());
  });

  it("has the advice on its only problem as heading", () => {
    const title = (one: Outcome) =>
      textOf(parseHTML(reportOf(one).get("report.html") as string).document.querySelector("h1"));
    const two = madeUp({ inits: ["he", "glorot-uniform", "zero"], seeds: [0, 1, 2, 3, 4] });
    expect(title(two)).toBe("glyphs × mlp: Use he");
    expect(title(madeUp({ inits: ["he", "zero"] }))).toBe("glyphs × mlp: Use he: no other method learned anything");
    expect(title(madeUp({ inits: ["zero"] }))).toBe("zero did not learn glyphs × mlp");
    expect(title(madeUp({ inits: ["he", "glorot-uniform"], seeds: [0] }))).toBe(
      "glyphs × mlp: One seed per method tells nothing about the order; five can",
    );
  });

  it("tells the best in typical seeds from the best in the mean, and draws the median", () => {
    const seeds = Array.from({ length: 10 }, (_, seed) => seed);
    const one = outcomeOf(
      { inits: ["he", "random"], seeds },
      {
        he: seeds.map((seed) => [seed === 4 ? 0.3 : 0.95 + seed / 5000]),
        random: seeds.map((seed) => [0.94 - (seed % 3) / 1000]),
      },
    );
    const { document } = parseHTML(reportOf(one).get("report.html") as string);
    expect(textOf(document.querySelector("h1"))).toBe("glyphs × mlp: Use he");
    expect(textOf(document.querySelector(".findings"))).toContain(
      "random ranks first by its mean, which a few runs decide; in typical seeds he is ahead.",
    );
    expect(textOf(document.querySelector(".findings li"))).toMatch(
      /^he beats random by .* in the median and in 9 of 10 paired seeds, sign test p = 0.021; seed 4 lies far out/,
    );
    expect(textOf(document.querySelector(".caveats"))).toContain(
      "Verdicts are about typical seeds: 10 can miss what goes wrong in up to 26 % of them.",
    );
    expect(textOf(document.querySelector("#problem-1-differences figcaption"))).toContain(
      "Large marker: mean (median for random) of the paired differences",
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

  it("of a large study bounds what nobody could read, says so, and the data files have everything", () => {
    const seeds = Array.from({ length: 150 }, (_, i) => i);
    const training = Array.from({ length: 70 }, (_, i) => ({ learningRate: (i + 1) / 1000 }));
    const large = madeUp({ models: ["mlp"], inits: ["he", "zero"], training, seeds });
    const many = reportOf(large);
    const text = many.get("report.html") as string;
    const { document } = parseHTML(text);
    const output = compareOutput(large);
    expect(output.runs.length).toBe(21_000);
    expect(text.length).toBeLessThan(3_000_000);
    const captions = [...document.querySelectorAll("figcaption")].map(textOf);
    expect(captions.length).toBeGreaterThan(3);
    for (const caption of captions) {
      expect(caption).toContain("Only the first 60 of 140 methods, by rank; data/summary.csv has all.");
    }
    expect(captions[0]).toContain("Upright: mean over n = 150 seeds");
    expect(captions.filter((caption) => caption!.includes("being too many; data/epochs.csv has them")).length).toBe(4);
    for (const [path, content] of many) {
      if (path.endsWith(".svg")) expect((content as string).length).toBeLessThan(1_000_000);
    }
    expect(textOf(document.querySelector("#problem-1 details p"))).toBe(
      "The first 500 of 2,415 pairs, by the ranks of both; data/verdicts.csv has all.",
    );
    expect(document.querySelectorAll("#problem-1 details tbody tr").length).toBe(500);
    const held = JSON.parse(document.querySelector("#study-data")!.textContent!) as CompareOutput;
    expect([held.runs.length, held.summary.length]).toEqual([0, 140]);
    expect(textOf(document.querySelector("#provenance p.download"))).toContain("but for the runs");
    const whole = many.get("data/study.json")!;
    expect(JSON.parse(Buffer.from(whole).toString("utf8"))).toEqual(JSON.parse(JSON.stringify(output)));
    const lines = (file: string) =>
      Buffer.from(many.get(`data/${file}.csv`)!)
        .toString("utf8")
        .split("\r\n").length - 2;
    expect(["runs", "epochs", "verdicts"].map(lines)).toEqual([21_000, 63_000, 2415]);
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
