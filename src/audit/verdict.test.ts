/** Verdicts on columns, against normal probabilities of SciPy, and read as sentences. */
import { describe, expect, it } from "vitest";
import { auditTable } from "./audit-table.js";
import { leadingMethods } from "./leading.js";
import { parseNumberTable } from "./number-table.js";
import { verdictSentence } from "./verdict.js";

/*
 * /usr/bin/python3, SciPy 1.10: a method is worse where
 * norm.cdf((first − figure) / √(sd₁² + sd²)) ≥ 1 − .05 / (k − 1).
 *
 * from scipy.stats import norm
 * print(norm.ppf(1 - .05), norm.ppf(1 - .05 / 2))  # 1.6449 1.9600
 */
describe("the methods that cannot be told from the first", () => {
  it("are within 1.6449 standard errors of two methods, within 1.9600 of three", () => {
    const two = (lead: number) => leadingMethods([at("a", lead), at("b", 0)]);
    expect(two(1.644)).toEqual(["a", "b"]);
    expect(two(1.646)).toEqual(["a"]);
    const three = (lead: number) => leadingMethods([at("a", lead), at("b", 0), at("c", 0)]);
    expect(three(1.959)).toEqual(["a", "b", "c"]);
    expect(three(1.961)).toEqual(["a"]);
  });

  it("may be one whose spread is large, behind others that are worse", () => {
    const order = [at("a", 3), { method: "b", figure: 0, sd: Math.SQRT1_2 }, { method: "c", figure: -1, sd: 9 }];
    expect(leadingMethods(order)).toEqual(["a", "c"]);
  });
});

/** Differences of two such figures have the standard deviation 1. */
const at = (method: string, figure: number) => ({ method, figure, sd: Math.SQRT1_2 });

describe("the sentence on a column", () => {
  const sentences = (text: string, options: Parameters<typeof auditTable>[1] = {}) => {
    const { audit, notices } = auditTable(parseNumberTable(text, "t.csv"), options);
    return { verdicts: audit.rankings.map(verdictSentence), notices };
  };
  const meaning =
    "± is read as the standard deviation over seeds, and each figure as one run. Where figures are means of N runs, say --runs N: they vary less.";

  it.each([
    ["m,a\nx,9 ± .1\ny,1 ± .1\n", "a: x is the best (at least 95 % sure); y is worse."],
    ["m,a\nx,9 ± .1\ny,1 ± .1\nz,2 ± .1\n", "a: x is the best (at least 95 % sure); the other two are worse."],
    ["m,a\nx,9 ± 1\ny,9.5 ± 1\n", "a: y and x cannot be told apart: the ranking may be noise."],
    ["m,a\nx,9 ± 1\ny,9 ± 1\nz,9 ± 1\n", "a: the three cannot be told apart: the ranking may be noise."],
    [
      "m,a\nx,9 ± 1\ny,8 ± 1\nz,8 ± 1\nw,1 ± 1\n",
      "a: the first three (x, y and z) cannot be told apart; w is worse than x.",
    ],
    ["m,a\nx,9 ± 1\ny,8 ± 1\nw,1 ± 1\n", "a: x and y cannot be told apart; w is worse than x."],
    ["m,loss\nx,9 ± 1\ny,1 ± 1\n", "loss (less is better): y is the best (at least 95 % sure); x is worse."],
    ["m,a ↓\nx,9 ± 1\ny,1 ± 1\n", "a ↓ (less is better): y is the best (at least 95 % sure); x is worse."],
  ])("of %j", (text, verdict) => {
    expect(sentences(text)).toEqual({ verdicts: [verdict], notices: [meaning] });
  });

  it("says what a table without a spread would bear", () => {
    // 1 / (√2 · 1.6449) = 0.43, and √4 times as much for means of four runs
    const of = (limit: string) =>
      `a: cannot be told without a spread. x counts as better than y only if figures vary from seed to seed with a standard deviation of at most ${limit}.`;
    expect(sentences("m,a\nx,9\ny,8\n").verdicts).toEqual([of("0.43")]);
    expect(sentences("m,a\nx,9\ny,8\n", { runs: 4 }).verdicts).toEqual([of("0.86")]);
    expect(sentences("m,a\nx,9\ny,9\n").verdicts).toEqual(["a: x and y are level; nothing is ranked first."]);
  });

  it("counts runs: means of four vary half as much, and four seeds know the spread badly", () => {
    const text = "m,a\nx,9 ± 1\ny,7 ± 1\n";
    expect(sentences(text).verdicts).toEqual(["a: x and y cannot be told apart: the ranking may be noise."]);
    expect(sentences(text, { runs: 4 })).toEqual({
      verdicts: [
        "a: x is the best (at least 95 % sure); y is worse. Were the spread as large as few seeds allow, x and y could not be told apart.",
      ],
      notices: [],
    });
  });

  it("skips columns without a spread, and says so", () => {
    const text = "m,a,b\nx,9 ± 1,3\ny,7 ± 1,2 ± 1\n";
    expect(sentences(text)).toEqual({
      verdicts: [expect.stringMatching(/^a: /)],
      notices: ['Skipped, as it has no spread: Column "b": x has no ± there.', meaning],
    });
    const byColumn = sentences(text, { spread: { kind: "problems", sds: new Map([["b", 1]]) } });
    expect(byColumn.verdicts).toEqual([expect.stringMatching(/^b: /)]);
    expect(byColumn.notices).toEqual([
      "The table's own ± is not used: an option says the spread.",
      'Skipped, as it has no spread: Column "a": --spread names none for it.',
    ]);
    // No column is whole: the table is audited without a spread.
    expect(sentences("m,a\nx,9 ± 1\ny,7\n")).toEqual({
      verdicts: [expect.stringMatching(/^a: cannot be told without a spread/)],
      notices: ['No ± is used of column "a": y has no ± there.'],
    });
  });
});
