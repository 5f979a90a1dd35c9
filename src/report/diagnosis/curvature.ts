/** What `--curvature` computes: the Jacobian's singular values, curvature, and the stable rate. */
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import { EXACT_CLASSES, SAMPLES } from "../../diagnosis/measure/jacobian.js";
import { countTicks, plain } from "../figures/axes.js";
import { type Figure, figure } from "../figures/figure.js";
import { type Html, html } from "../html.js";
import type { Drawing } from "../report.js";
import { placed } from "./depth-points.js";
import { titledFor } from "./draw.js";
import { blue, moments } from "./fixed-axes.js";
import { digits } from "./numbers.js";
import { type SeriesChart, seriesChart, signsText } from "./series-chart.js";

/** Curvature, rates and gradient quotient as a list; undefined where none was computed. */
export function curvatureList({ network: { curvature, gradientQuotient }, rate }: Diagnosis): Html | undefined {
  if (curvature === null && gradientQuotient === null) return undefined;
  const { optimizer, inUse, stable } = rate;
  const rows = [
    ["Largest eigenvalue λ of the Hessian", curvature === null ? null : digits(curvature)],
    [
      "Largest stable rate",
      curvature === null
        ? null
        : stable === null
          ? notBounded(optimizer, curvature)
          : `${digits(stable)} for ${optimizer}`,
    ],
    ["Rate in use", `${digits(inUse)} (${optimizer})${judged(stable, inUse)}`],
    [
      "Gradient quotient",
      gradientQuotient === null
        ? null
        : `${digits(gradientQuotient)}: what a step of rate 1 changes of the gradient, relative to its size`,
    ],
  ] as const;
  return html`<dl>${rows.map(([term, what]) => what !== null && html`<dt>${term}</dt><dd>${what}</dd>`)}</dl>`;
}

const notBounded = (optimizer: string, curvature: number): string =>
  optimizer === "sgd"
    ? "none is too large: λ is not above 0"
    : `2/λ = ${digits(2 / curvature)} for plain SGD, which does not bound ${optimizer}`;

const judged = (stable: number | null, inUse: number): string =>
  stable === null
    ? ""
    : inUse > stable
      ? ": above it, so that warm-up is needed"
      : ": below it, so that no warm-up is needed";

const axis = moments("singular value");

/** The singular values from the largest on; undefined where they were not computed. */
export function jacobianFigure(diagnosis: Diagnosis, { document }: Drawing): Figure | undefined {
  const { jacobian, rows, objective } = diagnosis.network;
  const output = objective.name === "mse" ? "output" : "logits";
  if (jacobian === null || jacobian.length === 0) return undefined;
  const chart: SeriesChart = {
    axis,
    places: {
      label: "number, from the largest on",
      count: jacobian.length,
      ticks: countTicks(jacobian.length, 10),
      tickText: plain,
      nameOf: (place) => `number ${place}`,
    },
    series: [{ of: { label: "singular value", ...blue }, points: placed(axis, jacobian) }],
    lines: [],
    usual: { label: "1: sizes stay", value: 1 },
  };
  const [largest, middle, smallest] = [jacobian[0]!, jacobian[jacobian.length >> 1]!, jacobian.at(-1)!];
  return figure(
    {
      id: "jacobian",
      title: titledFor("Singular values of the Jacobian", diagnosis),
      caption:
        `How much the network stretches small changes of its input on their way to the ${output}: ∂ ${output} / ∂ input. ` +
        `n = ${jacobian.length} values of ${Math.min(SAMPLES, rows)} samples${objective.outputs > EXACT_CLASSES ? ", the largest of each" : ""}.${signsText(chart)}`,
      description: `Largest ${digits(largest)}, median ${digits(middle)}, smallest ${digits(smallest)}.`,
      chart: seriesChart(chart, document),
    },
    document,
  );
}
