/** Whether a learning rate transfers from the smallest size of a sweep to the largest, in words. */
import type { TensorSpecification } from "../../network/parameter.js";
import type { OptimizerName } from "../../recipe.js";
import { short } from "../judge/numbers.js";
import {
  decisive,
  type LayerGroup,
  layerGroups,
  type Quantity,
  type Series,
  type SlopeInterval,
  type Sweep,
  type TransferVerdict,
} from "./coordinate-check.js";
import { lawOfDepth, lawOfWidth, MARGIN, type Slopes } from "./laws.js";

/** What was measured over the sizes, and what remedies depend on. */
export interface MeasuredSweep extends Pick<Sweep, "dimension" | "sizes" | "fixed"> {
  readonly series: readonly Omit<Series, "expected">[];
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly steps: number;
  readonly seeds: number;
  /** Whether the method sets a learning rate for each tensor. */
  readonly ratesByTensor: boolean;
  /** Of the largest network. */
  readonly parameters: readonly TensorSpecification[];
  /** What to type to check the same by another method. */
  readonly recheck: (method: string) => string;
}

/** The sweep with its verdict. */
export function judgeSweep(measured: MeasuredSweep): Sweep {
  const { dimension, sizes, fixed, series, optimizer } = measured;
  const of = (quantity: Quantity) =>
    Object.fromEntries(series.flatMap((one) => (one.quantity === quantity ? [[one.group, one.slope]] : []))) as Slopes;
  const slopes = of(decisive[dimension]);
  const verdict = brokenAt(measured) === undefined ? verdictOf(measured, slopes) : brokenVerdict(measured);
  const law =
    dimension === "width"
      ? lawOfWidth(slopes, optimizer)
      : verdict === "transfers" && hasBranches(measured)
        ? lawOfDepth(of("gradient"))
        : undefined;
  return {
    dimension,
    sizes,
    fixed,
    series: series.map((one) => ({
      ...one,
      expected: law === undefined || one.slope === null ? null : law.exponent(one.group, one.quantity),
    })),
    verdict,
    agreesWith: law?.name ?? null,
    text: sentence(measured, slopes, verdict, law?.name),
    remedy: verdict === "does-not-transfer" ? remedyFor(measured) : null,
  };
}

/** Within ± a quarter everywhere; outside of it anywhere; or neither is shown. */
function verdictOf(measured: MeasuredSweep, slopes: Slopes): TransferVerdict {
  const all = layerGroups.flatMap((group) => slopes[group] ?? []);
  if (all.some(({ low, high }) => low > MARGIN || high < -MARGIN)) return "does-not-transfer";
  return withoutSlope(measured, slopes).length === 0 && all.every(({ low, high }) => low > -MARGIN && high < MARGIN)
    ? "transfers"
    : "cannot-tell";
}

/** Groups whose layers the network has, but for which there is no slope; the head must have one. */
const withoutSlope = ({ series, dimension }: MeasuredSweep, slopes: Slopes): readonly LayerGroup[] =>
  layerGroups.filter((group) => {
    const one = series.find(({ group: of, quantity }) => of === group && quantity === decisive[dimension])!;
    return slopes[group] === null && (group === "output" || one.values.flat().some((value) => value !== null));
  });

const isBroken = (values: readonly (number | null)[]): boolean =>
  values.some((value) => value !== null && !Number.isFinite(value));

/** The first size at which a value is no number; undefined for none. */
function brokenAt({ sizes, series }: MeasuredSweep): number | undefined {
  return sizes.find((_, i) => series.some(({ values }) => isBroken(values[i]!)));
}

const brokenVerdict = (measured: MeasuredSweep): TransferVerdict =>
  brokenAt(measured) === measured.sizes[0] ? "cannot-tell" : "does-not-transfer";

const hasBranches = ({ parameters }: MeasuredSweep): boolean =>
  parameters.some(({ role }) => role.residual !== undefined);

const ends = ({ sizes }: MeasuredSweep): readonly [number, number] => [sizes[0]!, sizes.at(-1)!];

function sentence(measured: MeasuredSweep, slopes: Slopes, verdict: TransferVerdict, law: string | undefined): string {
  const { dimension, learningRate, steps } = measured;
  const [first, last] = ends(measured);
  const broken = brokenAt(measured);
  if (broken !== undefined) {
    const where = `At ${dimension} ${broken} the network is no longer made of numbers after ${counted(steps, "step")} with a rate of ${learningRate}`;
    return verdict === "cannot-tell"
      ? `${where}, and that is the smallest ${dimension}: a smaller rate may tell (--lr ${Number((learningRate / 10).toPrecision(2))}).`
      : `${where}: one that is right for ${dimension} ${first} is too large there.`;
  }
  const agrees =
    law === undefined
      ? ""
      : dimension === "width"
        ? ` The slopes are those of ${law === "standard" ? "the standard parametrization" : law}.`
        : ` That is what ${law} asks for.`;
  const what = dimension === "width" ? "what a layer's own update changes" : "what the update changes";
  if (verdict === "transfers") {
    return `A learning rate that is right for ${dimension} ${first} is right for ${last}: ${what} does not follow the ${dimension} (all slopes within ±${MARGIN}).${agrees}`;
  }
  const [group, worst] = furthest(slopes);
  if (verdict === "does-not-transfer" && worst !== undefined) {
    const by = short((last / first) ** Math.abs(worst.mean));
    const grows = worst.mean > 0;
    return (
      `A learning rate that is right for ${dimension} ${first} is too ${grows ? "large" : "small"} for ${last}: ${what} in the ${group} layer${group === "hidden" ? "s" : ""} ` +
      `${grows ? "grows" : "falls"} by ×${grows ? by : short(1 / Number(by))} (slope ${interval(worst)}).${agrees}`
    );
  }
  return `It cannot be told whether a learning rate that is right for ${dimension} ${first} is right for ${last}: ${whyNot(measured, slopes)}`;
}

function whyNot(measured: MeasuredSweep, slopes: Slopes): string {
  const { dimension, seeds, series, steps } = measured;
  const still = series.some(({ quantity, values }) => quantity === "update" && values.flat().includes(0));
  if (still) {
    return `${counted(steps, "step")} ${steps === 1 ? "changes" : "change"} nothing in some layers, as where the head starts at 0. More steps may tell: --steps ${steps + 2}.`;
  }
  const without = withoutSlope(measured, slopes);
  if (without.length > 0) return `the ${without.join(" and ")} layers have no slope.`;
  const [group, worst] = furthest(slopes);
  const reach =
    worst === undefined
      ? ""
      : `the slope of the ${group} layer${group === "hidden" ? "s" : ""} is ${interval(worst)}. `;
  return `${reach}More draws (--seeds ${4 * seeds}) or larger ${dimension}s may tell.`;
}

/** The group whose slope is furthest from 0 for sure; without one, whose interval reaches most. */
function furthest(slopes: Slopes): readonly [LayerGroup, SlopeInterval] | readonly [LayerGroup, undefined] {
  const all = layerGroups.flatMap((group) => (slopes[group] === null ? [] : [[group, slopes[group]] as const]));
  const surely = ({ low, high }: SlopeInterval) => Math.max(low, -high);
  const reach = ({ low, high }: SlopeInterval) => Math.max(-low, high);
  const by = all.some(([, slope]) => surely(slope) > MARGIN) ? surely : reach;
  const sorted = all.toSorted(([, a], [, b]) => by(b) - by(a));
  return sorted[0] ?? ["output", undefined];
}

/** "0.98, 95 % interval 0.80 to 1.16". */
const interval = ({ mean, low, high }: SlopeInterval): string =>
  `${mean.toFixed(2)}, 95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function remedyFor(measured: MeasuredSweep): string | null {
  const { dimension, optimizer, ratesByTensor, parameters, recheck } = measured;
  if (dimension === "width") {
    if (ratesByTensor || optimizer === "adadelta") return null;
    const isRelu = parameters.some(({ role }) => role.kind === "kernel" && role.activation === "relu");
    return `μP sets initial sizes and a learning rate for each tensor, so that a rate transfers over widths:\n${recheck(isRelu ? "mup:scale=2" : "mup")}`;
  }
  if (!hasBranches(measured)) {
    return "without residual branches no rule transfers a rate over depths: tune it at the depth that is trained, or give the network branches that are multiplied by 1/depth (CompleteP)";
  }
  const rate = optimizer === "sgd" ? ", with a rate of SGD that grows as the depth" : "";
  return `CompleteP multiplies every residual branch by 1/depth${rate}`;
}
