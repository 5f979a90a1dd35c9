/** A diagnosis that has all that a page can draw, made up. */
import type { Diagnosis, LayerDiagnosis } from "../../src/diagnosis/diagnosis.js";
import { histogramOf } from "../../src/diagnosis/measure/histogram.js";
import type { StepReadings } from "../../src/diagnosis/steps.js";
import type { PhaseDiagram } from "../../src/diagnosis/theory/phase-diagram.js";
import { normalQuantile } from "../../src/random/index.js";
import { vanishing } from "./made-up-diagnosis.js";

/** The quantiles of a normal distribution of this standard deviation. */
const normalNumbers = (deviation: number): Float32Array =>
  Float32Array.from({ length: 1000 }, (_, i) => deviation * normalQuantile((i + 0.5) / 1000));

/** Of ReLU whose signal falls to a tenth per layer, with a tenth of layer 1's numbers beyond 4. */
function withHistograms(layer: LayerDiagnosis): LayerDiagnosis {
  const { after, gradientSecondMoment } = layer;
  const numbers = normalNumbers(Math.sqrt(2 * after.secondMoment));
  return {
    ...layer,
    histograms: {
      before: histogramOf(numbers),
      after: histogramOf(numbers.map((x) => Math.max(0, x))),
      gradient: gradientSecondMoment === null ? null : histogramOf(normalNumbers(Math.sqrt(gradientSecondMoment))),
    },
  };
}

const variances = Array.from({ length: 61 }, (_, i) => 10 ** (i / 6 - 6));

/** Of an activation with E φ² = q / (1 + q) and E φ′² = 1 / (1 + q). */
const phase = (layers: readonly LayerDiagnosis[]): PhaseDiagram => ({
  activation: "relu",
  layers: layers.map(({ name }, i) => ({
    name,
    sigmaW: i === 0 ? 40 : i === 1 ? 2 : 0.5 + 0.1 * i,
    sigmaB: i === 1 ? 3 : 0.05 * i,
    variance: 1,
    chi: 0.2 + 0.01 * i,
    depthScale: 1,
  })),
  variances,
  secondMoments: variances.map((q) => q / (1 + q)),
  squaredSlopes: variances.map((q) => 1 / (1 + q)),
  map: { layer: layers[0]!.name, from: [-1, 0, 1], to: [0, 0.4, 1] },
});

const step = (layers: number, i: number, last: number): StepReadings => ({
  step: i,
  loss: 2.3 + (i === 2 ? 40 : -0.1 * i),
  signalSecondMoment: 10 ** -i,
  gradientSecondMoment: 1e-3 * 2 ** i,
  updateRatio: i === last ? null : 1e-2,
  updateRatios: i === last ? [] : Array.from({ length: layers }, (_, k) => 10 ** (-1 - k / 4 - i / 10)),
  dead: 0.1 * i,
});

/** The vanishing network, with histograms, phases, Jacobian, curvature and some steps. */
export function complete(depth = 20, steps = 6): Diagnosis {
  const usual = vanishing(depth);
  const layers = usual.layers.map((layer, i) => {
    const cosine = 1 - 0.5 ** (i + 1);
    return withHistograms({ ...layer, before: { ...layer.before, cosine } });
  });
  return {
    ...usual,
    layers,
    phases: [phase(layers)],
    network: {
      ...usual.network,
      labelled: true,
      jacobian: Array.from({ length: 40 }, (_, i) => 10 ** (2 - i / 4)),
      curvature: 25,
      gradientQuotient: 1.5,
    },
    rate: { optimizer: "sgd", inUse: 0.1, stable: 0.08 },
    steps: Array.from({ length: steps + 1 }, (_, i) => step(depth, i, steps)),
  };
}
