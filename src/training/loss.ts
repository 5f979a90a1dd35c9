/** Losses, as one value per sample: weighting and averaging belong to the train graph. */
import type { GraphBuilder } from "../graph/builder.js";
import { cast, mul, neg, reduceMean, reduceSum, reshape, sub } from "../graph/expressions.js";
import type { Value } from "../graph/graph.js";
import { tensor } from "../graph/tensor.js";

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

/** Mean over the classes of (logit − target)², for each sample: `[N]`. The logits are used as they are. */
export function meanSquaredError(g: GraphBuilder, logits: Value, target: Value): Value {
  const error = sub(g, logits, target);
  return reduceMean(g, mul(g, error, error), [1], false);
}

export const losses = { "cross-entropy": crossEntropy, "mean-squared-error": meanSquaredError } as const;

/** 1 where the first largest logit is the label's, else 0: `float32 [N]`. */
export function correct(g: GraphBuilder, logits: Value, labels: Value): Value {
  const guess = cast(g, g.apply("ArgMax", [logits], { axis: 1, keepdims: 0 }), "int32");
  return cast(g, g.apply("Equal", [guess, labels]), "float32");
}
