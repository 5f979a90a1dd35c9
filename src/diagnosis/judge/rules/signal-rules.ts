/** Signals and gradients that vanish or explode with depth, and inputs that become one. */
import type { Finding } from "../../diagnosis.js";
import type { Prediction } from "../../theory/prediction.js";
import {
  type Drift,
  entersAlike,
  gradientDrifts,
  hiddenLayers,
  type PlainDrift,
  plainDrifts,
  plainDriftsOfReference,
  signalDrifts,
  signalsOfReference,
} from "../drift.js";
import type { Evidence, JudgedLayer, Rule } from "../evidence.js";
import { layerInWords, listed, median, short } from "../numbers.js";
import { thresholds } from "../thresholds.js";
import { startsAtZero } from "./unit-rules.js";

/** How bad a drift is; undefined where it is noise, or where only the reference changes. */
function severityOf({ total, byDepth, noise, visible }: Drift): "error" | "warning" | undefined {
  const beyond = Math.abs(total) - thresholds.deviations * noise;
  const grows = Math.abs(byDepth) > thresholds.drift / 2 && Math.sign(byDepth) === Math.sign(total);
  if (Math.sign(visible) !== Math.sign(total) || Math.abs(visible) < Math.abs(total) / 4) return undefined;
  if (beyond > thresholds.drift && grows) return "error";
  return beyond > thresholds.someDrift ? "warning" : undefined;
}

/** The layers from the first at which the drift leaves what a draw may do, as the signal runs. */
function culprits(
  { along, layers, values, noise, total }: Drift,
  isBackward: boolean,
  evidence: Evidence,
): readonly JudgedLayer[] {
  const bound = Math.max(Math.log(10), noise);
  const zero = isBackward ? values.at(-1)! : entersAlike(along, evidence) ? 0 : values[0]!;
  const order = layers.map((layer, i) => ({ layer, drift: values[i]! - zero }));
  const inOrder = isBackward ? order.reverse() : order;
  const first = inOrder.findIndex(({ drift }) => Math.sign(drift) === Math.sign(total) && Math.abs(drift) > bound);
  return inOrder.slice(Math.max(0, first)).map(({ layer }) => layer);
}

/** What the kernels have, beside what the reference gives them: "std 0.41 of `he`'s". */
function scaleCause({ layers, references }: Evidence, bad: readonly JudgedLayer[]): string | null {
  const [reference] = references;
  if (reference === undefined) return null;
  const ratioOf = (layer: JudgedLayer): number => {
    const index = layers.indexOf(layer);
    return layer.weights.rms / median(reference.draws.map((draw) => draw.layers[index]!.weights.rms));
  };
  // The first layers of a wrong size show little of what they begin.
  const usual = median(bad.map(ratioOf));
  const alike = layers.filter(
    (layer) =>
      bad.includes(layer) || (!layer.role.head && usual > 0 && Math.abs(Math.log(ratioOf(layer) / usual)) < 0.1),
  );
  const ratios = alike.map(ratioOf);
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  if (!Number.isFinite(low) || (low > 0.9 && high < 1.1)) return null;
  const range = high / low < 1.2 ? short(median(ratios)) : `${short(low)} to ${short(high)}`;
  return `the weights of ${listed(alike.map(({ name }) => name))} are ${range} times as large as those of ${reference.method}`;
}

/** "from end to end E φ² changes by ×1.2 and gradient² by ×0.9". */
function keptBy(evidence: Evidence, best: Evidence["references"][number]): string {
  const worst = (drifts: readonly PlainDrift[]): string => {
    const total = drifts.map((one) => one.total).sort((a, b) => Math.abs(b) - Math.abs(a))[0];
    return `×${short(Math.exp(total ?? 0))}`;
  };
  const [signal, gradient] = [signalsOfReference(evidence, best), plainDriftsOfReference(evidence, best)];
  return `from end to end E φ² changes by ${worst(signal)} and gradient² by ${worst(gradient)}`;
}

/** How to get the start that does best here; null where even that loses the gradient. */
function remedyOf(evidence: Evidence): string | null {
  const [best] = evidence.references;
  if (best === undefined || losesGradient(plainDriftsOfReference(evidence, best)) !== undefined) return null;
  const { method, draws } = best;
  return `draw by ${method}: ${keptBy(evidence, best)} then (median of ${draws.length} draws):\n${evidence.remedy(method)}`;
}

/**
 * The worst change of gradients with depth beyond what pooling and the like do, if there is one.
 */
const losesGradient = (drifts: readonly PlainDrift[]): PlainDrift | undefined =>
  drifts
    .filter(
      ({ total, byDepth }) =>
        Math.abs(total) > thresholds.architecture &&
        Math.abs(byDepth) > thresholds.architecture / 2 &&
        Math.sign(total) === Math.sign(byDepth),
    )
    .sort((a, b) => Math.abs(b.total) - Math.abs(a.total))[0];

const OTHER_ARCHITECTURE = {
  plain: "use another activation, add normalization or residual branches, or fewer layers",
  withBranches: "normalize what enters each branch, use another activation, or fewer layers",
} as const;

/** Whether a finding says that no start helps. */
export const isOfArchitecture = ({ remedy }: Finding): boolean =>
  Object.values<string | null>(OTHER_ARCHITECTURE).includes(remedy);

/** Per layer. */
const factorOf = ({ total, steps }: PlainDrift): string => `×${short(Math.exp(total / steps))}`;

/** A network that loses the gradient, and so does each of the starts that were tried. */
function architectureFinding(evidence: Evidence): Finding | undefined {
  const { references, layers } = evidence;
  const drift = losesGradient(plainDrifts(evidence));
  const tried = references.map((reference) => losesGradient(plainDriftsOfReference(evidence, reference)));
  const [best] = tried;
  if (drift === undefined || best === undefined || tried.includes(undefined)) return undefined;
  const hidden = hiddenLayers(evidence);
  const [first] = drift.ends;
  const hasBranches = layers.some(({ role }) => role.residual !== undefined);
  return {
    kind: drift.total < 0 ? "vanishing" : "exploding",
    severity: "error",
    layers: hidden.map(({ name }) => name),
    tensors: [],
    measured: Math.exp(drift.total / drift.steps),
    expected: 1,
    unit: "gradient² per layer",
    text:
      `The gradient ${drift.total < 0 ? "vanishes" : "explodes"}, whatever the start: gradient² changes by ` +
      `${factorOf(drift)} per layer backward, to ${short(first.gradientSecondMoment!)} at ${layerInWords(first)}.`,
    cause: `the best of the ${tried.length} starts that were tried, ${references[0]!.method}, changes it by ${factorOf(best)} per layer: it is the architecture (its activation, its depth)`,
    remedy: hasBranches ? OTHER_ARCHITECTURE.withBranches : OTHER_ARCHITECTURE.plain,
  };
}

/** A drift that is none of noise's. */
interface JudgedDrift {
  readonly drift: Drift;
  readonly isBackward: boolean;
  readonly severity: "error" | "warning";
}

/** Whether at least half of a drift grows with depth; if not, it is a step. */
const isGradual = ({ total, byDepth }: Drift): boolean => byDepth / total > 0.5;

/** What is measured where a drift ends: "gradient²", the number and the layer. */
function endOf({ drift: { layers }, isBackward }: JudgedDrift) {
  const layer = isBackward ? layers[0]! : layers.at(-1)!;
  const value = isBackward ? layer.gradientSecondMoment! : layer.after.secondMoment;
  return { quantity: isBackward ? "gradient²" : "E φ²", value: short(value), name: layerInWords(layer) };
}

/** "E φ² changes by ×0.5 per layer forward, to 4e-10 at dense30 (×1 with he)". */
function changeInWords(one: JudgedDrift, method: string, evidence: Evidence): string {
  const { drift, isBackward } = one;
  const { quantity, value, name } = endOf(one);
  const steps = drift.layers.length - 1;
  if (!isGradual(drift)) {
    const from = isBackward ? drift.layers.at(-1)! : drift.layers[0]!;
    return entersAlike(drift.along, evidence) && !isBackward
      ? `${quantity} is ${value} at ${name}, ×${short(Math.exp(drift.total))} of what it is with ${method}`
      : `${quantity} changes by ×${short(Math.exp(drift.measured))} from ${layerInWords(from)} to ${name} (×${short(Math.exp(drift.usual))} with ${method})`;
  }
  const per = drift.along === "blocks" ? "block" : "layer";
  const [factor, usual] = [drift.measured, drift.usual].map((x) => short(Math.exp(x / steps)));
  return `${quantity} changes by ×${factor} per ${per} ${isBackward ? "backward" : "forward"}, to ${value} at ${name} (×${usual} with ${method})`;
}

function driftFinding(evidence: Evidence): Finding | undefined {
  const [reference] = evidence.references;
  const judged = [
    ...signalDrifts(evidence).map((drift) => ({ drift, isBackward: false })),
    ...gradientDrifts(evidence).map((drift) => ({ drift, isBackward: true })),
  ].flatMap((one): JudgedDrift[] => {
    const severity = severityOf(one.drift);
    return severity === undefined ? [] : [{ ...one, severity }];
  });
  // An error before a warning; the signal before the gradient; the largest of several chains.
  const rank = ({ severity, isBackward }: JudgedDrift): number => (severity === "error" ? 0 : 2) + Number(isBackward);
  judged.sort((a, b) => rank(a) - rank(b) || Math.abs(b.drift.total) - Math.abs(a.drift.total));
  const [worst] = judged;
  if (worst === undefined || reference === undefined) return undefined;
  const { drift, isBackward, severity } = worst;
  const kind = drift.total < 0 ? "vanishing" : "exploding";
  const alike = judged.filter((one) => Math.sign(one.drift.total) === Math.sign(drift.total));
  const shown = new Set(
    alike.filter((one) => one.isBackward === isBackward).flatMap((one) => culprits(one.drift, isBackward, evidence)),
  );
  const bad = evidence.layers.filter((layer) => shown.has(layer));
  const other = alike.find((one) => one.isBackward !== isBackward && one.severity === severity && isGradual(one.drift));
  const [what, also] = isBackward ? ["The gradient", "the signal"] : ["The signal", "the gradient"];
  const changes = [worst, ...(other === undefined ? [] : [other])].map((one) =>
    changeInWords(one, reference.method, evidence),
  );
  const steps = drift.layers.length - 1;
  return {
    kind,
    severity,
    layers: bad.map(({ name }) => name),
    tensors: bad.map(({ kernel }) => kernel),
    measured: Math.exp(drift.measured / steps),
    expected: Math.exp(drift.usual / steps),
    unit: `${isBackward ? "gradient²" : "E φ²"} per ${drift.along === "blocks" ? "block" : "layer"}`,
    text: `${what} ${kind === "vanishing" ? "vanishes" : "explodes"}${other === undefined ? "" : `, and so does ${also}`}: ${changes.join("; ")}.`,
    cause: scaleCause(evidence, bad),
    remedy: remedyOf(evidence),
  };
}

/** A signal that is exactly zero where the reference has one. */
function zeroFinding(evidence: Evidence): Finding | undefined {
  if (evidence.references.length === 0) return undefined;
  const zero = hiddenLayers(evidence).filter((layer) => layer.after.secondMoment === 0 && !startsAtZero(layer));
  const [first] = zero;
  if (first === undefined) return undefined;
  return {
    kind: "vanishing",
    severity: "error",
    layers: zero.map(({ name }) => name),
    tensors: zero.map(({ kernel }) => kernel),
    measured: 0,
    expected: 1,
    unit: "E φ²",
    text: `The signal is gone: ${layerInWords(first)} returns zero for every sample, and no gradient passes.`,
    cause: scaleCause(evidence, zero),
    remedy: remedyOf(evidence),
  };
}

/** Second moments that fall or grow with depth, forward or backward: one cause, one finding. */
export const driftRule: Rule = {
  title: "signals and gradients keep their size",
  find: (evidence) => {
    // Where every start loses the gradient, too, none is a measure for others.
    const isHopeless =
      evidence.references.length > 0 &&
      evidence.references.every((one) => losesGradient(plainDriftsOfReference(evidence, one)) !== undefined);
    const one = isHopeless ? architectureFinding(evidence) : driftFinding(evidence);
    const gone = one?.kind === "vanishing" && one.severity === "error" ? undefined : zeroFinding(evidence);
    return [one, gone].filter((finding) => finding !== undefined);
  },
};

/** What theory says of the cosine between samples, where it says anything. */
const theoryOfCosine = (predicted: Prediction | null): string =>
  predicted?.cosine === null || predicted === null
    ? ""
    : `, and theory for these weights says 1 − ${short(Math.max(0, 1 - predicted.cosine))}`;

/** Different inputs that end as one. */
export const collapseRule: Rule = {
  title: "different inputs stay different",
  find: (evidence) => {
    const last = hiddenLayers(evidence).at(-1);
    const [reference] = evidence.references;
    const cosine = last?.after.cosine ?? null;
    if (last === undefined || reference === undefined || cosine === null || Number.isNaN(cosine)) return [];
    const index = evidence.layers.indexOf(last);
    const usual = median(reference.draws.map((draw) => 1 - (draw.layers[index]!.after.cosine ?? Number.NaN)));
    const angle = Math.max(1 - cosine, Number.EPSILON);
    if (!(angle < thresholds.alike && angle < thresholds.alike * usual)) return [];
    const from = evidence.layers.findIndex(({ after }) => after.cosine !== null && 1 - after.cosine < 10 * angle);
    const bad = evidence.layers.slice(from, index + 1);
    return [
      {
        kind: "correlation-collapse",
        severity: "error",
        layers: bad.map(({ name }) => name),
        tensors: bad.map(({ kernel }) => kernel),
        measured: cosine,
        expected: 1 - usual,
        unit: "cosine between two samples",
        text:
          `Different inputs become one: the cosine between two samples is 1 − ${short(angle)} at ${layerInWords(last)}, ` +
          `with ${reference.method} it is 1 − ${short(usual)}${theoryOfCosine(last.predicted)}.`,
        cause: scaleCause(evidence, bad),
        remedy: remedyOf(evidence),
      },
    ];
  },
};
