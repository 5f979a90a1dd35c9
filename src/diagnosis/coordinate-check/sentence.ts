/** The verdict of a sweep as one sentence with its numbers. */
import { short } from "../judge/numbers.js";
import { type LayerGroup, layerGroups, type TransferVerdict } from "./coordinate-check.js";
import { MARGIN, type Slopes } from "./laws.js";
import type { MeasuredSweep } from "./measured-sweep.js";
import { counted, slopeText } from "./words.js";

/** What a sentence is about. */
export interface JudgedSweep extends MeasuredSweep {
  /** The first size at which a value is no number; undefined for none. */
  readonly brokenAt: number | undefined;
  /** Groups that should have a slope, and have none. */
  readonly withoutSlope: readonly LayerGroup[];
}

/** @param law the parametrization with these slopes; undefined for none */
export function sentence(
  sweep: JudgedSweep,
  slopes: Slopes,
  verdict: TransferVerdict,
  law: string | undefined,
): string {
  const { dimension, sizes, brokenAt } = sweep;
  if (brokenAt !== undefined) return ofBroken(sweep, brokenAt, verdict);
  const rate = `a learning rate that is right for ${dimension} ${sizes[0]}`;
  const last = sizes.at(-1)!;
  if (verdict === "cannot-tell")
    return `It cannot be told whether ${rate} is right for ${last}: ${whyNot(sweep, slopes)}`;
  const what = dimension === "width" ? "what a layer's own update changes" : "what the update changes";
  const says =
    verdict === "transfers"
      ? `is right for ${last}: ${what} does not follow the ${dimension} (all slopes within ±${MARGIN}).`
      : `${misfit(slopes, last)}: ${what} ${moves(slopes, last / sizes[0]!)}.`;
  return `A${rate.slice(1)} ${says}${agreement(sweep, law)}`;
}

function agreement({ dimension }: JudgedSweep, law: string | undefined): string {
  if (law === undefined) return "";
  if (dimension === "depth") return ` That is what ${law} asks for.`;
  return ` The slopes are those of ${law === "standard" ? "the standard parametrization" : law}.`;
}

function ofBroken(
  { dimension, sizes, steps, learningRate }: JudgedSweep,
  at: number,
  verdict: TransferVerdict,
): string {
  const where = `At ${dimension} ${at} the network is no longer made of numbers after ${counted(steps, "step")} with a rate of ${learningRate}`;
  return verdict === "cannot-tell"
    ? `${where}, and that is the smallest ${dimension}: a smaller rate may tell (--lr ${Number((learningRate / 10).toPrecision(2))}).`
    : `${where}: one that is right for ${dimension} ${sizes[0]} is too large there.`;
}

/** Groups that follow the size for sure, and by more than the margin. */
const moving = (slopes: Slopes) =>
  layerGroups.flatMap((group) => {
    const slope = slopes[group];
    if (slope === null || Math.abs(slope.mean) < MARGIN || (slope.low <= 0 && slope.high >= 0)) return [];
    return [{ group, slope }];
  });

function misfit(slopes: Slopes, last: number): string {
  const grows = moving(slopes).map(({ slope }) => slope.mean > 0);
  if (!grows.includes(false)) return `is too large for ${last}`;
  return grows.includes(true) ? `does not fit ${last}` : `is too small for ${last}`;
}

/**
 * "falls by ×0.36 in the input layer (slope −0.49 ±0.10) and grows by ×9.4 in the output layer
 * (…)".
 */
function moves(slopes: Slopes, ratio: number): string {
  const parts = moving(slopes).map(({ group, slope }, i) => {
    const verb = slope.mean > 0 ? "grows" : "falls";
    const by = short(ratio ** slope.mean);
    return `${verb} by ×${by} in ${layersOf(group)} (${i === 0 ? "slope " : ""}${slopeText(slope)})`;
  });
  return parts.length < 3 ? parts.join(" and ") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

const layersOf = (group: LayerGroup): string => (group === "hidden" ? "the hidden layers" : `the ${group} layer`);

function whyNot({ dimension, seeds, series, steps, withoutSlope }: JudgedSweep, slopes: Slopes): string {
  const isStill = series.some(({ quantity, values }) => quantity === "update" && values.flat().includes(0));
  if (isStill) {
    return `${counted(steps, "step")} ${steps === 1 ? "changes" : "change"} nothing in some layers, as where the head starts at 0. More steps may tell: --steps ${steps + 2}.`;
  }
  if (withoutSlope.length > 0)
    return `${withoutSlope.map(layersOf).join(" and ")} cannot be compared over these ${dimension}s.`;
  const unsure = layerGroups.flatMap((group) => {
    const slope = slopes[group];
    return slope === null || Math.max(-slope.low, slope.high) < MARGIN
      ? []
      : [`${slopeText(slope)} in ${layersOf(group)}`];
  });
  return `the slope is ${unsure.join(", ")}. More draws (--seeds ${4 * seeds}) or larger ${dimension}s may tell.`;
}
