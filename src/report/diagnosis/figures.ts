/** The figures of a diagnosis, in the order of the page. */
import type { Diagnosis, LayerDiagnosis } from "../../diagnosis/diagnosis.js";
import type { Noise, Prediction } from "../../diagnosis/theory/prediction.js";
import type { DepthFigure } from "./depth-figure.js";
import { blue, cosines, moments, ratios, shares, vermilion } from "./fixed-axes.js";
import { inPairs } from "./numbers.js";

const inPercent = (share: number | null): number | null => (share === null ? null : 100 * share);

/** Where 95 % of the draws lie: ln of the quantity is normal about its median. */
export function rangeOf(prediction: number | null, noise: Noise | null): readonly [low: number, high: number] | null {
  if (prediction === null || noise === null) return null;
  const { shift, variance } = noise;
  const ends = [-1.96, 1.96].map((deviations) => prediction * Math.exp(shift + deviations * Math.sqrt(variance)));
  return ends.every(Number.isFinite) ? [ends[0]!, ends[1]!] : null;
}

/** Theory has gradients relative to that at the last kernel: what that one was measured to have. */
function lastGradient({ layers }: Diagnosis): number | null {
  const last = layers.findLast(({ predicted }) => (predicted?.gradient ?? null) !== null);
  if (last === undefined || last.gradientSecondMoment === null) return null;
  return last.gradientSecondMoment / last.predicted!.gradient!;
}

const timesLast = (diagnosis: Diagnosis): ((of: Prediction | null) => number | null) => {
  const scale = lastGradient(diagnosis);
  return (of) => (scale === null || (of?.gradient ?? null) === null ? null : scale * of!.gradient!);
};

const theoryOf = (values: (layer: LayerDiagnosis) => number | null) => (diagnosis: Diagnosis) => ({
  label: "theory",
  values: diagnosis.layers.map(values),
});

const draws = "95 % of draws";

const over = ({ network: { rows } }: Diagnosis): string => `Mean over ${rows} samples, units and places`;

export const depthFigures: readonly DepthFigure[] = [
  {
    id: "signal",
    title: "Size of the signal by depth",
    axis: moments("E φ²"),
    measured: [{ label: "measured", ...blue, value: ({ after }) => after.secondMoment }],
    theory: theoryOf(({ predicted }) => predicted?.after ?? null),
    band: ({ layers }) => ({
      label: draws,
      ranges: layers.map(({ predicted: of }) => rangeOf(of?.after ?? null, of?.noise.signal ?? null)),
    }),
    reference: ({ secondMoment }) => secondMoment,
    caption: (diagnosis) => `E φ²: mean square of what a layer's activation returns. ${over(diagnosis)}.`,
  },
  {
    id: "gradient",
    title: "Size of the gradient by depth",
    axis: moments("gradient²"),
    measured: [{ label: "measured", ...blue, value: ({ gradientSecondMoment }) => gradientSecondMoment }],
    theory: (diagnosis) => {
      const of = timesLast(diagnosis);
      return { label: "theory", values: diagnosis.layers.map(({ predicted }) => of(predicted)) };
    },
    band: (diagnosis) => {
      const of = timesLast(diagnosis);
      return {
        label: draws,
        ranges: diagnosis.layers.map(({ predicted }) => rangeOf(of(predicted), predicted?.noise.gradient ?? null)),
      };
    },
    reference: ({ gradientSecondMoment }) => gradientSecondMoment,
    caption: (diagnosis) =>
      `Mean square of the derivative of one sample's loss by what a layer returns before its activation. ` +
      `${over(diagnosis)}.`,
    ofTheory: "Theory starts from what was measured at the last layer.",
  },
  {
    id: "update",
    title: "First update beside the weights",
    axis: ratios("‖first update‖ / ‖kernel‖"),
    measured: [{ label: "measured", ...blue, value: ({ weights }) => weights.updateRatio }],
    usual: { label: "usual: 1e−3", value: 1e-3 },
    caption: ({ network: { rows } }) =>
      `The norm of a kernel's first update, from one batch of ${rows} samples, over the norm of the kernel.`,
  },
  {
    id: "cosine",
    title: "How alike two samples are, by depth",
    axis: cosines,
    measured: [{ label: "measured", ...blue, value: ({ after }) => after.cosine }],
    theory: theoryOf(({ predicted }) => predicted?.cosine ?? null),
    caption: ({ network: { rows } }) =>
      `Cosine between what the activation returns for two samples; mean over all pairs of ${inPairs(rows)}. ` +
      "At 1 the network no longer tells them apart.",
  },
  {
    id: "idle-units",
    title: "Dead and saturated units by layer",
    axis: shares,
    measured: [
      { label: "dead", ...blue, value: ({ dead }) => inPercent(dead) },
      { label: "saturated", ...vermilion, value: ({ saturated }) => inPercent(saturated) },
    ],
    theory: ({ layers }) => ({
      label: "dead, by theory",
      values: layers.map(({ dead, predicted }) => (dead === null ? null : inPercent(predicted?.dead ?? null))),
    }),
    caption: ({ layers, network: { rows } }) =>
      [
        layers.some(({ dead }) => dead !== null)
          ? `Dead: 0 on every one of ${rows} samples, which deep networks of ReLU have at their best, too.`
          : "",
        layers.some(({ saturated }) => saturated !== null)
          ? `Saturated: a slope below 0.05 of the activation's largest, on most of ${rows} samples.`
          : "",
      ]
        .filter((sentence) => sentence !== "")
        .join(" "),
  },
  {
    id: "distinct-units",
    title: "Distinct units by layer",
    axis: shares,
    measured: [
      { label: "measured", ...blue, value: ({ distinctUnits, before }) => (100 * distinctUnits) / before.units },
    ],
    caption: ({ network: { rows } }) =>
      `Units that are alike in their answers to ${inPairs(rows)} and in the gradients of their weights count as one. ` +
      "They stay copies of each other in training.",
  },
];
