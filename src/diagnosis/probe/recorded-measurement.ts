/** The readings that a run has kept, as the rules of `judge` read a network. */
import type { JudgedLayer } from "../judge/evidence.js";
import type { Measurement } from "../measure/meter.js";
import type { SignalReading } from "../measure/readings.js";
import type { LayerColumn, ProbedEpoch, ProbeRecord } from "./record.js";

/** A measurement whose layers the rules can judge. */
export interface RecordedMeasurement extends Measurement {
  readonly layers: readonly JudgedLayer[];
}

const unread: Omit<SignalReading, "units"> = {
  mean: Number.NaN,
  deviation: Number.NaN,
  secondMoment: Number.NaN,
  kurtosis: Number.NaN,
  cosine: null,
  effectiveRank: Number.NaN,
};

/** A place that closes a branch, whichever. */
const branchEnd = { branch: 0, branches: 1, layer: 0, layers: 1, last: true } as const;

const number = (value: number | null | undefined): number => value ?? Number.NaN;

/** What a record has of an epoch, for the rules. What it does not have is NaN, null or empty. */
export function measurementAt({ layers, ...record }: ProbeRecord, now: ProbedEpoch): RecordedMeasurement {
  return {
    layers: layers.map((layer, i): JudgedLayer => {
      const { name, kernel, bias, activation, isHead, endsBranch } = layer;
      const at = (column: LayerColumn): number | null => now[column][i] ?? null;
      const [mean, deviation] = [number(at("mean")), number(at("deviation"))];
      return {
        name,
        kernel,
        bias,
        activation,
        before: { ...unread, units: layer.units, mean, deviation, secondMoment: mean ** 2 + deviation ** 2 },
        after: {
          ...unread,
          units: layer.unitsAfter,
          secondMoment: number(at("secondMoment")),
          cosine: at("cosine"),
        },
        dead: at("dead"),
        saturated: at("saturated"),
        distinctUnits: number(at("distinctUnits")),
        gradientSecondMoment: at("gradientSecondMoment"),
        weights: {
          rms: number(at("weightRms")),
          gradientRms: at("gradientRms"),
          updateRatio: at("updateRatio"),
        },
        details: null,
        histograms: null,
        role: { kind: "kernel", head: isHead, ...(endsBranch ? { residual: branchEnd } : {}) },
        shape: [],
        predicted: null,
      };
    }),
    network: {
      rows: record.samples,
      labelled: true,
      objective: { name: "cross-entropy", outputs: record.classes },
      classes: record.classes,
      loss: number(now.loss),
      classLoss: record.classLoss,
      logitDeviation: number(now.logitDeviation),
      jacobian: null,
      curvature: null,
      gradientQuotient: null,
      attention: [],
    },
    notMeasured: [],
  };
}
