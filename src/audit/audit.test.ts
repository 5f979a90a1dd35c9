import { describe, expect, it } from "vitest";
import { accuracyTable, lossTable, mnistClassCounts, paperMethods } from "../paper/paper.js";
import { paperNumberTable } from "../paper/paper-table.js";
import { audit, usualDirection } from "./audit.js";
import { assumptions, chance, rankingSentences } from "./audit-sentences.js";
import { commaMeaning, plainCell, readFigure } from "./figure-cell.js";
import { parseNumberTable, takeColumn, withoutMethods } from "./number-table.js";

/*
 * /usr/bin/python3, NumPy 1.24:
 *
 * import numpy as np
 * rng = np.random.default_rng(1)
 * def audit(x, sd, draws=2_000_000):
 *     x = np.sort(np.array(x))[::-1]; k = len(x)
 *     noise = sd * rng.standard_normal((draws, k)); s = np.sort(noise, axis=1)
 *     truth = x + sd * rng.standard_normal((draws, k)); again = truth + sd *
 *       rng.standard_normal((draws, k))
 *     ordered = lambda t: np.all(np.diff(t, axis=1) < 0, axis=1).mean()
 *     best = lambda t: (t.argmax(axis=1) == 0).mean()
 *     return [(s[:, -1] - s[:, -2] >= x[0] - x[1]).mean(), (s[:, -1] - s[:, 0] >= x[0] -
 *       x[-1]).mean(),
 *             best(truth), ordered(truth), best(again), ordered(again)]
 * for x in ([98.34, 98.60, 98.92], [74.58, 77.76, 80.17], [92.11, 93.74, 95.15]):
 *     print([round(float(p), 4) for p in audit(x, 0.5 if x[0] > 90 else 2)])
 * a = np.array([[98.34, 74.58, 92.11], [98.60, 77.76, 93.74], [98.92, 80.17, 95.15]]).mean(axis=1)
 * print([round(float(p), 4) for p in audit(a, np.sqrt(.5**2 + 2**2 + .5**2) / 3)])
 */
const simulated = [
  [0.5295, 0.6901, 0.5929, 0.3682, 0.5189, 0.3027],
  [0.2557, 0.1182, 0.7947, 0.6771, 0.6982, 0.5302],
  [0.0123, 0.0001, 0.9769, 0.9663, 0.9204, 0.8695],
  [0.0755, 0.006, 0.916, 0.8711, 0.8298, 0.7216],
];

describe("the paper's table", () => {
  const table = withoutMethods(paperNumberTable, ["Zero"]);

  it("has the averages that it prints, within the rounding it shows", () => {
    for (const method of paperMethods) {
      for (const [printed, digit] of [
        [accuracyTable, 0.01],
        [lossTable, 0.0001],
      ] as const) {
        const { average, ...columns } = printed[method];
        const mean = Object.values(columns).reduce((sum, x) => sum + x, 0) / 3;
        expect(Math.abs(mean - average), method).toBeLessThan(digit);
      }
    }
    expect(Math.round((10_000 * mnistClassCounts.train[1]) / 60_000)).toBe(1124);
  });

  it("is audited as an independent simulation does", () => {
    const sd = table.methods.map(() => [0.5, 2, 0.5]);
    const { rankings, average } = audit(table, { spread: { sd, source: "made up" } });
    const chances = [...rankings, average!].map(({ chances: c }) => {
      const { leadByChance, rangeByChance, bestIsBest, orderIsTrue, sameBestAgain, sameOrderAgain } = c!.asGiven;
      return [leadByChance, rangeByChance, bestIsBest, orderIsTrue, sameBestAgain, sameOrderAgain];
    });
    // Four standard errors of 100,000 draws at p = ½: 0.0063.
    chances.forEach((row, i) => {
      row.forEach((p, j) => {
        expect(Math.abs(p - simulated[i]![j]!), `${i}, ${j}`).toBeLessThan(0.0064);
      });
    });
  });

  it("without a spread says which spread it would bear", () => {
    const { rankings, spread } = audit(table, {});
    expect(spread).toBeNull();
    // 0.32 / (√2 · 1.6448536)
    expect(rankings[0]!.largestSpread).toBeCloseTo(0.137565, 5);
    expect(rankings[0]!.chances).toBeNull();
    expect(rankingSentences(rankings[0]!)[1]).toMatch(/at most 0\.1376\.$/);
  });

  it("with a measured spread gives the chances at both ends of its interval", () => {
    const sd = table.methods.map(() => [0.5, 2, 0.5]);
    const { rankings } = audit(table, { spread: { sd, source: "measured", degrees: [6, 6, 6] } });
    const { asGiven, ifSmaller, ifLarger } = rankings[2]!.chances!;
    expect(ifSmaller!.bestIsBest).toBeGreaterThan(asGiven.bestIsBest);
    expect(ifLarger!.bestIsBest).toBeLessThan(asGiven.bestIsBest);
    // scipy.stats.chi2.ppf([.95, .05], 6): 12.5916, 1.6354; √(6 / ·)
    expect(ifSmaller!.sd[0]).toBeCloseTo(0.5 * 0.690296, 5);
    expect(ifLarger!.sd[0]).toBeCloseTo(0.5 * 1.915423, 5);
  });
});

describe("a ranking", () => {
  const two = parseNumberTable("m,loss\na,0.4\nb,0.5\n", "t.csv");

  it("of losses has the lowest first", () => {
    const { rankings } = audit(two, { spread: { sd: [[0.1], [0.1]], source: "given" } });
    expect(rankings[0]!.order.map(({ method }) => method)).toEqual(["a", "b"]);
    // Φ(0.1 / 0.1√2) = Φ(0.70711)
    expect(rankings[0]!.chances!.asGiven.bestIsBest).toBeCloseTo(0.76025, 4);
    expect(usualDirection("MNIST accuracy")).toBe("higher");
    expect(audit(two, { better: ["higher"] }).rankings[0]!.order[0]!.method).toBe("b");
  });

  it("that is level names no winner", () => {
    const level = parseNumberTable("m,x\na,1\nb,1\n", "t.csv");
    expect(rankingSentences(audit(level, {}).rankings[0]!)).toEqual([
      "a and b are level (1): nothing is ranked first.",
    ]);
  });

  it("has no average where directions differ", () => {
    const mixed = parseNumberTable("m,accuracy,loss\na,1,2\nb,2,1\n", "t.csv");
    expect(audit(mixed, {}).average).toBeNull();
    expect(assumptions(audit(mixed, {}))[0]).toMatch(/--spread/);
  });

  it("never says that anything is certain", () => {
    expect([0, 0.0004, 0.0731, 0.5, 0.93, 1].map(chance)).toEqual([
      "under 0.1\u00a0%",
      "under 0.1\u00a0%",
      "7.3\u00a0%",
      "50\u00a0%",
      "93.0\u00a0%",
      "over 99.9\u00a0%",
    ]);
  });
});

describe("tables", () => {
  it("are read with commas, semicolons and tabs, percent signs and quotes", () => {
    const expected = {
      methods: ["he", "x, y"],
      problems: ["MNIST", "b"],
      values: [
        [98.9, -1],
        [0.5, 2],
      ],
    };
    for (const text of [
      'm,MNIST,b\nhe,98.9 %,−1\n"x, y",.5,2',
      "\uFEFFm;MNIST;b\r\nhe;98.9%;-1\r\nx, y;0.5;2\r\n",
      "m\tMNIST\tb\nhe\t98.9\t-1\nx, y\t5e-1\t2\n",
    ]) {
      expect(parseNumberTable(text, "t")).toMatchObject(expected);
    }
  });

  it.each([
    ["", /t\.csv: expected a first row of column names.*got an empty first row/],
    ["a b\n1 2\n", /got "a b"/],
    ["m,1\nhe,2\n", /the first row must name the columns/],
    ["m,a\nhe,2\n", /has 1 method\(s\)/],
    ["m,a\nhe,2\nhe,3\n", /the row "he" is there twice/],
    ["m,a,a\nhe,2,1\nx,3,1\n", /the column "a" is there twice/],
    ["m,a,\nhe,2,1\nx,3,1\n", /column 2 has no name/],
    ["m,a,b\nhe,2,1\nx,3\n", /row 3 \("x"\) has 2 columns, the first row 3/],
    ["m,a,b\nhe,2,1\nx,3,\n", /row 3 \("x"\), column "b": expected a number, got "".*take its row/],
    ["m,a\nhe,2 ± x\nx,3\n", /row 2 \("he"\), column "a": expected a number, got "2 ± x".*97\.3 ± 0\.2/],
    ["m,a\nhe,97.3 (2)\nx,3\n", /got "97\.3 \(2\)".*Brackets after a space.*write 97\.3\(2\)/],
    ['m,a\nhe,"1,234"\nx,"2,345"\n', /got "1,234".*write 1\.234 or 1234/],
    ["m;a\nhe;97,3\nx;96.4\n", /column "a": expected a number, got "97,3".*with a point/],
    ["m,a\nhe,97.3\nx,~96\n", /row 3 \("x"\).*got "~96"/],
    ["a & \\multicolumn{2}{c}{b} \\\\\nx & 1 & 2 \\\\\n", /joins cells/],
    ["m,a\nhe,NaN\nx,3\n", /got "NaN"/],
  ])("that cannot be read say where: %j", (text, message) => {
    expect(() => parseNumberTable(text, "t.csv")).toThrow(message);
  });

  it.each([
    ["97.3", [97.3, undefined, 1]],
    ["97.30 %", [97.3, undefined, 2]],
    ["97.3 ± 0.2", [97.3, 0.2, 1]],
    ["97.3% ± 0.2%", [97.3, 0.2, 1]],
    ["(97.3 ± 0.2) %", [97.3, 0.2, 1]],
    ["97.3 +- 0.2", [97.3, 0.2, 1]],
    ["97.3 +/- .2", [97.3, 0.2, 1]],
    ["97.3(2)", [97.3, 0.2, 1]],
    ["97.30(12)", [97.3, 0.12, 2]],
    ["97(2)", [97, 2, 0]],
    ["97.3 (0.2)", [97.3, 0.2, 1]],
    ["**97.3**", [97.3, undefined, 1]],
    ["**97.3** ± 0.2", [97.3, 0.2, 1]],
    ["__97.3__", [97.3, undefined, 1]],
    ["<b>97.3</b>&plusmn;0.2", [97.3, 0.2, 1]],
    ["$97.3 \\pm 0.2$", [97.3, 0.2, 1]],
    ["$\\mathbf{97.3} \\pm 0.2$", [97.3, 0.2, 1]],
    ["\\textbf{97.3 $\\pm$ 0.2}", [97.3, 0.2, 1]],
    ["\\underline{\\textbf{97.3}}\\,\\%", [97.3, undefined, 1]],
    ["$97.3_{\\pm 0.2}$", [97.3, 0.2, 1]],
    ["\\cellcolor{gray!20}97.3", [97.3, undefined, 1]],
    ["−0.5", [-0.5, undefined, 1]],
    ["1.5e-3", [0.0015, undefined, 1]],
    ["97.3*", [97.3, undefined, 1]],
    ["12 345.6", [12_345.6, undefined, 1]],
    ["$1{,}234.5$", [1234.5, undefined, 1]],
  ])("have cells such as %j", (cell, [value, plusMinus, decimals]) => {
    const text = plainCell(cell as string);
    const figure = readFigure(text, commaMeaning([text]))!;
    expect(figure).toMatchObject({ value, decimals });
    if (plusMinus === undefined) expect(figure.plusMinus).toBeUndefined();
    else expect(figure.plusMinus).toBeCloseTo(plusMinus, 12);
  });

  it.each(["", "–", "n/a", "97.3 (2)", "97.3 ± ", "± 2", "9 7.3", "0x10", "NaN", "97.3 0.2", "1..2"])(
    "have no figure in %j",
    (cell) => {
      expect(readFigure(plainCell(cell), undefined)).toBeUndefined();
    },
  );

  it("say what a comma is: of one table it is the same everywhere", () => {
    expect(commaMeaning(["97,3", "1,234"])).toBe("decimal");
    expect(commaMeaning(["1,234", "97.3"])).toBe("thousands");
    expect(commaMeaning(["1,234,567"])).toBe("thousands");
    expect(commaMeaning(["1,234"])).toBeUndefined();
    expect(parseNumberTable("m;a\nx;97,30\ny;1,5 ± 0,2\n", "t")).toMatchObject({
      values: [[97.3], [1.5]],
      plusMinus: [[undefined], [0.2]],
      decimals: [[2], [1]],
    });
  });

  it("in Markdown and LaTeX are those in separated values", () => {
    const expected = {
      methods: ["He", "Xavier & co"],
      problems: ["Acc. (%) ↑", "loss"],
      values: [
        [97.3, 0.5],
        [96.1, 1234.5],
      ],
      plusMinus: [
        [0.2, undefined],
        [0.3, undefined],
      ],
    };
    for (const text of [
      'm,Acc. (%) ↑,loss\nHe,97.3 ± 0.2,0.5\nXavier & co,96.1(3),"1,234.5"\n',
      "Our results.\n\n| m | Acc. (%) ↑ | loss |\n|:--|--:|:-:|\n| He | **97.3 ± 0.2** | 0.5 |\n| Xavier & co | 96.1 ± 0.3 | 1,234.5 |\n\nThat | was it.\n",
      "m | Acc. (%) ↑ | loss\n--|--|--\nHe | 97.3 +- 0.2 | 0.5\nXavier & co | 96.1(3) | 1,234.5",
      String.raw`\begin{table}\begin{tabular}{@{}l S[table-format=2.1] r@{}}
        \toprule
        m & Acc. (\%) $\uparrow$ & loss \\ \midrule % 97 & 98 \\
        \textbf{He} & $\mathbf{97.3} \pm 0.2$ & 0.5 \\[2pt]
        \cmidrule(lr){2-3}
        Xavier \& co & 96.1(3) & 1{,}234.5 \\
        \bottomrule
        \end{tabular}\caption{a & b \\}\end{table}`,
    ]) {
      expect(parseNumberTable(text, "t")).toMatchObject(expected);
    }
  });

  it("lose methods and columns by name", () => {
    const table = parseNumberTable("m,a,sd\nx,1,0.1\ny,2,0.2\nz,3,0.3\n", "t.csv");
    expect(takeColumn(table, "sd")).toMatchObject({ column: [0.1, 0.2, 0.3], rest: { problems: ["a"] } });
    expect(() => takeColumn(table, "std")).toThrow(/did you mean "sd"/);
    expect(withoutMethods(table, ["x"]).values).toEqual([
      [2, 0.2],
      [3, 0.3],
    ]);
    expect(() => withoutMethods(table, ["x", "y"])).toThrow(/1 method\(s\) are left/);
  });
});
