/** What the figures of a diagnosis draw beside depth: their marks lie where the numbers say. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { chartOf } from "./chart-marks.js";
import { complete } from "./complete-diagnosis.js";
import { diagnosisPageOf, vanishing } from "./made-up-diagnosis.js";
import { textOf } from "./made-up-report.js";

const diagnosis = complete();
const page = parseHTML(diagnosisPageOf(diagnosis)).document;
const captionOf = (id: string, document: Document = page) => textOf(document.querySelector(`figure#${id} figcaption`));
const legendOf = (id: string) =>
  [...page.querySelectorAll(`figure#${id} g.chart > g:not([transform]) text`)].map(textOf);

/** Where a number lies on a logarithmic axis, by two of its ticks, which are powers of ten. */
function logarithmic(tick: (label: string) => number, [a, b]: readonly [string, string]) {
  const exponent = (label: string) => Math.log10(Number(label.replace("−", "-")));
  const perDecade = (tick(b) - tick(a)) / (exponent(b) - exponent(a));
  return (value: number) => tick(a) + perDecade * (Math.log10(value) - exponent(a));
}

it("stand in sections of their own, of which a diagnosis without them has none", () => {
  const sections = (document: Document) => [...document.querySelectorAll("main > section")].map(({ id }) => id);
  expect(sections(page)).toEqual(["answer", "figures", "curvature", "steps", "layers", "remarks"]);
  const links = [...page.querySelectorAll("nav a")].map((link) => link.getAttribute("href"));
  expect(links).toEqual(sections(page).map((id) => `#${id}`));
  expect(sections(parseHTML(diagnosisPageOf(vanishing())).document)).toEqual([
    "answer",
    "figures",
    "layers",
    "remarks",
  ]);
});

const pointsOf = (path: string) =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

/**
 * [left, width, height] of each bar of an area, which goes along the tops and back at the bottom.
 */
function barsAlong(points: readonly (readonly [x: number, y: number])[]) {
  const tops = points.slice(0, points.length / 2);
  const bottom = tops[0]?.[1] ?? 0;
  return tops.slice(1).flatMap(([x, y], i) => {
    const [left, height] = tops[i]!;
    return y === height && y < bottom ? [[left, x - left, bottom - y] as const] : [];
  });
}

describe("histograms", () => {
  // Titles of panels, in their order, and the bars of each: [left, width, height], in pixels.
  const panels = (id: string) => {
    const { chart, texts, tickAcross } = chartOf(page, id);
    const areas = [...chart.querySelectorAll('[fill-opacity="0.5"] path')].map((one) => one.getAttribute("d")!);
    const bars = areas.map((area) => area.split("Z").flatMap((part) => barsAlong(pointsOf(part))));
    const titles = texts.map(({ text }) => text).filter((text) => /^\d+ dense\d+$/.test(text));
    return { titles, bars, tickAcross };
  };

  it("show twelve layers, the first and the last among them", () => {
    for (const id of ["values", "sizes"]) {
      const { titles } = panels(id);
      expect(titles).toHaveLength(12);
      expect([titles[0], titles.at(-1)]).toEqual(["1 dense1", "20 dense20"]);
      expect(captionOf(id)).toMatch(/^12 of 20 layers\. Up to 1,000 numbers of each layer, from 96 samples/);
    }
  });

  it("have bars as high as the root of their share, in their bins", () => {
    const { bars, tickAcross } = panels("values");
    const { count, values } = diagnosis.layers[0]!.histograms!.after;
    const full = values.flatMap((n, bin) => (n === 0 ? [] : [{ n, bin }]));
    expect(full.some(({ bin }) => bin === 33)).toBe(true);
    expect(bars[0]).toHaveLength(full.length);
    const perUnit = (tickAcross("4") - tickAcross("−4")) / 8;
    const left = tickAcross("−4");
    for (const [i, { n, bin }] of full.entries()) {
      const [x, width, height] = bars[0]![i]!;
      expect(Math.abs(height - 84 * Math.sqrt(n / count))).toBeLessThan(0.11);
      expect(Math.abs(width - perUnit / 4)).toBeLessThan(0.21);
      // What lies beyond 4 stands 0.8 of a bin apart.
      expect(Math.abs(x - (left + perUnit * 0.25 * (bin - 1 + (bin === 33 ? 0.8 : 0))))).toBeLessThan(0.11);
    }
    // Of layer 20 everything is in the bin from 0 on.
    expect(bars.at(-1)!.map(([, , height]) => height)).toEqual([84]);
  });

  it("name what they draw", () => {
    expect(legendOf("values")).toEqual(["after the activation", "before it"]);
    expect(legendOf("sizes")).toEqual(["after the activation", "gradient of one sample's loss"]);
  });
});

describe("the phase diagram", () => {
  it("has each layer at its σ_w² and σ_b², or a triangle at the edge", () => {
    const { marks, tick, tickAcross } = chartOf(page, "phase");
    const place = logarithmic(tickAcross, ["1", "1000"]);
    const height = (biases: number) => tick("0") + (Math.sqrt(biases) / 2) * (tick("4") - tick("0"));
    const { layers } = diagnosis.phases[0]!;
    expect(marks).toHaveLength(20);
    for (const { name, sigmaW, sigmaB } of layers.slice(2)) {
      const { x, y, title } = marks.find((mark) => mark.title.startsWith(`${name}:`))!;
      expect(title).toContain("ξ 1");
      expect(Math.abs(x - place(sigmaW ** 2))).toBeLessThan(0.2);
      expect(Math.abs(y - height(sigmaB ** 2))).toBeLessThan(0.2);
    }
    const at = (name: string) => marks.find((mark) => mark.title.startsWith(`${name}:`))!;
    // σ_w² = 1,600 is beyond 1,000, and σ_b² = 9 beyond 4; their group moves both inward.
    expect(Math.abs(at("dense1").x - place(1000))).toBeLessThan(0.2);
    expect(Math.abs(at("dense2").y - height(4))).toBeLessThan(0.2);
    expect(captionOf("phase")).toContain("Triangles: beyond the axes.");
    expect(captionOf("phase")).toContain("χ₁ is 0.2 to 0.39");
  });

  it("has the edge of chaos: σ_w² = 1 + q and σ_b² = 0 of φ with E φ² = q / (1 + q), E φ′² = 1 / (1 + q)", () => {
    const { chart, tick, tickAcross } = chartOf(page, "phase");
    const edge = [...chart.querySelectorAll("path")].filter((one) => one.getAttribute("stroke")?.includes("ink"));
    const parents = [...chart.querySelectorAll('g[stroke*="ink"] path')];
    const points = [...edge, ...parents].flatMap((path) => pointsOf(path.getAttribute("d")!));
    expect(points.length).toBeGreaterThan(10);
    for (const [, y] of points) expect(Math.abs(y! - tick("0"))).toBeLessThan(0.6);
    const place = logarithmic(tickAcross, ["1", "1000"]);
    const across = points.map(([x]) => x!);
    expect(Math.abs(Math.min(...across) - place(1))).toBeLessThan(0.5);
    expect(legendOf("phase")).toEqual(["a layer", "edge of chaos (χ₁ = 1)", "ξ = 20", "ξ = 5"]);
  });
});

it("the correlation map has the cosines of layers that follow each other", () => {
  const { marks, tick, tickAcross } = chartOf(page, "correlation-map");
  expect(marks).toHaveLength(19);
  const unit = [tickAcross("1") - tickAcross("0"), tick("1") - tick("0")] as const;
  for (const [i, { x, y, title }] of marks.entries()) {
    const [from, to] = [i, i + 1].map((k) => diagnosis.layers[k]!.before.cosine!) as [number, number];
    expect(title).toContain(`dense${i + 1} to dense${i + 2}`);
    expect(Math.abs(x - (tickAcross("0") + from * unit[0]))).toBeLessThan(0.2);
    expect(Math.abs(y - (tick("0") + to * unit[1]))).toBeLessThan(0.2);
  }
});

describe("curvature", () => {
  it("stands there in words, with the verdict on the rate", () => {
    const text = textOf(page.querySelector("#curvature"));
    for (const part of ["25", "0.08 for sgd", "0.1 (sgd): above it, so that warm-up is needed", "1.5: what a step"])
      expect(text).toContain(part);
  });

  it("has the singular values of the Jacobian, with n", () => {
    const { marks, tick } = chartOf(page, "jacobian");
    const height = logarithmic(tick, ["1e−4", "1e4"]);
    const values = diagnosis.network.jacobian!;
    expect(marks).toHaveLength(values.length);
    for (const [i, { y }] of marks.entries()) expect(Math.abs(y - height(values[i]!))).toBeLessThan(0.2);
    expect(captionOf("jacobian")).toContain("n = 40 values of 8 samples.");
  });
});

describe("the first steps", () => {
  it("have the losses, and a triangle for one beyond twice that of the class shares", () => {
    const { marks, tick } = chartOf(page, "steps-loss");
    const [zero, two] = [tick("0"), tick("2")];
    expect(marks.map(({ title }) => title.split(":")[0])).toEqual([0, 1, 3, 4, 5, 6, 2].map((i) => `step ${i}`));
    for (const [i, { y }] of marks.slice(0, -1).entries()) {
      const { loss } = diagnosis.steps[i < 2 ? i : i + 1]!;
      expect(Math.abs(y - (zero + (loss / 2) * (two - zero)))).toBeLessThan(0.2);
    }
    expect(captionOf("steps-loss")).toContain("▲: above the axis, which ends at 4.6.");
    expect(captionOf("steps-loss")).toContain("One training of 6 steps: sgd, rate 0.1.");
  });

  it("have what each step changes of every layer: markers for the ends, a line for each other one", () => {
    const { marks, chart, tick } = chartOf(page, "steps-update");
    const height = logarithmic(tick, ["1e−5", "1e1"]);
    const expected = [0, 19].flatMap((layer) => diagnosis.steps.slice(0, -1).map((one) => one.updateRatios[layer]!));
    expect(marks).toHaveLength(12);
    for (const [i, { y }] of marks.entries()) expect(Math.abs(y - height(expected[i]!))).toBeLessThan(0.2);
    expect(chart.querySelectorAll('[stroke-width="0.7"]')).toHaveLength(18);
    expect(legendOf("steps-update")).toEqual([
      "first layer, dense1",
      "last layer, dense20",
      "median of the layers",
      "each of the others",
      "usual: 1e−3",
    ]);
  });

  it("name no line that lies beyond the axis", () => {
    const tiny = diagnosis.steps.map((one) => ({
      ...one,
      updateRatio: one.updateRatio === null ? null : 1e-30,
      updateRatios: one.updateRatios.map(() => 1e-30),
    }));
    const { document } = parseHTML(diagnosisPageOf({ ...diagnosis, steps: tiny }));
    const legend = [...document.querySelectorAll("figure#steps-update g.chart > g:not([transform]) text")].map(textOf);
    expect(legend).toEqual(["first layer, dense1", "last layer, dense20", "usual: 1e−3"]);
  });

  it("number steps by whole numbers, of a single one, too", () => {
    const { document } = parseHTML(diagnosisPageOf(complete(3, 1)));
    const { texts } = chartOf(document, "steps-signal");
    expect(texts.map(({ text }) => text).filter((text) => /^0\.\d/.test(text))).toEqual([]);
    expect(captionOf("steps-signal", document)).toContain("One training of 1 step: sgd");
  });
});

describe("the figure of attention", () => {
  const map = (name: string, logitDeviation: number, tokenCosine: number) => ({
    name,
    logitDeviation,
    criticalDeviation: Math.sqrt(2 * Math.log(16)),
    entropy: 0.5 * Math.log(16),
    uniformEntropy: Math.log(16),
    tokenCosine,
    mixedCosine: 0.75,
  });
  const attention = [map("block1", 1, 0.25), map("block2", 1000, 0.5)];
  const drawn = parseHTML(diagnosisPageOf({ ...diagnosis, attention })).document;

  it("has each map at its logits, with the cosine before and behind it, or a triangle at the edge", () => {
    const { marks, tick, tickAcross } = chartOf(drawn, "attention");
    const place = logarithmic(tickAcross, ["0.01", "100"]);
    const of = (name: string) => marks.filter(({ title }) => title.startsWith(`${name}:`));
    expect(of("block1").map(({ x }) => Math.abs(x - place(1)) < 0.2)).toEqual([true, true]);
    expect(of("block1").map(({ y }) => y)).toEqual([tick("0.25"), tick("0.75")]);
    expect(of("block2").map(({ x }) => Math.abs(x - place(100)) < 0.2)).toEqual([true, true]);
    expect(captionOf("attention", drawn)).toContain("Triangles: beyond the axis.");
    expect(captionOf("attention", drawn)).toContain("Entropy is 50 % of that of uniform attention.");
  });

  it("is left out where there is no attention", () => {
    expect(page.querySelector("figure#attention")).toBeNull();
  });
});
