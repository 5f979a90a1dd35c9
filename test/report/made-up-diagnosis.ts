/** Diagnoses with everything that their page has to show, made up. */
import { parseHTML } from "linkedom";
import type { Diagnosis, LayerDiagnosis } from "../../src/diagnosis/diagnosis.js";
import { renderDiagnosis } from "../../src/report/diagnosis/render-diagnosis.js";

/** A layer of ReLU in which every number has its usual size. */
export function layer(i: number, change: Partial<LayerDiagnosis> = {}): LayerDiagnosis {
  const name = `dense${i}`;
  const signal = {
    mean: 0.5,
    deviation: 0.8,
    secondMoment: 1,
    kurtosis: 3,
    cosine: 1 - 0.7 / i,
    effectiveRank: 8,
    units: 128,
  };
  return {
    name,
    kernel: `${name}/kernel`,
    bias: `${name}/bias`,
    activation: "relu",
    before: signal,
    after: signal,
    dead: 0.01 * (i % 40),
    saturated: null,
    distinctUnits: 128,
    gradientSecondMoment: 0.01,
    weights: { rms: 0.12, gradientRms: 0.02, updateRatio: 0.02 },
    predicted: {
      before: 2,
      after: 1,
      mean: 0,
      cosine: 1 - 0.7 / i,
      gradient: 1,
      noise: {
        before: { shift: -0.02 * i, variance: 0.04 * i },
        signal: { shift: -0.02 * i, variance: 0.04 * i },
        gradient: { shift: 0, variance: 1 / i },
      },
      dead: 0.008 * i,
    },
    histograms: null,
    details: { distinctRows: 128, rank: 64, fullRank: 64, spectralRatio: 2.7, gradientRank: 64 },
    recipe: null,
    ...change,
  };
}

/** A layer with another second moment and gradient. */
export const sized = (i: number, secondMoment: number, gradientSecondMoment: number | null): LayerDiagnosis => {
  const usual = layer(i);
  return { ...usual, after: { ...usual.after, secondMoment }, gradientSecondMoment };
};

const network: Diagnosis["network"] = {
  rows: 96,
  labelled: false,
  objective: { name: "cross-entropy", outputs: 10 },
  classes: 10,
  loss: 2.3,
  classLoss: 2.3,
  logitDeviation: 1,
  jacobian: null,
  curvature: null,
  gradientQuotient: null,
  attention: [],
};

/**
 * A network whose signal falls to a tenth per layer, from 1: below the axis from layer 14 on. Its
 * gradient falls backward to a hundredth per layer.
 */
export function vanishing(depth = 20, change: Partial<Diagnosis> = {}): Diagnosis {
  const layers = Array.from({ length: depth }, (_, i) => sized(i + 1, 10 ** -i, 100 ** (i - depth + 1)));
  return {
    model: `mlp:depth=${depth}`,
    loss: "loss: cross-entropy over 10 classes",
    subject: `mlp:depth=${depth} · ${depth} layers with a kernel · 96 drawn samples`,
    verdict: "sick",
    headline: null,
    attention: [],
    rate: { optimizer: "sgd", inUse: 0.1, stable: null },
    steps: [],
    phases: [],
    findings: [
      {
        kind: "vanishing",
        severity: "error",
        layers: layers.slice(2).map(({ name }) => name),
        tensors: layers.slice(2).map(({ kernel }) => kernel),
        measured: 0.1,
        expected: 1,
        unit: "E φ² per layer, beside the reference",
        text: "The signal vanishes: its second moment changes by ×0.1 per layer forward.",
        cause: "the weights are 0.41 times as large as those of he",
        remedy: `draw by he:\nstepzero doctor mlp:depth=${depth} --init he`,
      },
      {
        kind: "prior-bias",
        severity: "note",
        layers: [],
        tensors: [],
        measured: null,
        expected: null,
        unit: "nats",
        text: "The labels are uneven.",
        cause: null,
        remedy: null,
      },
    ],
    layers,
    network,
    recommended: "he",
    reference: {
      method: "he",
      draws: 3,
      layers: layers.map(({ name }) => ({ name, secondMoment: 1, gradientSecondMoment: 0.01 })),
    },
    notJudged: [{ layers: ["dense3"], reason: "theory has no rule for its activation" }],
    notes: ["bytes come as 0 to 1"],
    ...change,
  };
}

/** A network of tanh without a gradient, all of its numbers beyond an axis or missing. */
export function extreme(): Diagnosis {
  const values = [0, 1e13, Number.NaN, Number.POSITIVE_INFINITY, 1e-13];
  const layers = values.map((value, i) => ({
    ...sized(i + 1, value, null),
    dead: null,
    saturated: i / 4,
    predicted: null,
    weights: { rms: 0, gradientRms: null, updateRatio: null },
  }));
  return vanishing(5, {
    layers,
    verdict: "cannot-tell",
    headline: "Nothing to compare with.",
    findings: [],
    reference: null,
  });
}

/** Text of the page of a diagnosis. */
export function diagnosisPageOf(diagnosis: Diagnosis): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return renderDiagnosis(diagnosis, { document });
}

/** The files of the page's figures, which their links hold, by their ids. */
export function figureFilesOf(html: string): ReadonlyMap<string, string> {
  const { document } = parseHTML(html);
  return new Map(
    [...document.querySelectorAll("figure")].map((one) => {
      const link = one.querySelector("a.download")!.getAttribute("href")!;
      return [one.id, decodeURIComponent(link.slice(link.indexOf(",") + 1))] as const;
    }),
  );
}
