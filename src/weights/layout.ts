/** Weights under the names and in the axis orders of PyTorch, Keras and Flax. */
import { unknownName } from "../errors.js";
import { type Shape, sizeOf } from "../graph/tensor.js";
import type { TensorRole, TensorSpecification } from "../network/parameter.js";
import type { NamedTensor } from "./named-tensor.js";

/**
 * Whose names and axis orders weights are written in. `jax` is Flax's; `onnx` is ours, which is also that of ONNX operators:
 *
 * | tensor | pytorch | keras | jax | onnx |
 * | --- | --- | --- | --- | --- |
 * | dense kernel | `dense1.weight` [out, in] | `dense1/kernel` [in, out] | `params/dense1/kernel` [in, out] | `dense1/kernel` [out, in] |
 * | conv kernel | `conv1.weight` [out, in/g, …k] | `conv1/kernel` […k, in/g, out] | `params/conv1/kernel` […k, in/g, out] | `conv1/kernel` [out, in/g, …k] |
 * | depthwise kernel | [out, 1, …k] | […k, in, out/in] (DepthwiseConv2D) | […k, 1, out] | [out, 1, …k] |
 * | transposed conv kernel | [in, out/g, …k] | […k, out/g, in] | […k, in, out/g], taps reversed | [in, out/g, …k] |
 * | bias | `….bias` | `…/bias` | `params/…/bias` | `…/bias` |
 * | norm | `….weight`, `….bias` | `…/gamma`, `…/beta` | `params/…/scale`, `…/bias` | `…/scale`, `…/shift` |
 * | running statistics | `….running_mean`, `….running_var` | `…/moving_mean`, `…/moving_variance` | `batch_stats/…/mean`, `…/var` | `…/running-mean`, `…/running-variance` |
 *
 * Where a dense layer reads a flattened image, Keras and Flax flatten [H, W, C] and PyTorch [C, H, W]: the kernel's inputs are put
 * in that order. So every layout is the same function of the same image.
 */
export type Layout = "pytorch" | "keras" | "jax" | "onnx";

export const layouts: readonly Layout[] = ["pytorch", "keras", "jax", "onnx"];

/** @throws InputError with "did you mean" */
export function findLayout(name: string): Layout {
  const found = layouts.find((layout) => layout === name);
  if (found === undefined) throw unknownName("layout", name, layouts);
  return found;
}

/** A parameter or state that is to be written, in our own layout (`TensorRole.operation`). */
export interface PlacedTensor extends TensorSpecification {
  readonly data: Float32Array;
  /** Channels of the image that this dense kernel reads flattened. */
  readonly flattenedChannels?: number;
  /** Its role in batch norm, where it is no parameter but a running statistic. */
  readonly statistic?: "mean" | "variance";
}

/** The tensor as that framework has it. */
export function place(tensor: PlacedTensor, layout: Layout): NamedTensor {
  return { name: nameIn(tensor, layout), ...axesIn(tensor, layout) };
}

/** A tensor's axes and numbers as that framework has them. */
export function axesIn(tensor: PlacedTensor, layout: Layout): Pick<NamedTensor, "shape" | "data"> {
  const { shape, data, role, flattenedChannels: channels = 1 } = tensor;
  if (layout === "onnx" || layout === "pytorch" || role.kind !== "kernel") return { shape, data };
  const space = shape.slice(2);
  const spaceAxes = space.map((_, i) => i + 2);
  switch (role.operation) {
    case "dense": {
      const [out, inputs] = shape as [number, number];
      // [out, C · places] → [places · C, out]
      const turned = permute(data, [out, channels, inputs / channels], [2, 1, 0]);
      return { shape: [inputs, out], data: turned };
    }
    case "convolution": {
      const moved = permute(data, shape, [...spaceAxes, 1, 0]);
      const groups = role.groups ?? 1;
      const depthwise = layout === "keras" && groups > 1 && shape[1] === 1;
      // Output c · m + j of a depthwise convolution is input c's j-th: [1, in · m] and [in, m] are the same numbers in a row.
      return { shape: [...space, ...(depthwise ? [groups, shape[0]! / groups] : [shape[1]!, shape[0]!])], data: moved };
    }
    case "transposed-convolution": {
      if (layout === "keras") {
        return { shape: [...space, shape[1]!, shape[0]!], data: permute(data, shape, [...spaceAxes, 1, 0]) };
      }
      // Flax dilates its input and cross-correlates; the others take the gradient of a convolution, which turns the taps round.
      return {
        shape: [...space, shape[0]!, shape[1]!],
        data: permute(reverseTaps(data, shape), shape, [...spaceAxes, 0, 1]),
      };
    }
    default:
      return { shape, data };
  }
}

const kernelNames = { pytorch: "weight", keras: "kernel", jax: "kernel" } as const;
const leafNames: Readonly<
  Record<Exclude<Layout, "onnx">, Partial<Record<TensorRole["kind"] | "mean" | "variance", string>>>
> = {
  pytorch: { "norm-scale": "weight", "norm-shift": "bias", mean: "running_mean", variance: "running_var" },
  keras: { "norm-scale": "gamma", "norm-shift": "beta", mean: "moving_mean", variance: "moving_variance" },
  jax: { "norm-scale": "scale", "norm-shift": "bias", mean: "mean", variance: "var" },
};

/** "block1/attention1/output-kernel" → "block1.attention1.output.weight". */
function nameIn({ name, role, statistic }: PlacedTensor, layout: Layout): string {
  if (layout === "onnx") return name;
  const path = name.split("/");
  const leaf = path.pop()!;
  const known = leafNames[layout][statistic ?? role.kind];
  // "query-key-value-kernel": a layer of its own within the attention.
  const [, part, kind = leaf] = /^(?:(.+)-)?(kernel|bias)$/.exec(leaf) ?? [];
  if (part !== undefined) path.push(part);
  path.push(known ?? (kind === "kernel" ? kernelNames[layout] : kind));
  const words = path.map((word) => word.replaceAll("-", "_"));
  if (layout === "pytorch") return words.join(".");
  if (layout === "keras") return words.join("/");
  return [statistic === undefined ? "params" : "batch_stats", ...words].join("/");
}

/** Axis i of the result is axis `axes[i]` of `data`. */
export function permute(data: Float32Array, shape: Shape, axes: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = axes.map((axis) => shape[axis]!);
  const steps = axes.map((axis) => strides[axis]!);
  const result = new Float32Array(data.length);
  const index = new Array<number>(axes.length).fill(0);
  for (let i = 0, from = 0; i < result.length; i++) {
    result[i] = data[from]!;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++index[axis]! < sizes[axis]!) break;
      from -= steps[axis]! * sizes[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

/** A kernel `[a, b, …k]` with its taps in opposite order along every axis of k. */
function reverseTaps(data: Float32Array, shape: Shape): Float32Array {
  const taps = sizeOf(shape.slice(2));
  return data.map((_, i) => data[i - (i % taps) + (taps - 1 - (i % taps))]!);
}
