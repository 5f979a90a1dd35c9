/** Signals and gradients that vanish or explode with depth, and inputs that become one. */
import type { Finding } from "../../diagnosis.js";
import type { Prediction } from "../../theory/prediction.js";
import {
  type Drift,
  gradientDrift,
  hiddenLayers,
  type PlainDrift,
  plainDrift,
  plainDriftOfReference,
  signalDrift,
} from "../drift.js";
import type { Evidence, JudgedLayer, Rule } from "../evidence.js";
import { layerInWords, listed, median, short } from "../numbers.js";
import { thresholds } from "../thresholds.js";
import { startsAtZero } from "./unit-rules.js";

/** How bad a drift is; undefined where it is noise. */
function severityOf({ total, byDepth, noise }: Drift): "error" | "warning" | undefined {
  const beyond = Math.abs(total) - thresholds.deviations * noise;
  const grows = Math.abs(byDepth) > thresholds.drift / 2 && Math.sign(byDepth) === Math.sign(total);
  if (beyond > thresholds.drift && grows) return "error";
  return beyond > thresholds.someDrift ? "warning" : undefined;
}

/** The layers from the first at which the drift leaves what a draw may do, as the signal runs. */
function culprits({ layers, values, noise, total }: Drift, isBackward: boolean): readonly JudgedLayer[] {
  const bound = Math.max(Math.log(10), noise);
  const zero = isBackward ? values.at(-1)! : 0;
  const order = layers.map((layer, i) => ({ layer, drift: values[i]! - zero }));
  const along = isBackward ? order.reverse() : order;
  const first = along.findIndex(({ drift }) => Math.sign(drift) === Math.sign(total) && Math.abs(drift) > bound);
  const bad = along.slice(Math.max(0, first)).map(({ layer }) => layer);
  return isBackward ? bad.reverse() : bad;
}

/** What the kernels have, beside what the reference gives them: "std 0.41 of `he`'s". */
function scaleCause({ layers, references }: Evidence, bad: readonly JudgedLayer[]): string | null {
  const [reference] = references;
  if (reference === undefined) return null;
  const ratios = bad.map((layer) => {
    const index = layers.indexOf(layer);
    return layer.weights.rms / median(reference.draws.map((draw) => draw.layers[index]!.weights.rms));
  });
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  if (!Number.isFinite(low) || (low > 0.9 && high < 1.1)) return null;
  const range = high / low < 1.2 ? short(median(ratios)) : `${short(low)} to ${short(high)}`;
  return `the weights of ${listed(bad.map(({ name }) => name))} are ${range} times as large as those of ${reference.method}`;
}

/** How to get the start that does best here; null where even that loses the gradient. */
function remedyOf(evidence: Evidence): string | null {
  const [best] = evidence.references;
  if (best === undefined || losesGradient(plainDriftOfReference(evidence))) return null;
  const { method, draws } = best;
  return `draw by ${method}: both ends stay alike then, as ${draws.length} draws here show:\n${evidence.remedy(method)}`;
}

/** Whether gradients change with depth beyond what pooling and the like do. */
const losesGradient = (drift: PlainDrift | null): boolean =>
  drift !== null &&
  Math.abs(drift.total) > thresholds.architecture &&
  Math.abs(drift.byDepth) > thresholds.architecture / 2 &&
  Math.sign(drift.total) === Math.sign(drift.byDepth);

const OTHER_ARCHITECTURE = "use another activation, add normalization or residual branches, or fewer layers";

/** Whether a finding says that no start helps. */
export const isOfArchitecture = ({ remedy }: Finding): boolean => remedy === OTHER_ARCHITECTURE;

/** A network that loses the gradient, and so does the best of the starts that were tried. */
function architectureFinding(evidence: Evidence): Finding | undefined {
  const drift = plainDrift(evidence);
  const best = plainDriftOfReference(evidence);
  if (drift === null || best === null || !losesGradient(drift)) return undefined;
  const hidden = hiddenLayers(evidence);
  const factor = Math.exp(drift.total / drift.layers);
  return {
    kind: drift.total < 0 ? "vanishing" : "exploding",
    severity: "error",
    layers: hidden.map(({ name }) => name),
    tensors: [],
    measured: factor,
    expected: 1,
    unit: "gradient² per layer",
    text:
      `The gradient ${drift.total < 0 ? "vanishes" : "explodes"}, whatever the start: its second moment changes by ` +
      `×${short(factor)} per layer backward, to ${short(hidden[0]!.gradientSecondMoment!)} at ${layerInWords(hidden[0]!)}.`,
    cause: `the best of the starts that were tried, ${evidence.references[0]!.method}, changes it by ×${short(Math.exp(best.total / best.layers))} per layer: it is the architecture (its activation, its depth)`,
    remedy: OTHER_ARCHITECTURE,
  };
}

const STREAM_KEEPS =
  " But the residual stream keeps its gradient: branches add little, and the network starts as nearly the identity, as zero-γ and Fixup have it.";

/**
 * Whether the residual stream passes gradients on: those at the layers that write it stay alike.
 * Branches that add little are then no trouble: a network may start as nearly the identity.
 */
function streamKeepsGradient({ layers }: Evidence): boolean {
  const logs = layers.flatMap(({ role, gradientSecondMoment: moment }) =>
    role.residual?.last === true && moment !== null ? [Math.log(moment)] : [],
  );
  return logs.length >= 2 && Math.max(...logs) - Math.min(...logs) < thresholds.someDrift;
}

function driftFinding(evidence: Evidence, forward: Drift | null, backward: Drift | null): Finding | undefined {
  const judged = [
    { drift: forward, isBackward: false },
    { drift: backward, isBackward: true },
  ].flatMap(({ drift, isBackward }) => {
    const severity = drift === null ? undefined : severityOf(drift);
    return severity === undefined ? [] : [{ drift: drift!, isBackward, severity }];
  });
  // An error before a warning; the signal before the gradient.
  const worst = judged.find(({ severity }) => severity === "error") ?? judged[0];
  if (worst === undefined) return undefined;
  const { drift, isBackward } = worst;
  const kind = drift.total < 0 ? "vanishing" : "exploding";
  const isOfBranches = kind === "vanishing" && streamKeepsGradient(evidence);
  const severity = isOfBranches ? "warning" : worst.severity;
  const bad = culprits(drift, isBackward);
  const factor = Math.exp(drift.total / drift.values.length);
  const both = judged.length === 2 && judged.every((one) => Math.sign(one.drift.total) === Math.sign(drift.total));
  const end = isBackward ? drift.layers[0]! : drift.layers.at(-1)!;
  const value = isBackward ? end.gradientSecondMoment! : end.after.secondMoment;
  const what = isBackward ? "The gradient" : "The signal";
  const also = both ? (isBackward ? ", and so does the signal" : ", and so does the gradient") : "";
  const verb = kind === "vanishing" ? "vanishes" : "explodes";
  return {
    kind,
    severity,
    layers: bad.map(({ name }) => name),
    tensors: bad.map(({ kernel }) => kernel),
    measured: factor,
    expected: 1,
    unit: isBackward ? "gradient² per layer, beside the reference" : "E φ² per layer, beside the reference",
    text:
      `${what} ${verb}${also}: its second moment changes by ×${short(factor)} per layer ` +
      `${isBackward ? "backward" : "forward"}, to ${short(value)} at ${layerInWords(end)}.${isOfBranches ? STREAM_KEEPS : ""}`,
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
    // Where the best start loses the gradient, too, it is no measure for others.
    const one = losesGradient(plainDriftOfReference(evidence))
      ? architectureFinding(evidence)
      : driftFinding(evidence, signalDrift(evidence), gradientDrift(evidence));
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
