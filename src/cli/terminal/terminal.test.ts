import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visible } from "../../visible-text.js";
import { errorText } from "./error-text.js";
import { changeBetweenStyles, paint } from "./look.js";
import { duration, measuredTime } from "./numbers.js";
import { sparkline, thin } from "./sparkline.js";
import { renderTable } from "./table.js";
import { displayWidth, hanging, item, padEnd, padStart, truncate, truncateMiddle, wrap } from "./text.js";

describe("text in columns", () => {
  it("counts columns: wide characters two, marks and styles none", () => {
    for (const [text, width] of [
      ["he", 2],
      ["±▁█–×", 5],
      ["手書き", 6],
      ["한글", 4],
      ["e\u0301", 1],
      ["👍", 2],
      ["👩‍🔬", 2],
      ["🇩🇪", 2],
      ["\u001b[31mred\u001b[39m", 3],
      ["", 0],
    ] as const) {
      expect(displayWidth(text), text).toBe(width);
    }
  });

  it("pads and cuts to a width", () => {
    expect([padEnd("手書", 6), padStart("he", 4), padEnd("longer", 3)]).toEqual(["手書  ", "  he", "longer"]);
    expect([truncate("glorot-uniform", 8), truncate("手書き文字", 6), truncate("he", 8)]).toEqual([
      "glorot-…",
      "手書…",
      "he",
    ]);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  it("breaks lines at spaces", () => {
    expect(wrap("one two three four", 9)).toBe("one two\nthree\nfour");
    expect(item("• ", "one two three", 9)).toBe("• one two\n  three");
    expect(item("10. ", "one two three", 9)).toBe("10. one\n    two\n    three");
    expect(hanging("one two three", 9, 2)).toBe("one two\n  three");
    expect(wrap("unbreakable word", 4)).toBe("unbreakable\nword");
    expect(wrap("手書き 文字", 7)).toBe("手書き\n文字");
    expect(wrap("no\u00a0break here", 9)).toBe("no\u00a0break\nhere");
  });

  it("breaks no number from its unit or its sign, and leaves the text as it is", () => {
    for (const quantity of [
      ...["96.50 ± 4.48 %", "3 seeds", "1.5 GB", "12 ms", "× 0.995", "p < 0.001", "n = 3", "1 min 15 s"],
      ...["10.00 % or", "(ten layers: × 1.65e-8)"],
    ]) {
      const text = `some words before ${quantity} and behind`;
      for (let width = 20; width < 50; width++) {
        const lines = wrap(text, width).split("\n");
        expect(lines.join(" ")).toBe(text);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        const [end, begin] = [/[\d±×<>=]$/, /^(?:[%±<>=]|min|s\b|seeds|GB|ms)/];
        expect(
          lines.filter((line, i) => (i > 0 && begin.test(line)) || (i < lines.length - 1 && end.test(line))),
        ).toEqual([]);
      }
    }
    fc.assert(
      fc.property(fc.stringMatching(/^[\w%±× .﷐]*$/), fc.integer({ min: 1, max: 60 }), (text, width) => {
        const words = (one: string) => one.split(/\s+/).filter((word) => word !== "");
        expect(words(wrap(text, width))).toEqual(words(visible(text)));
      }),
    );
  });

  it("tells durations", () => {
    expect([0.043, 0.999, 3.21, 9.96, 75].map(measuredTime)).toEqual([
      ...["0.04 s", "1.0 s", "3.2 s", "10 s", "1 min 15 s"],
    ]);
    expect([0, 9.6, 75, 120, 3599.6, 3700, -1].map(duration)).toEqual([
      ...["0 s", "10 s", "1 min 15 s", "2 min", "1 h", "1 h 2 min", "0 s"],
    ]);
  });
});

describe("error messages", () => {
  it("are wrapped in a terminal, indentation included", () => {
    expect(errorText("one two three\n  four five six", 14)).toBe("stepzero: one\ntwo three\n  four five\n  six\n");
  });

  it("keep their lines in a pipe", () => {
    const long = "word ".repeat(40).trim();
    expect(errorText(long, undefined)).toBe(`stepzero: ${long}\n`);
  });
});

describe("sparklines", () => {
  it("spread heights from low to high", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 0, 7)).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([0.1, 0.9, Number.NaN, 2, -1], 0, 1)).toBe("▁█ █▁");
    expect(sparkline([0.1, 0.1], 0.1, 0.1)).toBe("▁▁");
    expect(sparkline([], 0, 1)).toBe("");
  });

  it("thin out many values, first and last among those that stay", () => {
    expect(thin([1, 2, 3], 4)).toEqual([1, 2, 3]);
    expect(
      thin(
        Array.from({ length: 101 }, (_, i) => i),
        5,
      ),
    ).toEqual([0, 25, 50, 75, 100]);
    expect(thin([1, 2, 3], 1)).toEqual([3]);
  });
});

describe("tables", () => {
  const columns = [
    { title: ["#"], align: "right" },
    { title: ["init"], align: "left", flexible: true },
    { title: ["test accuracy", "mean ± 95 %"], align: "right" },
    { title: ["failures"], align: "left" },
  ] as const;
  const rows = [
    ["1", "he", "97.10 ± 0.31 %", "none"],
    ["–", "手書き:std=0.1", "10.00 %", "3 of 3 stuck"],
  ];

  it("align, two spaces apart", () => {
    expect(renderTable(columns, rows, 80)).toEqual([
      "#  init             test accuracy  failures",
      "                      mean ± 95 %",
      "1  he              97.10 ± 0.31 %  none",
      "–  手書き:std=0.1         10.00 %  3 of 3 stuck",
    ]);
  });

  it("cut the flexible column where the terminal is narrow", () => {
    expect(renderTable(columns, rows, 45)).toEqual([
      "#  init           test accuracy  failures",
      "                    mean ± 95 %",
      "1  he            97.10 ± 0.31 %  none",
      "–  手書き:std=…         10.00 %  3 of 3 stuck",
    ]);
  });
});

describe("hidden characters", () => {
  /** The code for bold is one of ours. */
  const evil = "\u001b[1mhe\u009b2J\u202e\n";

  it("are as wide as their escapes, in cells and in lines", () => {
    const columns = [
      { title: ["method"], align: "left", flexible: true },
      { title: ["n"], align: "right" },
    ] as const;
    expect(renderTable(columns, [[evil, "1"]], 80)).toEqual([
      "method                       n",
      "\\u001b[1mhe\\u009b2J\\u202e\\n  1",
    ]);
    expect(truncate(evil, 8)).toBe("\\u001b[…");
    expect(wrap("a \u001b[2J b", 8)).toBe("a\n\\u001b[2J\nb");
  });

  it("cannot pass for a style: only what `paint` wrote is one", () => {
    const painted = paint("bold", evil, { colour: true });
    expect(painted).toBe("\u001b[1m\\u001b[1mhe\\u009b2J\\u202e\n\u001b[22m");
    expect(changeBetweenStyles(painted, (part) => part.toUpperCase())).toBe(
      "\u001b[1m\\U001B[1MHE\\U009B2J\\U202E\n\u001b[22m",
    );
    expect(changeBetweenStyles("\u001b[8mhidden", visible)).toBe("\\u001b[8mhidden");
  });
});

it("shortens a name in its middle, to the width that is left", () => {
  expect(truncateMiddle("encoder.layer.11.attention.self.query", 16)).toBe("encoder.…f.query");
  expect(truncateMiddle("short", 16)).toBe("short");
});
