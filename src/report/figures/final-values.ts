/** Final test accuracies: a dot per seed, and each method's mean with its interval. */
import * as Plot from "@observablehq/plot";
import { failureKinds } from "../../study/results/failures.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { percent } from "../../study/results/sentences.js";
import type { MethodLook } from "../colours.js";
import type { Drawing } from "../report.js";
import { chartOptions, methodScales, plain, shortened } from "./axes.js";
import { chartWidth, type Figure, figure, fontSize, textWidth } from "./figure.js";

/** @returns undefined where no run finished */
export function finalValues(
  problem: ProblemOutcome,
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  const { methods } = problem;
  if (methods.every(({ testAccuracy }) => testAccuracy === null)) return undefined;
  const anyLearned = methods.some(({ rank }) => rank !== null);
  // What is stuck stands in words: on the axis it would squeeze those that learned together.
  const drawn = methods.filter(({ rank, testAccuracy }) => testAccuracy !== null && (rank !== null || !anyLearned));
  const dots = [...drawn]
    .sort((a, b) => a.method - b.method)
    .flatMap(({ label: method, averaged }) =>
      averaged.map(({ epochs }) => ({ method, value: 100 * epochs.at(-1)!.testAccuracy })),
    );
  const intervals = drawn.map(({ label, testAccuracy }) => ({
    method: label,
    n: testAccuracy!.n,
    mean: 100 * testAccuracy!.mean,
    low: testAccuracy!.low === null ? null : 100 * testAccuracy!.low,
    high: testAccuracy!.high === null ? null : 100 * testAccuracy!.high,
  }));
  const notes = methods.flatMap((method) => {
    const text = failureNote(method, anyLearned);
    return text === undefined ? [] : [{ method: method.label, text, alone: !drawn.includes(method) }];
  });
  const colour = { value: (row: { readonly method: string }) => row.method, scale: "color" as const };
  const marginLeft = labelMargin(methods.map(({ label }) => label));
  const ends = [
    ...dots.map(({ value }) => value),
    ...intervals.filter(({ n }) => n > 2).flatMap(({ low, high }) => [low, high].flatMap((x) => x ?? [])),
  ];
  const room = 0.04 * (Math.max(...ends) - Math.min(...ends)) || 1;
  const noteRoom = notes.some(({ alone }) => !alone) ? 92 : 12;
  const chart = Plot.plot({
    ...chartOptions(document),
    height: 58 + 30 * methods.length,
    marginLeft,
    marginRight: noteRoom,
    marginTop: 8,
    marginBottom: 42,
    ...methodScales(looks),
    x: {
      label: "test accuracy after the last epoch (%)",
      labelAnchor: "center",
      labelArrow: "none",
      domain: [Math.max(0, Math.min(...ends) - room), Math.min(100, Math.max(...ends) + room)],
      ticks: Math.floor((chartWidth - marginLeft - noteRoom) / 60),
      tickFormat: plain,
      grid: true,
    },
    y: {
      label: null,
      domain: methods.map(({ label }) => label),
      tickFormat: (label: string) => shortened(label),
      tickSize: 0,
    },
    marks: [
      Plot.ruleY(
        intervals.filter(({ low }) => low !== null),
        { y: "method", x1: "low", x2: "high", stroke: colour, strokeWidth: 7, strokeOpacity: 0.28, clip: true },
      ),
      Plot.tickX(intervals, { x: "mean", y: "method", stroke: colour, strokeWidth: 2.5, inset: 3 }),
      Plot.dot(dots, {
        x: "value",
        y: "method",
        fill: colour,
        fillOpacity: 0.75,
        symbol: { value: "method", scale: "symbol" },
        r: 3.4,
      }),
      Plot.text(
        notes.filter(({ alone }) => !alone),
        { y: "method", text: "text", frameAnchor: "right", textAnchor: "start", dx: 6 },
      ),
      Plot.text(
        notes.filter(({ alone }) => alone),
        { y: "method", text: "text", frameAnchor: "left", textAnchor: "start", dx: 6 },
      ),
    ],
  });
  const several = drawn.some(({ testAccuracy }) => testAccuracy!.n > 1);
  return figure(
    {
      id: `${problem.id}-final-values`,
      title: `Test accuracy after the last epoch, ${problem.title}`,
      caption: several
        ? `A marker per seed; upright: mean over the seeds that learned; bar: its 95 % t interval${intervals.some(({ n }) => n === 2) ? ", which of two seeds may reach beyond the frame" : ""}. Failed runs are named, not averaged in.`
        : "One run per method: a marker each, and no interval. Failed runs are named.",
      description: `By rank: ${methods.map(describe).join("; ")}.`,
      chart,
    },
    document,
  );
}

/** Room for the longest label of a y axis. */
export function labelMargin(labels: readonly string[]): number {
  return Math.ceil(Math.max(...labels.map((label) => textWidth(shortened(label), fontSize)))) + 14;
}

/** "2/5 diverged"; undefined where nothing failed. */
export function failureNote({ failures, runs, testAccuracy }: MethodOutcome, anyLearned: boolean): string | undefined {
  const kinds = failureKinds.filter((kind) => failures[kind] > 0);
  if (kinds.length === 0 || (!anyLearned && kinds.length === 1 && kinds[0] === "stuck")) return undefined;
  const at = failures.stuck === runs.length && testAccuracy !== null ? ` at ${percent(testAccuracy.mean)}` : "";
  return `${kinds.map((kind) => `${failures[kind]}/${runs.length} ${kind}`).join(", ")}${at}`;
}

function describe(method: MethodOutcome): string {
  const { label, testAccuracy } = method;
  const failed = failureNote(method, true);
  if (testAccuracy === null || failed?.includes(" at ")) return `${label} ${failed ?? "without a result"}`;
  const { mean, low, high, n } = testAccuracy;
  const interval = low === null || high === null ? "" : ` [${(100 * low).toFixed(2)}, ${(100 * high).toFixed(2)}]`;
  return `${label} ${percent(mean)}${interval}, n = ${n}${failed === undefined ? "" : `, ${failed}`}`;
}
