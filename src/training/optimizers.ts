/**
 * Optimizers as graph updates: (parameter, gradient, slots, scalars) → (parameter, slots). One literal table.
 *
 * The learning rate and everything that changes from step to step are scalar inputs of the graph, so that one session
 * serves every rate and step.
 */
import type { GraphBuilder } from "../graph/builder.js";
import { add, div, mul, scale, shift, sqrt, sub } from "../graph/expressions.js";
import type { Value } from "../graph/graph.js";
import type {
  AdadeltaSpecification,
  AdamSpecification,
  OptimizerSpecification,
  RmspropSpecification,
  SgdSpecification,
} from "../recipe.js";

export interface Update {
  readonly parameter: Value;
  /** New values of the slots, in the order of `slots`. */
  readonly slots: readonly Value[];
}

export interface Optimizer<S extends OptimizerSpecification = OptimizerSpecification> {
  /** State tensors kept for each parameter, zero at first, in the parameter's shape. */
  readonly slots: (options: S) => readonly string[];
  /** Scalars beside the learning rate, by name: their values at a step (from 1). */
  readonly scalars?: (options: S, step: number) => Readonly<Record<string, number>>;
  /** Factor of the learning rate at a step (from 1), where the optimizer itself has a schedule. */
  readonly rateFactor?: (options: S, step: number) => number;
  readonly update: (
    g: GraphBuilder,
    options: S,
    parameter: Value,
    gradient: Value,
    slots: readonly Value[],
    scalars: Readonly<Record<string, Value>>,
  ) => Update;
}

/** ρ·average + (1 − ρ)·x: an exponential moving average. */
const movingAverage = (g: GraphBuilder, average: Value, x: Value, rho: number): Value =>
  add(g, scale(g, average, rho), scale(g, x, 1 - rho));

/**
 * Stochastic gradient descent: w ← w − ηg; with momentum v ← μv − ηg, w ← w + v, and Nesterov's w ← w + μv − ηg.
 * This is Keras's form; PyTorch keeps v without η, which differs only while η changes.
 */
const sgd: Optimizer<SgdSpecification> = {
  slots: ({ momentum = 0 }) => (momentum === 0 ? [] : ["velocity"]),
  update: (g, { momentum = 0, nesterov = false }, w, gradient, [v], { learningRate }) => {
    const move = mul(g, gradient, learningRate!);
    if (momentum === 0) return { parameter: sub(g, w, move), slots: [] };
    const velocity = sub(g, scale(g, v!, momentum), move);
    const next = nesterov ? sub(g, add(g, w, scale(g, velocity, momentum)), move) : add(g, w, velocity);
    return { parameter: next, slots: [velocity] };
  },
};

/**
 * Adam (Kingma & Ba 2015, algorithm 1): ε stands outside the root of the corrected second moment, as in PyTorch; Keras
 * 2018 corrects the rate instead, which makes its ε larger by 1/√(1 − β₂ᵗ).
 */
const adam: Optimizer<AdamSpecification> = {
  slots: () => ["first-moment", "second-moment"],
  scalars: ({ beta1 = 0.9, beta2 = 0.999 }, step) => ({
    firstCorrection: 1 / (1 - beta1 ** step),
    secondCorrection: 1 / (1 - beta2 ** step),
  }),
  update: (g, { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }, w, gradient, [m, v], scalars) => {
    const first = movingAverage(g, m!, gradient, beta1);
    const second = movingAverage(g, v!, mul(g, gradient, gradient), beta2);
    const rate = mul(g, scalars.learningRate!, scalars.firstCorrection!);
    const spread = shift(g, sqrt(g, mul(g, second, scalars.secondCorrection!)), epsilon);
    return { parameter: sub(g, w, div(g, mul(g, first, rate), spread)), slots: [first, second] };
  },
};

/** RMSprop as Keras 2018 has it: a ← ρa + (1 − ρ)g², w ← w − ηg/(√a + ε), η/(1 + decay·t) at update t (from 0). */
const rmsprop: Optimizer<RmspropSpecification> = {
  slots: ({ momentum = 0 }) => (momentum === 0 ? ["mean-square"] : ["mean-square", "velocity"]),
  rateFactor: ({ decay = 0 }, step) => 1 / (1 + decay * (step - 1)),
  update: (g, { rho = 0.9, epsilon = 1e-7, momentum = 0 }, w, gradient, [a, v], { learningRate }) => {
    const square = movingAverage(g, a!, mul(g, gradient, gradient), rho);
    const move = div(g, mul(g, gradient, learningRate!), shift(g, sqrt(g, square), epsilon));
    if (momentum === 0) return { parameter: sub(g, w, move), slots: [square] };
    const velocity = add(g, scale(g, v!, momentum), move);
    return { parameter: sub(g, w, velocity), slots: [square, velocity] };
  },
};

/**
 * Adadelta (Zeiler 2012) as Keras 2018 has it: a ← ρa + (1 − ρ)g², u = g·√(d + ε)/√(a + ε), w ← w − ηu,
 * d ← ρd + (1 − ρ)u². Keras's rate is 1; tf.keras's and PyTorch's defaults differ, so it is always stated.
 */
const adadelta: Optimizer<AdadeltaSpecification> = {
  slots: () => ["mean-square", "mean-square-update"],
  update: (g, { rho = 0.95, epsilon = 1e-7 }, w, gradient, [a, d], { learningRate }) => {
    const square = movingAverage(g, a!, mul(g, gradient, gradient), rho);
    const ratio = sqrt(g, div(g, shift(g, d!, epsilon), shift(g, square, epsilon)));
    const step = mul(g, gradient, ratio);
    const squareUpdate = movingAverage(g, d!, mul(g, step, step), rho);
    return { parameter: sub(g, w, mul(g, step, learningRate!)), slots: [square, squareUpdate] };
  },
};

/** AdamW (Loshchilov & Hutter 2019) is Adam; its decoupled weight decay is applied by `decayed`. */
export const optimizers = { sgd, adam, adamw: adam, rmsprop, adadelta } as const;

/** The optimizer of a specification. */
export function optimizerOf(specification: OptimizerSpecification): Optimizer {
  return optimizers[specification.kind] as unknown as Optimizer;
}

/** The parameter and gradient that the optimizer sees, with weight decay applied (`decays`: kernels and embeddings). */
export function decayed(
  g: GraphBuilder,
  { kind, weightDecay = 0 }: OptimizerSpecification,
  decays: boolean,
  parameter: Value,
  gradient: Value,
  learningRate: Value,
): { parameter: Value; gradient: Value } {
  if (weightDecay === 0 || !decays) return { parameter, gradient };
  if (kind !== "adamw") return { parameter, gradient: add(g, gradient, scale(g, parameter, weightDecay)) };
  const kept = sub(g, g.scalar(1), scale(g, learningRate, weightDecay)); // 1 − ηλ
  return { parameter: mul(g, parameter, kept), gradient };
}
