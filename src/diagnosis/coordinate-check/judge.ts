/** Whether a learning rate transfers from the smallest size of a sweep to the largest. */
import {
  decisive,
  type LayerGroup,
  layerGroups,
  type Quantity,
  type Sweep,
  type TransferVerdict,
} from "./coordinate-check.js";
import { lawOfDepth, lawOfWidth, MARGIN, type Slopes } from "./laws.js";
import type { MeasuredSweep } from "./measured-sweep.js";
import { sentence } from "./sentence.js";

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
    text: sentence(
      { ...measured, brokenAt: brokenAt(measured), withoutSlope: withoutSlope(measured, slopes) },
      slopes,
      verdict,
      law?.name,
    ),
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

const isMup = (init: string): boolean => /^mup(:|$)/.test(init);

function remedyFor(measured: MeasuredSweep): string | null {
  const { dimension, sizes, optimizer, init, ratesByTensor, parameters, recheck } = measured;
  if (dimension === "width") {
    if (isMup(init)) {
      return `the weights are μP's already, whose rates transfer between wide networks: give larger widths, as --widths ${sizes.map((size) => 4 * size).join(",")}`;
    }
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
