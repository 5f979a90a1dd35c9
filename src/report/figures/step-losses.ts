/** The training loss of every step while methods race, each named in the legend. */
import * as Plot from "@observablehq/plot";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import { acrossLabel, faint, page, plain, planeOptions, quiet, uprightLabel } from "./axes.js";
import { cutLine, type LineOf } from "./cut-lines.js";
import { type Figure, figure, fontSize } from "./figure.js";
import { underLegend } from "./legend.js";
import { shortLabels } from "./text.js";

/** A run's loss at some steps. */
export interface LossRun {
  readonly method: string;
  readonly seed: number;
  /** In the order of the steps; losses smoothed over about 20 steps. */
  readonly points: readonly LossPoint[];
}

/** A loss at a step, from 1. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** What is drawn. */
export interface StepLosses {
  /** "glyphs × mlp". */
  readonly title: string;
  readonly runs: readonly LossRun[];
  /** Steps of a run. */
  readonly steps: number;
  readonly classes: number;
}

/** Widest name in the legend, in pixels. */
const MOST_NAME = 150;

const line: LineOf<LossPoint> = {
  place: ({ step }) => step,
  value: ({ loss }) => loss,
  at: (_, step, loss) => ({ step, loss }),
};

/**
 * The figure; its axis is the same from the first step to the last.
 *
 * @returns undefined before the first loss
 */
export function stepLosses(
  { title, runs, steps, classes }: StepLosses,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  if (runs.every(({ points }) => points.length === 0)) return undefined;
  const chance = Math.log(classes);
  const high = Math.max(3, 1.5 * chance);
  const axis = { domain: [0, high] as const, logarithmic: false };
  const methods = [...looks.keys()].filter((label) => runs.some(({ method }) => method === label));
  const several = methods.some((label) => runs.filter(({ method }) => method === label).length > 1);
  const ends = methods.map((label) => ({ label, mean: meanOf(runs.filter(({ method }) => method === label)) }));
  const isCut = runs.some(({ points }) => points.some(({ loss }) => !(loss <= high)));
  const short = shortLabels(methods, MOST_NAME, fontSize);
  const marks = methods.flatMap((label, place) => {
    const { colour, dash } = looks.get(label)!;
    const of = runs.filter(({ method }) => method === label);
    const style = { x: "step", y: "loss", stroke: colour } as const;
    const beyond = of.flatMap(({ points }) => points.filter(({ loss }) => !(loss <= high)).slice(0, 1));
    return [
      ...(several
        ? of.map(({ points }) =>
            Plot.line(cutLine(axis, points, line), { ...style, strokeWidth: 1, strokeOpacity: 0.45 }),
          )
        : []),
      Plot.line(cutLine(axis, meanOf(of), line), { ...style, strokeWidth: 2.2, strokeDasharray: dash }),
      Plot.dot(beyond, {
        x: "step",
        y: high,
        symbol: "triangle",
        r: 5,
        fill: colour,
        stroke: page,
        dx: 7 * place,
        dy: 5,
      }),
    ];
  });
  const chart = Plot.plot({
    ...planeOptions(document),
    x: { ...acrossLabel("step"), domain: [0, steps], tickFormat: plain, ticks: 6 },
    y: { ...uprightLabel("training loss (nats)"), domain: [0, high], grid: true, tickFormat: plain, ticks: 6 },
    marks: [
      Plot.ruleY([0], { stroke: faint }),
      Plot.ruleY([chance], { stroke: quiet, strokeDasharray: "2 3" }),
      ...marks,
    ],
  });
  const entries = methods.map((label) => {
    const { colour, dash } = looks.get(label)!;
    return { label: short.get(label)!, colour, sign: { kind: "line", dash } } as const;
  });
  return figure(
    {
      id: "step-losses",
      title: `Training loss by step, ${title}`,
      caption:
        "Cross-entropy of the step's batch, smoothed over about 20 steps; the same batches for all methods." +
        (several
          ? " Thin lines: seeds; thick: their mean, as far as all of them are."
          : " One seed so far (n\u00a0=\u00a01).") +
        " Dotted: equal odds." +
        (isCut ? ` ▲: beyond the axis, which ends at ${plain(Number(high.toPrecision(3)))}.` : ""),
      description: `Losses now: ${ends.map(({ label, mean }) => `${label} ${mean.at(-1)?.loss.toFixed(3) ?? "none"}`).join(", ")}.`,
      chart: underLegend(chart, entries, document),
    },
    document,
  );
}

/** The mean over runs at the steps that all of them have. */
function meanOf(runs: readonly LossRun[]): LossPoint[] {
  const [first, ...others] = runs;
  if (first === undefined) return [];
  const lists = others.map(({ points }) => new Map(points.map(({ step, loss }) => [step, loss])));
  return first.points.flatMap(({ step, loss }) => {
    const rest = lists.map((list) => list.get(step));
    if (rest.some((one) => one === undefined)) return [];
    return [{ step, loss: (loss + rest.reduce<number>((sum, one) => sum + one!, 0)) / runs.length }];
  });
}
