/** Losses, as one value per sample; the train graph weights and averages them. */
import { InputError, unknownName } from "../errors.js";
import type { GraphBuilder } from "../graph/builder.js";
import { cast, mul, neg, reduceMean, reduceSum, reshape, sub } from "../graph/expressions.js";
import type { Value } from "../graph/graph.js";
import { tensor } from "../graph/tensor.js";
import type { LossName } from "../recipe.js";

/** Labels `int32 [N]` as rows with a single one: `float32 [N, classes]`. */
export function oneHot(g: GraphBuilder, labels: Value, classes: number): Value {
  const column = reshape(g, labels, [labels.shape[0]!, 1]); // [N, 1]
  const numbers = g.constant(
    tensor(
      "int32",
      [1, classes],
      Array.from({ length: classes }, (_, i) => i),
    ),
    "classes",
  );
  return cast(g, g.apply("Equal", [column, numbers]), "float32");
}

/** −log softmax(logits)[label] for each sample: `[N]`. */
export function crossEntropy(g: GraphBuilder, logits: Value, target: Value): Value {
  const logProbabilities = g.apply("LogSoftmax", [logits], { axis: 1 }); // [N, classes]
  return neg(g, reduceSum(g, mul(g, logProbabilities, target), [1], false));
}

/**
 * Mean over the classes of (logit − target)², for each sample: `[N]`. The logits are used as they
 * are.
 */
export function meanSquaredError(g: GraphBuilder, logits: Value, target: Value): Value {
  const error = sub(g, logits, target);
  return reduceMean(g, mul(g, error, error), [1], false);
}

/**
 * Mean over the outputs of −t log σ(z) − (1 − t) log(1 − σ(z)) = log(1 + eᶻ) − t z, for each
 * sample: `[N]`.
 */
export function binaryCrossEntropy(g: GraphBuilder, logits: Value, target: Value): Value {
  return reduceMean(g, sub(g, g.apply("Softplus", [logits]), mul(g, logits, target)), [1], false);
}

/** A loss: a plain object. A recipe takes a user's own in place of a name. */
export interface Loss {
  /** For messages: "cross-entropy". */
  readonly name: string;
  /**
   * The loss of each sample, `[N]`, of logits `[N, classes]` and one-hot targets `[N, classes]`.
   */
  readonly perSample: (g: GraphBuilder, logits: Value, target: Value) => Value;
}

/** The losses that are known by name. */
export const losses: Readonly<Record<LossName, Loss>> = {
  "cross-entropy": { name: "cross-entropy", perSample: crossEntropy },
  "mean-squared-error": { name: "mean-squared-error", perSample: meanSquaredError },
};

/**
 * The loss of each sample, `[N]`.
 *
 * @throws InputError for an unknown name, and where a user's loss is not `[N]`
 */
export function lossPerSample(g: GraphBuilder, loss: LossName | Loss, logits: Value, target: Value): Value {
  if (typeof loss === "string" && !Object.hasOwn(losses, loss)) throw unknownName("loss", loss, Object.keys(losses));
  const { name, perSample } = typeof loss === "string" ? losses[loss] : loss;
  const value = perSample(g, logits, target);
  if (value.shape.length === 1 && value.shape[0] === logits.shape[0]) return value;
  throw new InputError(
    `Loss "${name}": perSample() must return one number per sample, [${logits.shape[0]}]; ` +
      `got [${value.shape.join(", ")}].`,
  );
}

/** 1 where the first largest logit is the label's, else 0: `float32 [N]`. */
export function correct(g: GraphBuilder, logits: Value, labels: Value): Value {
  const guess = cast(g, g.apply("ArgMax", [logits], { axis: 1, keepdims: 0 }), "int32");
  return cast(g, g.apply("Equal", [guess, labels]), "float32");
}
