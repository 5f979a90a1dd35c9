/** Scores of a network before its first step, each from what `doctor` measures. */
import type { Diagnosis } from "../../src/diagnosis/diagnosis.js";

/** One score. */
export interface Score {
  /** As the page names it. */
  readonly name: string;
  /** What is computed. */
  readonly formula: string;
  /** Larger is to mean better; NaN where it was not measured. */
  readonly of: (diagnosis: Diagnosis, hidden: Diagnosis["layers"]) => number;
}

/** The square of the smallest number of float32: what underflows was at most this. */
const LEAST = 2e-90;
const log = (value: number | null | undefined): number => Math.log(Math.max(value ?? Number.NaN, LEAST));
const worst = (value: number): number => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);

/** ln of the last over the first, without its sign. */
const drift = (values: readonly (number | null)[]): number => Math.abs(log(values.at(-1)) - log(values[0]));

const positive = (values: readonly number[] | null): readonly number[] =>
  values === null ? [] : values.filter((value) => value > 0);
const meanLog = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + Math.log(value), 0) / values.length;

/**
 * Every score. A number that is not finite (an overflow) is the worst score, and so is a Jacobian
 * of zeros.
 */
export const scores: readonly Score[] = (
  [
    {
      name: "signal drift",
      formula: "−|ln m_L − ln m_1|, m the second moment behind each hidden layer",
      of: (_, hidden) => -drift(hidden.map(({ after }) => after.secondMoment)),
    },
    {
      name: "gradient drift",
      formula: "−|ln g_1 − ln g_L|, g the second moment of the gradient at each hidden layer",
      of: (_, hidden) => -drift(hidden.map(({ gradientSecondMoment }) => gradientSecondMoment)),
    },
    {
      name: "Jacobian size",
      formula: "−|mean ln s|, s the singular values of ∂ logits / ∂ input",
      of: ({ network }) => -Math.abs(meanLog(positive(network.jacobian))),
    },
    {
      name: "Jacobian condition",
      formula: "−ln of the largest singular value over the geometric mean",
      of: ({ network }) => {
        const values = positive(network.jacobian);
        return -(Math.log(values[0] ?? Number.NaN) - meanLog(values));
      },
    },
    {
      name: "gradient quotient",
      formula: "−MetaInit's quotient",
      of: ({ network }) => -(network.gradientQuotient ?? Number.NaN),
    },
    {
      name: "curvature",
      formula: "−ln λ, λ the Hessian's largest eigenvalue",
      of: ({ network }) => -log(network.curvature),
    },
    {
      name: "effective rank",
      formula: "participation ratio of the last hidden layer's Gram matrix",
      of: (_, hidden) => hidden.at(-1)?.after.effectiveRank ?? Number.NaN,
    },
    {
      name: "cosine",
      formula: "−mean cosine of two inputs' signals behind the last hidden layer",
      of: (_, hidden) => -(hidden.at(-1)?.after.cosine ?? 1),
    },
    {
      name: "loss at step 0",
      formula: "−|loss − ln(classes)|",
      of: ({ network }) => -Math.abs(network.loss - network.classLoss),
    },
    {
      name: "first update",
      formula: "−spread over hidden kernels of ln(‖update‖ / ‖kernel‖)",
      of: (_, hidden) => {
        const logs = hidden.map(({ weights }) => log(weights.updateRatio));
        return -(Math.max(...logs) - Math.min(...logs));
      },
    },
    {
      name: "doctor's verdict",
      formula: "healthy 1, cannot tell 0, sick −1",
      of: ({ verdict }) => ({ healthy: 1, "cannot-tell": 0, sick: -1 })[verdict],
    },
  ] satisfies readonly Score[]
).map((score) => ({ ...score, of: (diagnosis, hidden) => worst(score.of(diagnosis, hidden)) }));
