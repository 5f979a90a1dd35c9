/** A method on common layers, measured on the numbers that it draws. */
import { InputError } from "../errors.js";
import { isDataDriven } from "../initializers/data-driven-initializer.js";
import type { ChosenInitializer, Initializer, TensorSpecification } from "../initializers/index.js";
import { initialWeights } from "../initializers/initial-weights.js";
import { fans } from "../network/fans.js";
import { reluFactors } from "./explain-layer.js";
import { parseLayers } from "./layers.js";

/** A common layer under a method. */
export interface MethodOnLayer {
  /** The layer in words: "linear 256→256". */
  readonly layer: string;
  /** The true fan-in. */
  readonly fanIn: number;
  /** The true fan-out. */
  readonly fanOut: number;
  /**
   * Mean and standard deviation of the numbers drawn with seed 0; null where the method does not
   * serve the layer.
   */
  readonly mean: number | null;
  /** Standard deviation of the same numbers; null likewise. */
  readonly std: number | null;
  /** std · √fanIn. */
  readonly gain: number | null;
  /** The factor of the second moment per ReLU layer: gain² / 2; null for recurrent layers. */
  readonly reluFactor: number | null;
  /** Why the method does not serve the layer. */
  readonly refused?: string;
}

const commonLayers =
  "linear 256→256, linear 512→10, conv 3x3 64→128 stride 2, depthwise 3x3 64, transposed 4x4 64→32 stride 2";

/** The two kernels of an LSTM's forget gate. */
const lstm = (["input", "hidden"] as const).map((part) => ({
  text: `lstm gate ${part === "input" ? 128 : 256}→256, ${part}`,
  tensor: {
    name: "layer/kernel",
    shape: [256, part === "input" ? 128 : 256],
    role: {
      kind: "kernel",
      operation: "dense",
      activation: "sigmoid",
      recurrent: { layer: "layer", part, gate: "forget", index: 2, gates: 4, units: 256 },
    },
  } satisfies TensorSpecification,
}));

/** The place of the last layer of a residual branch, which methods for residual networks act on. */
const branch = { branch: 4, branches: 9, layer: 1, layers: 2, last: true };

/**
 * Draws common layers with seed 0 and measures the numbers.
 *
 * @returns one entry per layer; none for methods that look at data, since their numbers depend on
 *   it
 */
export function explainMethod({ initializer, options }: ChosenInitializer): MethodOnLayer[] {
  if (isDataDriven(initializer)) return [];
  const layers: { text: string; tensor: TensorSpecification }[] = [
    ...parseLayers(commonLayers).map(({ text, kernel }) => ({ text, tensor: { ...kernel, name: "layer/kernel" } })),
    ...lstm,
  ];
  if (initializer.requires !== undefined) {
    const [conv] = parseLayers("conv 3x3 64→64");
    const [linear] = parseLayers("linear 256→256");
    layers.push(
      {
        text: "conv 3x3 64→64, last of a residual branch (5 of 9)",
        tensor: { ...conv!.kernel, role: { ...conv!.kernel.role, residual: branch } },
      },
      {
        text: "linear 256→256, attention's output projection (branch 5 of 9)",
        tensor: {
          ...linear!.kernel,
          role: { ...linear!.kernel.role, residual: branch, projection: "output", heads: 4 },
        },
      },
    );
  }
  return layers.map(({ text, tensor }) => ({ layer: text, ...measure(initializer, options, tensor) }));
}

function measure(
  initializer: Initializer,
  options: ChosenInitializer["options"],
  tensor: TensorSpecification,
): Omit<MethodOnLayer, "layer"> {
  const { fanIn, fanOut } = fans(tensor);
  try {
    const { requires: _, ...free } = initializer;
    const numbers = initialWeights(free, [tensor], 0, options)[tensor.name]!;
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const std = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
    const gain = std * Math.sqrt(fanIn);
    const reluFactor = tensor.role.recurrent === undefined ? reluFactors(gain, 0).factor : null;
    return { fanIn, fanOut, mean, std, gain, reluFactor };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { fanIn, fanOut, mean: null, std: null, gain: null, reluFactor: null, refused: error.message };
  }
}
