/** What figures show of few seeds, of many, of many methods, and of losses that explode. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { textWidth } from "../../src/report/figures/text.js";
import { outcomeOf } from "../study/made-up.js";
import { madeUp, reportOf, textOf, withEpochs } from "./made-up-report.js";

const learners = ["he", "glorot-uniform", "orthogonal", "lsuv", "lecun-normal", "xavier-fan-in", "keras-default"];

/** A study whose methods all learn, in one of its figures. */
function figureOf(name: string, inits: readonly string[], seeds: number): Element {
  const runs = inits.map((init, i) => [
    init,
    Array.from({ length: seeds }, (_, seed) => [0.2 + 0.05 * i, 0.5 + 0.05 * i + 0.01 * Math.sin(seed)]),
  ]);
  const of = { inits: [...inits], seeds: Array.from({ length: seeds }, (_, seed) => seed) };
  return svgOf(reportOf(outcomeOf(of, Object.fromEntries(runs))), name);
}

function svgOf(files: ReturnType<typeof reportOf>, name: string): Element {
  const text = files.get(`figures/problem-1-${name}.svg`) as string;
  return parseHTML(text.replace(/^<\?xml.*\n/, "")).document.querySelector("svg")!;
}

const bands = (svg: Element) => svg.querySelectorAll('[fill-opacity="0.16"] path').length;
const seedLines = (svg: Element) => svg.querySelectorAll('[stroke-opacity="0.5"] path').length;
const textsOf = (svg: Element) => [...svg.querySelectorAll("text")].map(textOf);

describe("learning curves", () => {
  it("have a line per seed and no band below five seeds, and bands from there on", () => {
    const [few, many] = [3, 5].map((seeds) => figureOf("test-accuracy", ["he", "zero"], seeds));
    expect([bands(few!), seedLines(few!)]).toEqual([0, 6]);
    expect([bands(many!), seedLines(many!)]).toEqual([2, 0]);
    expect(textsOf(few!).join(" ")).toContain("n = 3 seeds. Thin lines: single seeds.");
    expect(textsOf(many!).join(" ")).toMatch(/n = 5 seeds\. Bands: 95 % t interval of the mean/);
  });

  it("name each of a few methods at the end of its line, no two names on one another", () => {
    const svg = figureOf("test-accuracy", learners.slice(0, 6), 3);
    const ends = [...svg.querySelectorAll("g.chart g, g g")]
      .filter((group) => group.children.length > 1 && group.lastElementChild!.localName === "text")
      .map((group) => group.lastElementChild!)
      .filter((text) => learners.includes(textOf(text)));
    expect(new Set(ends.map(textOf))).toEqual(new Set(learners.slice(0, 6)));
    const heights = ends.map((text) => Number(text.getAttribute("y"))).sort((a, b) => a - b);
    for (const [i, y] of heights.slice(1).entries()) expect(y - heights[i]!).toBeGreaterThanOrEqual(15.9);
  });

  it("give each of many methods a panel, with the others in grey", () => {
    const svg = figureOf("test-accuracy", learners, 3);
    expect(textsOf(svg).filter((text) => learners.includes(text))).toHaveLength(7);
    expect(svg.querySelectorAll('[stroke-opacity="0.35"] path')).toHaveLength(7 * 6);
    expect(textsOf(svg).join(" ")).toContain("In grey: the other methods.");
  });

  it("have a triangle where a line leaves the axis, which the caption explains, and nothing outside", () => {
    const outcome = madeUp({ inits: ["he", "orthogonal"], models: ["mlp"], seeds: [0, 1, 2] });
    const exploded = withEpochs(outcome, (epochs) =>
      epochs.map((epoch, i) => ({ ...epoch, testLoss: i === 1 ? 1e9 : epoch.testLoss })),
    );
    const svg = svgOf(reportOf(exploded), "test-loss");
    expect(textsOf(svg).filter((text) => text === "▲")).toHaveLength(2);
    expect(textsOf(svg).join(" ")).toMatch(/▲: beyond the axis, which ends at [\d.]+\./);
    const places = [...svg.querySelectorAll("path[d]")].flatMap((path) =>
      [...path.getAttribute("d")!.matchAll(/-?\d+(\.\d+)?/g)].map(([number]) => Number(number)),
    );
    expect(Math.max(...places)).toBeLessThan(500);
    expect(Math.min(...places)).toBeGreaterThan(-10);
  });
});

describe("the heat map's titles", () => {
  it.each([
    [["mlp", "mlp:depth=10", "mlp:depth=20,width=64", "mnist_cnn", "lenet5"]],
    [["vgg_small", "resnet20", "cifar10_cnn", "plain_cnn", "mlp:depth=100,width=1000"]],
  ])("of %j do not overlap", (models) => {
    const files = reportOf(madeUp({ models, inits: ["he", "zero"], seeds: [0, 1] }));
    const text = files.get("figures/methods-by-problems.svg") as string;
    const svg = parseHTML(text.replace(/^<\?xml.*\n/, "")).document.querySelector("svg")!;
    const titles = [...svg.querySelectorAll("text")].filter((one) => models.includes(textOf(one).replaceAll(" ", "")));
    expect(titles).toHaveLength(models.length);
    const spans = titles.map((title) => {
      const lines = title.children.length === 0 ? [title] : [...title.children];
      const half = Math.max(...lines.map((line) => textWidth(textOf(line), 12 * 1.15))) / 2;
      const x = Number(/translate\(([\d.]+)/.exec(title.getAttribute("transform")!)![1]);
      return [x - half, x + half] as const;
    });
    for (const [i, [left]] of spans.slice(1).entries()) expect(left).toBeGreaterThan(spans[i]![1]);
  });
});
