/** What of the head its tensors alone tell. */
import type { Subject } from "../subject.js";

/** The tensors behind the logits. */
export interface HeadFacts {
  /** The embedding that is the head's kernel, too (tied weights); null where the head has its own. */
  readonly tied: string | null;
  /**
   * The loss with the head's bias as logits, for one class per sample; null where there is no such
   * bias. That of ln π is the loss of the class shares.
   */
  readonly biasLoss: number | null;
  /** The standard deviation of the numbers of that bias; 0 without one. */
  readonly biasDeviation: number;
}

/** @param classes of the loss */
export function headFacts({ parameters, weights, batch, labelled }: Subject, classes: number): HeadFacts {
  const hasKernel = parameters.some(({ role }) => role.kind === "kernel" && role.head === true);
  const tables = parameters.filter(({ role, shape }) => role.kind === "embedding" && shape[0] === classes);
  const biases = parameters.filter(({ role, shape }) => {
    const isOfClasses = shape[0] === classes || (shape[0] === 1 && classes === 2);
    return role.kind === "bias" && role.head === true && shape.length === 1 && isOfClasses;
  });
  const [bias] = biases;
  const numbers = bias && weights[bias.name]?.map((x) => x * (bias.role.multiplier ?? 1));
  return {
    tied: hasKernel || tables.length !== 1 ? null : tables[0]!.name,
    biasLoss: numbers === undefined || biases.length > 1 || !labelled ? null : lossOfBias(numbers, batch.labels),
    biasDeviation: numbers === undefined ? 0 : deviationOf(numbers),
  };
}

/** Cross-entropy; of one logit, that of the second class of two. */
function lossOfBias(bias: Float32Array, labels: Int32Array): number {
  const logits = bias.length === 1 ? [0, bias[0]!] : [...bias];
  const most = Math.max(...logits);
  const total = most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  return labels.reduce((sum, label) => sum + total - logits[label]!, 0) / labels.length;
}

function deviationOf(numbers: Float32Array): number {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
}
