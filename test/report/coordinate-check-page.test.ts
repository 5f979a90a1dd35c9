/** A coordinate check on the page of a diagnosis: its figures draw what the numbers say. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { CoordinateCheck, Sweep } from "../../src/diagnosis/coordinate-check/coordinate-check.js";
import { layerGroups, quantities } from "../../src/diagnosis/coordinate-check/coordinate-check.js";
import { judgeSweep } from "../../src/diagnosis/coordinate-check/judge.js";
import { slopeOver } from "../../src/diagnosis/coordinate-check/slope.js";
import { chartOf } from "./chart-marks.js";
import { diagnosisPageOf, vanishing } from "./made-up-diagnosis.js";
import { textOf } from "./made-up-report.js";
import { overlapsOf, textsBeyond } from "./text-overlaps.js";

const exponents = { input: -0.5, hidden: 0.5, output: 1 } as const;

/** Powers of the size with the standard parametrization's exponents; draws differ by a factor. */
function madeUp(
  dimension: Sweep["dimension"],
  sizes: readonly number[],
  change: (value: number, i: number) => number | null = (value) => value,
): Sweep {
  const series = layerGroups.flatMap((group) =>
    quantities.map((quantity) => {
      const values = sizes.map((size, i) =>
        [0.9, 1, 1 / 0.9].map((factor) => change(factor * (size / 100) ** exponents[group], i)),
      );
      return { group, quantity, values, slope: slopeOver(dimension, sizes, values) };
    }),
  );
  return judgeSweep({
    dimension,
    sizes,
    fixed: { dimension: dimension === "width" ? "depth" : "width", size: 6 },
    series,
    optimizer: "sgd",
    learningRate: 0.1,
    steps: 1,
    seeds: 3,
    init: "he",
    ratesByTensor: false,
    parameters: [],
    recheck: (method) => `stepzero doctor mlp --widths 64,128 --init ${method}`,
  });
}

const check = (...sweeps: readonly Sweep[]): CoordinateCheck => ({
  optimizer: "sgd",
  learningRate: 0.1,
  steps: 1,
  seeds: 3,
  rows: 8,
  init: "he",
  ratesByTensor: false,
  sweeps,
  notes: ["without the recipe's schedule"],
});

const pageOf = (...sweeps: readonly Sweep[]): Document =>
  parseHTML(diagnosisPageOf({ ...vanishing(), coordinateCheck: check(...sweeps) })).document;

const widths = [25, 100, 400];

describe("a page with a coordinate check", () => {
  const page = pageOf(madeUp("width", widths), madeUp("depth", [2, 8, 32]));

  it("has a section for each sweep, with verdict, remedy and setting", () => {
    const sections = [...page.querySelectorAll("main > section")].map(({ id }) => id);
    expect(sections).toEqual(["answer", "figures", "widths", "depths", "layers", "remarks"]);
    const text = textOf(page.querySelector("#widths")).replaceAll(/\s+/g, " ");
    expect(text).toContain("he · sgd, rate 0.1 · 1 step on 8 samples · 3 draws · without the recipe's schedule");
    expect(text).toContain("✗ A learning rate that is right for width 25 does not fit 400");
    // (400 / 25)^−½, ½ and 1
    expect(text).toContain(
      "falls by ×0.25 in the input layer (slope −0.50 ±0.00), grows by ×4 in the hidden layers (0.50 ±0.00) " +
        "and grows by ×16 in the output layer (1.00 ±0.00).",
    );
    expect(text).toContain("stepzero doctor mlp --widths 64,128 --init mup");
    expect(textOf(page.querySelector("#depths"))).toContain("CompleteP");
  });

  it("has the slopes in a table, the decisive ones beside theory", () => {
    const rows = (id: string) =>
      [...page.querySelectorAll(`#${id} tr`)].map((row) => [...row.querySelectorAll("th, td")].map(textOf));
    expect(rows("widths")).toEqual([
      ["layers", "activation", "gradient", "change", "update", "standard: update"],
      ["input", ...Array.from({ length: 4 }, () => "−0.50 ±0.00"), "−0.5"],
      ["hidden", ...Array.from({ length: 4 }, () => "0.50 ±0.00"), "0.5"],
      ["output", ...Array.from({ length: 4 }, () => "1.00 ±0.00"), "1"],
    ]);
    expect(rows("depths")[0]).toEqual(["layers", "activation", "gradient", "update", "change"]);
  });

  it("draws each group's values at their sizes, on logarithmic axes, the decisive quantity first", () => {
    const ids = [...page.querySelectorAll("#widths figure")].map(({ id }) => id);
    expect(ids).toEqual(["width-update", "width-activation", "width-gradient", "width-change"]);
    const { marks, tick, tickAcross } = chartOf(page, "width-update");
    const decade = tick("1e−1") - tick("1");
    for (const [group, exponent] of Object.entries(exponents)) {
      for (const width of widths) {
        const mark = marks.find(({ title }) => title.startsWith(`${group}, ${width}:`))!;
        expect(Math.abs(mark.x - tickAcross(String(width))), `${group} ${width}`).toBeLessThan(1);
        const expected = tick("1") - decade * Math.log10((width / 100) ** exponent);
        expect(Math.abs(mark.y - expected), `${group} ${width}`).toBeLessThan(1);
      }
    }
    expect(page.querySelectorAll("figure#width-update [stroke-dasharray]")).toHaveLength(3);
    expect(page.querySelectorAll("figure#width-change [stroke-dasharray]")).toHaveLength(0);
    expect(textOf(page.querySelector("figure#width-update figcaption"))).toContain(
      "Dashed: the exponent of the standard parametrization",
    );
  });
});

it.each([
  [
    "twenty sizes close together",
    madeUp(
      "width",
      Array.from({ length: 20 }, (_, i) => 100 + i),
    ),
  ],
  ["a training that broke down at the last size", madeUp("width", widths, (x, i) => (i === 2 ? Number.NaN : x))],
  ["values of all sizes of numbers", madeUp("depth", widths, (x, i) => x * 10 ** (20 * i - 20))],
  ["zeros", madeUp("width", widths, () => 0)],
])("%s: no text lies on another, or beyond the figure", (_, sweep) => {
  const page = pageOf(sweep);
  for (const svg of page.querySelectorAll("figure svg")) expect([overlapsOf(svg), textsBeyond(svg)]).toEqual([[], []]);
  expect(page.querySelectorAll(`#${sweep.dimension}s figure`)).toHaveLength(
    sweep.series[0]!.values.flat().includes(0) ? 0 : 4,
  );
});
