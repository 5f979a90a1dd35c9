/**
 * The metric on held-out samples, mostly accuracy, beside the learning rate: how much each method
 * depends on it.
 */
import * as Plot from "@observablehq/plot";
import { isAccuracy, type Metric } from "../../study/plan/metric.js";
import { chosenBy } from "../../study/plan/tuned-rate.js";
import { onAxis, valueText } from "../../study/results/metric-text.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { heldOutWords, rateText } from "../../study/results/rate-sentences.js";
import { MOST_METHODS, methodsLeftOut } from "../bounds.js";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import { acrossLabel, extent, faint, methodScales, page, plain, planeOptions, quiet, uprightLabel } from "./axes.js";
import { type Figure, figure } from "./figure.js";
import { underLegend } from "./legend.js";
import { shortened } from "./text.js";

/** A method at a rate, of an accuracy in percent. */
interface RatePoint {
  readonly method: string;
  readonly rate: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly isBest: boolean;
}

/** @returns undefined for a study that tunes no rates, and where no run of tuning ended well */
export function rateSensitivity(
  { id, title, rates, methods: all, metric }: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  if (rates === undefined) return undefined;
  const methods = rates.methods.slice(0, MOST_METHODS);
  const tried = methods.flatMap(({ method, rate: best, scores }) =>
    scores.flatMap((score): RatePoint[] => {
      const { rate, failed } = score;
      const spread = chosenBy(score);
      if (spread === null || failed) return [];
      const [mean, low, high] = [spread.mean, spread.low, spread.high].map((x) => onAxis(metric, x)) as [
        number,
        number,
        number,
      ];
      return [{ method, rate, mean, low, high, isBest: rate === best }];
    }),
  );
  const failed = methods.flatMap(({ method, scores }) =>
    scores.filter((score) => score.failed).map(({ rate }) => ({ method, rate })),
  );
  if (tried.length === 0) return undefined;
  const entries = methods.map(({ method }) => {
    const { colour, marker } = looks.get(method)!;
    return { label: shortened(method), colour, sign: { kind: "marker", marker } } as const;
  });
  const what = heldOutWords(metric);
  const seeds = Math.max(...methods.flatMap(({ scores }) => scores.map(({ runs }) => runs)));
  return figure(
    {
      id: `${id}-rates`,
      title: `${what.charAt(0).toUpperCase()}${what.slice(1)} by learning rate, ${title}`,
      caption:
        `${what.charAt(0).toUpperCase()}${what.slice(1)} on the ${rates.heldOut.toLocaleString("en")} held-out samples after the last epoch, by which rates were chosen. Lines: mean over ${seeds === 1 ? "one tuning seed" : `up to ${seeds} tuning seeds`}` +
        `${seeds === 1 ? "" : "; bands: from the worst to the best of them"}. Large markers: the rate of each method's final runs. Dotted: the recipe's rate.` +
        `${failed.length === 0 ? "" : " × at the bottom: a rate at which a run failed."}${methodsLeftOut(all.length)}`,
      description: methods
        .map(({ method, rate }) =>
          rate === null ? `${method}: every rate failed` : `${method}: best at ${rateText(rate)}`,
        )
        .join("; "),
      chart: underLegend(
        draw({ tried, failed, usual: rates.same.learningRate, metric }, looks, document),
        entries,
        document,
      ),
    },
    document,
  );
}

const colour = { value: ({ method }: { readonly method: string }) => method, scale: "color" as const };
const symbol = { value: ({ method }: { readonly method: string }) => method, scale: "symbol" as const };

/** What is drawn. */
interface Tried {
  readonly tried: readonly RatePoint[];
  readonly failed: readonly { readonly method: string; readonly rate: number }[];
  /** The recipe's rate. */
  readonly usual: number;
  readonly metric: Metric;
}

function draw(
  { tried, failed, usual, metric }: Tried,
  looks: ReadonlyMap<string, MethodLook>,
  document: Document,
): SVGElement | HTMLElement {
  const all = [...new Set([...[...tried, ...failed].map(({ rate }) => rate), usual])].sort((a, b) => a - b);
  const [least, greatest] = extent(tried.flatMap(({ low, high }) => [low, high]));
  const room = 0.06 * (greatest - least) || 1;
  const floor = least - room;
  const present = new Map([...looks].filter(([method]) => [...tried, ...failed].some((one) => one.method === method)));
  const dashes = [...present].map(([method, { dash }]) => ({ method, dash }));
  const lineOf = (method: string) => tried.filter((one) => one.method === method);
  // Each method has a height of its own for what failed, so that none hides another.
  const broken = [...new Set(failed.map(({ method }) => method))];
  const heightOf = (method: string) => floor + (room * (broken.indexOf(method) + 0.5)) / Math.max(2, broken.length);
  const title = ({ method, rate, mean }: RatePoint) =>
    `${method} at ${rateText(rate)}: ${valueText(metric, isAccuracy(metric) ? mean / 100 : mean)}`;
  return Plot.plot({
    ...planeOptions(document),
    ...methodScales(present),
    x: {
      ...acrossLabel("learning rate"),
      type: "log",
      domain: [all[0]! / 1.3, all.at(-1)! * 1.3],
      ticks: all.length <= 7 ? all : all.filter((_, i) => i % 2 === 0),
      tickFormat: rateText,
    },
    y: {
      ...uprightLabel(
        `held-out ${heldOutWords(metric)}${isAccuracy(metric) ? " (%)" : metric.unit === undefined ? "" : ` (${metric.unit})`}`,
      ),
      grid: true,
      domain: [floor, greatest + room],
      ticks: 6,
      tickFormat: plain,
    },
    marks: [
      Plot.ruleX([usual], { stroke: quiet, strokeDasharray: "2 3" }),
      ...dashes.flatMap(({ method, dash }) => [
        Plot.areaY(lineOf(method), { x: "rate", y1: "low", y2: "high", fill: colour, fillOpacity: 0.16 }),
        Plot.line(lineOf(method), { x: "rate", y: "mean", stroke: colour, strokeWidth: 2, strokeDasharray: dash }),
      ]),
      Plot.dot(failed, {
        x: "rate",
        y: ({ method }: { readonly method: string }) => heightOf(method),
        symbol: "times",
        stroke: colour,
        strokeWidth: 2,
      }),
      Plot.dot(tried, {
        x: "rate",
        y: "mean",
        fill: colour,
        symbol,
        r: ({ isBest }: RatePoint) => (isBest ? 6 : 3),
        stroke: ({ isBest }: RatePoint) => (isBest ? page : faint),
        strokeWidth: 1,
        title,
      }),
    ],
  });
}
