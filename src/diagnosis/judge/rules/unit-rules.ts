/** Units that are copies of each other, that are stuck at a bound, or that are dead. */
import type { Finding } from "../../diagnosis.js";
import { hiddenLayers } from "../drift.js";
import type { Evidence, JudgedLayer, Rule } from "../evidence.js";
import { layerInWords, listed, median, short } from "../numbers.js";
import { thresholds } from "../thresholds.js";

/** Whether a layer closes a residual branch and starts at zero, as zero-γ, Fixup and ReZero do. */
export const startsAtZero = ({ role, weights }: JudgedLayer): boolean =>
  role.residual?.last === true && weights.rms === 0;

/** Units that answer alike, whatever the sample, and whose gradients are alike, too. */
export const symmetryRule: Rule = {
  title: "units differ from each other",
  find: (evidence) => {
    const hidden = hiddenLayers(evidence);
    const zeroEnds = hidden.filter(startsAtZero);
    const bad = hidden.filter((layer) => !startsAtZero(layer) && isSymmetric(layer));
    return [
      ...bad.slice(0, 1).map(() => symmetryFinding(bad, evidence)),
      ...(bad.length > 0 ? [] : zeroNotes(zeroEnds, evidence)),
    ];
  },
};

/** Smaller signals consist of numbers at the end of float32, which are equal by rounding. */
const LEAST_SIGNAL = 1e-70;

function isSymmetric({ before, distinctUnits, weights, dead }: JudgedLayer): boolean {
  if (before.units < 2 || distinctUnits > thresholds.distinct * before.units) return false;
  // Units that are 0 for every sample answer alike, whatever their weights are.
  if ((dead ?? 0) >= thresholds.dead && weights.rms > 0) return false;
  // Where nothing comes in, or numbers without digits, the trouble lies before this layer.
  return before.secondMoment > LEAST_SIGNAL || weights.rms === 0;
}

function symmetryFinding(bad: readonly JudgedLayer[], { remedy, references }: Evidence): Finding {
  const worst = bad.reduce((a, b) => (a.distinctUnits / a.before.units <= b.distinctUnits / b.before.units ? a : b));
  const { distinctUnits } = worst;
  const { units } = worst.before;
  const isZero = bad.every(({ weights }) => weights.rms === 0);
  return {
    kind: "symmetric",
    severity: "error",
    layers: bad.map(({ name }) => name),
    tensors: bad.map(({ kernel }) => kernel),
    measured: distinctUnits,
    expected: units,
    unit: "distinct units",
    text:
      `Units are copies of each other: ${layerInWords(worst)} has ${units} units and ${distinctUnits === 1 ? "all answer alike" : `${distinctUnits} different ones`}. ` +
      "Equal units get equal gradients, so training keeps them equal.",
    cause: isZero
      ? `the kernels of ${listed(bad.map(({ name }) => name))} are zero`
      : `rows of the kernels of ${listed(bad.map(({ name }) => name))} are equal`,
    remedy: `draw the kernels at random:\n${remedy(references[0]?.method ?? "he")}`,
  };
}

function zeroNotes(zeroEnds: readonly JudgedLayer[], { layers }: Evidence): Finding[] {
  const head = layers.filter((layer) => layer.role.head && layer.weights.rms === 0);
  const note = (of: readonly JudgedLayer[], text: string): Finding => ({
    kind: "symmetric",
    severity: "note",
    layers: of.map(({ name }) => name),
    tensors: of.map(({ kernel }) => kernel),
    measured: 0,
    expected: 0,
    unit: "√ mean of squares of the kernel",
    text,
    cause: null,
    remedy: null,
  });
  return [
    ...(zeroEnds.length === 0
      ? []
      : [
          note(
            zeroEnds,
            `${listed(zeroEnds.map(({ name }) => name))} end residual branches and start at zero. That is fine: the branches begin as the identity.`,
          ),
        ]),
    ...(head.length === 0
      ? []
      : [
          note(
            head,
            layers.length === 1
              ? "The only layer starts at zero. That is fine: without hidden layers the loss is convex."
              : `${listed(head.map(({ name }) => name))} makes the logits and starts at zero. That is fine: all classes begin alike, and the layers before it train from the second step on.`,
          ),
        ]),
  ];
}

/** The largest value among the reference's draws of the same layer; 0 without one. */
const usualOf = (
  { references, layers }: Evidence,
  layer: JudgedLayer,
  of: (readings: Pick<JudgedLayer, "dead" | "saturated">) => number | null,
) => Math.max(0, ...(references[0]?.draws ?? []).map((draw) => of(draw.layers[layers.indexOf(layer)]!) ?? 0));

/** Bounded activations that no longer change. */
export const saturationRule: Rule = {
  title: "bounded activations are not at their bounds",
  find: (evidence) => {
    const bounded = hiddenLayers(evidence).filter(({ saturated }) => saturated !== null);
    const bad = bounded.filter(
      (layer) =>
        layer.saturated! > thresholds.saturated &&
        usualOf(evidence, layer, ({ saturated }) => saturated) < layer.saturated! / 2,
    );
    if (bad.length === 0) return saturatedByInputs(evidence, bounded);
    const share = median(bad.map(({ saturated }) => saturated!));
    const usual = median(bad.map((layer) => usualOf(evidence, layer, ({ saturated }) => saturated)));
    return [
      {
        kind: "saturated",
        severity: bad.length * 2 >= bounded.length ? "error" : "warning",
        layers: bad.map(({ name }) => name),
        tensors: bad.map(({ kernel }) => kernel),
        measured: share,
        expected: usual,
        unit: "share of units",
        text: `${percent(share)} of the units of ${listed(bad.map(({ name }) => name))} are stuck at the bound of ${bad[0]!.activation ?? "their activation"}: hardly any gradient passes.`,
        cause: `their inputs are too large: the pre-activations have a standard deviation of ${short(median(bad.map(({ before }) => before.deviation)))}`,
        remedy: remedyBy(evidence),
      },
    ];
  },
};

/** A first layer at its bounds with the best start, too: what enters it is too large. */
function saturatedByInputs(evidence: Evidence, bounded: readonly JudgedLayer[]): Finding[] {
  const [first] = bounded;
  const [reference] = evidence.references;
  if (first === undefined || reference === undefined || first !== hiddenLayers(evidence)[0]) return [];
  const usual = usualOf(evidence, first, ({ saturated }) => saturated);
  if (!(first.saturated! > thresholds.saturated && usual > thresholds.saturated)) return [];
  return [
    {
      kind: "saturated",
      severity: "error",
      layers: [first.name],
      tensors: [],
      measured: first.saturated,
      expected: usual,
      unit: "share of units",
      text:
        `${percent(first.saturated!)} of the units of ${layerInWords(first)} are stuck at the bound of ` +
        `${first.activation ?? "their activation"}, and ${percent(usual)} with ${reference.method}: hardly any gradient passes.`,
      cause: `the samples are too large for any start: the pre-activations have a standard deviation of ${short(first.before.deviation)}`,
      remedy: "scale the samples to a mean of 0 and a standard deviation of 1 before they enter the network",
    },
  ];
}

/** Units that are 0 for every sample, beyond what depth explains. */
export const deadRule: Rule = {
  title: "units are alive",
  find: (evidence) => {
    const judged = hiddenLayers(evidence).flatMap((layer) => {
      if (layer.dead === null || startsAtZero(layer)) return [];
      const usual = usualOf(evidence, layer, ({ dead }) => dead);
      const noise = thresholds.deviations * Math.sqrt(Math.max(usual * (1 - usual), 0.01) / layer.after.units);
      return [{ layer, dead: layer.dead, usual, beyond: layer.dead - usual - noise }];
    });
    const bad = judged.filter(
      ({ beyond, dead, usual }) =>
        beyond > thresholds.someDead || (dead === 1 && beyond > 0) || (dead >= thresholds.dead && usual < dead / 2),
    );
    const [first] = bad;
    if (first === undefined) return [];
    return [
      {
        kind: "dead",
        severity: bad.some(({ dead, usual }) => dead >= thresholds.dead && usual < thresholds.dead)
          ? "error"
          : "warning",
        layers: bad.map(({ layer }) => layer.name),
        tensors: bad.map(({ layer }) => layer.bias ?? layer.kernel),
        measured: median(bad.map(({ dead }) => dead)),
        expected: median(bad.map(({ usual }) => usual)),
        unit: "share of units",
        text: `${percent(first.dead)} of the units of ${layerInWords(first.layer)} are 0 for every sample (${percent(first.usual)} in a healthy start)${bad.length > 1 ? `, and likewise in ${bad.length - 1} more ${bad.length === 2 ? "layer" : "layers"}` : ""}: they do not train.`,
        cause:
          first.layer.before.mean < -first.layer.before.deviation
            ? `the mean of the pre-activations is ${short(first.layer.before.mean)}`
            : null,
        remedy: remedyBy(evidence),
      },
    ];
  },
};

const remedyBy = ({ references: [best], remedy }: Evidence): string | null =>
  best === undefined ? null : `start from ${best.method}:\n${remedy(best.method)}`;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
