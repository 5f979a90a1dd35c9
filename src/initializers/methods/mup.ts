/** Maximal update parametrization: initial sizes and learning rates by which wide networks learn as narrow ones do. */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { fans } from "../../network/fans.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { Initializer, OptimizerName } from "../initializer.js";
import { byRole } from "../parts/by-role.js";
import { normalNoise } from "../parts/noise.js";
import { yang2021 } from "../references.js";

export const mup: Initializer = {
  name: "mup",
  title: "μP",
  formula: "W ~ N(0, scale / fanIn), the head N(0, head² · scale · baseWidth / fanIn²), embeddings N(0, 1)",
  summary:
    "With its learning rates, one for each tensor, keeps the size of every layer's updates independent of width, so that a rate found on a narrow network holds for a wide one.",
  references: [{ ...yang2021, where: "Table 3" }],
  options: {
    scale: {
      default: 1,
      low: 0,
      high: 100,
      meaning: "numerator of the kernels' variance: 2 keeps signals through ReLU layers",
    },
    baseWidth: {
      default: 64,
      low: 1,
      high: 1e6,
      meaning: "fanIn at which the head starts as any other layer: the width that the learning rate was found at",
    },
    head: {
      default: 1,
      low: 0,
      high: 100,
      meaning: "factor on the head's standard deviation; 0, which the paper recommends, starts it at zero",
    },
    rates: {
      default: "per-tensor",
      names: ["per-tensor", "equal"],
      meaning: "how training multiplies the learning rate: each tensor's by the method's own rule, or not at all",
    },
  },
  caveats: [
    "Half of the method is its learning rates, which `compare` trains by and files of weights cannot hold (`learningRateMultipliers` gives them); without them, `rates=equal`, it is LeCun's initialization with a small head.",
    "Its rules are for gradient descent, with momentum or not, and for Adam, AdamW and RMSprop, whose steps do not grow with the gradient; Adadelta, which sets the size of its steps itself, has none. AdamW's decay keeps the plain rate.",
    "The third part, attention scores divided by the depth of a head instead of its root, is the architecture's, and selfAttention does not have it.",
    "Widths are compared with one base width; a layer twice as wide as the others keeps that factor, which the base network's own tensors (`base`) take out.",
  ],
  differences: [
    "Microsoft's mup package rescales whatever initialization a layer has by the ratio of its width to that of a base network; the dependence on width is the same.",
  ],
  initialize: byRole({
    kernel: (stream, tensor, { scale, baseWidth, head }) => {
      const { fanIn } = fans(tensor);
      const std = Math.sqrt((scale as number) / fanIn);
      const factor = tensor.role.head ? (head as number) * Math.sqrt((baseWidth as number) / fanIn) : 1;
      return normalNoise(stream, sizeOf(tensor.shape), std * factor);
    },
    embedding: (stream, { shape }) => normalNoise(stream, sizeOf(shape), 1),
  }),
  learningRateMultipliers: (tensors, optimizer, { rates, baseWidth }) =>
    rates === "equal"
      ? {}
      : learningRateMultipliers(tensors, { optimizer: ruleFor(optimizer), baseWidth: baseWidth as number }),
};

function ruleFor(optimizer: OptimizerName): "sgd" | "adam" {
  if (optimizer === "adadelta") {
    throw new InputError(
      'Initializer "mup" has no learning rates for adadelta, which sets the size of its steps itself. ' +
        "Train with sgd, adam, adamw or rmsprop (--optimizer adam --lr 0.001), or take its weights alone: mup:rates=equal.",
    );
  }
  return optimizer === "sgd" ? "sgd" : "adam";
}

export interface LearningRateOptions {
  /** Which rule: "adam" for every optimizer whose steps do not grow with the gradient (Adam, AdamW, RMSprop). */
  readonly optimizer: "sgd" | "adam";
  /** The width that the learning rate was found at; 64, the initializer's default, if left out. */
  readonly baseWidth?: number;
  /** Instead of it: the same network's tensors at the width that the learning rate was found at, by name. */
  readonly base?: readonly TensorSpecification[];
}

/**
 * What the learning rate of each tensor is multiplied by, relative to a network of the base width, by name (Yang and Hu 2021,
 * Table 3). With rᵢ and rₒ the ratios of a layer's inputs and outputs to those of the base network:
 *
 * | tensor | SGD | Adam |
 * | --- | --- | --- |
 * | hidden kernels | 1 | 1 / rᵢ |
 * | the head's kernel | 1 / rᵢ | 1 / rᵢ |
 * | the first kernel, embeddings, positions, biases, norms | rₒ | 1 |
 * | the head's bias, residual scales | 1 | 1 |
 *
 * Depthwise kernels, whose inputs do not grow, count as first ones. `compileProblem` takes them, and `stepzero compare` trains by
 * them.
 *
 * @throws InputError for a base width below 1, or a base network that lacks one of the tensors
 * @example
 * learningRateMultipliers(parameters, { optimizer: "adam", baseWidth: 64 })["dense2/kernel"]; // → 0.25 at width 256
 */
export function learningRateMultipliers(
  tensors: readonly TensorSpecification[],
  { optimizer, baseWidth = 64, base }: LearningRateOptions,
): Record<string, number> {
  if (!(baseWidth >= 1))
    throw new InputError(`learningRateMultipliers: baseWidth must be 1 or more, got ${baseWidth}.`);
  return Object.fromEntries(
    tensors.map((tensor) => {
      const reference = base?.find(({ name }) => name === tensor.name);
      if (base !== undefined && reference === undefined) {
        throw new InputError(
          `learningRateMultipliers: the base network has no tensor "${tensor.name}": it must be the same network, at another width.`,
        );
      }
      const from = reference === undefined ? { inputs: baseWidth, outputs: baseWidth } : widths(reference);
      const own = widths(tensor);
      return [tensor.name, multiplier(tensor, optimizer, own.inputs / from.inputs, own.outputs / from.outputs)];
    }),
  );
}

function multiplier({ role, shape }: TensorSpecification, optimizer: "sgd" | "adam", ri: number, ro: number): number {
  const { kind, head = false, first = false } = role;
  const depthwise = (role.groups ?? 1) > 1 && shape[1] === 1;
  if (kind === "residual-scale" || (head && kind !== "kernel")) return 1;
  if (kind !== "kernel" || first || depthwise) return optimizer === "sgd" ? ro : 1;
  return head || optimizer === "adam" ? 1 / ri : 1;
}

/** Units or channels that a tensor takes and gives, a group's or a projection's. */
function widths({ shape, role }: TensorSpecification): { readonly inputs: number; readonly outputs: number } {
  const kernel = role.kind === "kernel" ? { shape, role } : role.kernel;
  if (kernel === undefined) return { inputs: 1, outputs: shape.at(-1) ?? 1 };
  const [first, second] = kernel.shape as readonly [number, number];
  const along = first / (kernel.role.fused ?? 1);
  return kernel.role.operation === "transposed-convolution"
    ? { inputs: along / (kernel.role.groups ?? 1), outputs: second }
    : { inputs: second, outputs: along };
}
