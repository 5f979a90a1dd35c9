/** What a framework's default does to signals in one layer. */
import { type Fans, fans } from "../network/fans.js";
import type { Distribution } from "./distribution.js";
import { type Defect, type FrameworkDefaults, issueLink } from "./frameworks.js";
import type { DescribedLayer } from "./layers.js";

/** One layer under a framework's default. */
export interface LayerExplanation {
  /** As the user writes it: "conv 3x3 64→128 stride 2". */
  readonly layer: string;
  /**
   * The kernel in the layout of `TensorRole.operation`: `[out, in]`, `[out, in / groups, …]`, `[in,
   * out / groups, …]`.
   */
  readonly shape: readonly number[];
  /** The distribution of the weights. */
  readonly weights: Distribution;
  /** Embeddings have none. */
  readonly biases: Distribution | null;
  /** The true fans, and those that the framework computes. */
  readonly fans: { readonly true: Fans; readonly framework: Fans };
  /** std · √fanIn: 1 keeps the variance through a linear layer, √2 through a ReLU layer. */
  readonly gain: number;
  /** std · √fanOut: the same for gradients. */
  readonly backwardGain: number;
  /** Through ReLU layers like this one; embeddings have none. */
  readonly relu: ReluFactors | null;
  /** Known defects of the default on this layer, with links to their issues. */
  readonly defects: readonly (Defect & { readonly links: readonly string[] })[];
}

/** What a layer does to the second moment of signals in a chain of ReLU layers like it. */
export interface ReluFactors {
  /**
   * The second moment of a layer's output divided by that of its input, by the weights alone: gain²
   * / 2.
   */
  readonly factor: number;
  /** What the biases add to the second moment for any input: their variance / 2. */
  readonly added: number;
  /**
   * The limit of the second moment after many such layers: added / (1 − factor); null where it
   * grows without bound.
   */
  readonly settles: number | null;
}

/**
 * Explains one layer: its distributions, the true fans and the framework's, and how they change
 * signals. In a ReLU layer with
 * symmetric weights of variance v and biases of variance b an input of second moment q becomes
 * (fanIn · v · q + b) / 2.
 *
 * @throws InputError for a layer the framework does not have
 */
export function explainLayer(framework: FrameworkDefaults, { text, kernel }: DescribedLayer): LayerExplanation {
  const frameworkFans = framework.fans(kernel);
  const trueFans = fans(kernel);
  const isTable = kernel.role.kind === "embedding";
  const weights = isTable ? framework.embedding(kernel.shape) : framework.kernel(frameworkFans);
  const biases = isTable ? null : framework.bias(frameworkFans);
  const gain = weights.std * Math.sqrt(trueFans.fanIn);
  const defects = framework.defects(kernel);
  return {
    layer: text,
    shape: kernel.shape,
    weights,
    biases,
    fans: { true: trueFans, framework: frameworkFans },
    gain,
    backwardGain: weights.std * Math.sqrt(trueFans.fanOut),
    relu: biases === null ? null : reluFactors(gain, biases.std),
    defects: defects.map((defect) => ({ ...defect, links: defect.issues.map(issueLink) })),
  };
}

/**
 * How a ReLU layer changes the second moment of signals.
 *
 * @param gain std · √fanIn of the weights
 * @param biasStd standard deviation of the biases
 */
export function reluFactors(gain: number, biasStd: number): ReluFactors {
  const factor = gain ** 2 / 2;
  const added = biasStd ** 2 / 2;
  return { factor, added, settles: factor < 1 ? added / (1 - factor) : null };
}
