/** Architectures of the detection study: those of the first half, and others for the second. */
import {
  activation as activationLayer,
  batchNorm,
  classToken,
  conv,
  dense,
  firstToken,
  flatten,
  globalAveragePool,
  type Layer,
  layerNorm,
  maxPool,
  patchEmbedding,
  positionEmbedding,
  residual,
  selfAttention,
  sequential,
} from "../../src/network/layers/index.js";

/** Layers, and the samples that they are for. */
export interface Architecture {
  readonly name: string;
  readonly layers: Layer;
  /** One sample. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** The plain method that theory recommends for it. */
  readonly method: string;
}

const times = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));

/** Dense layers of one width. */
export function mlpOf(depth: number, width: number, activation: string, method = methodFor(activation)): Architecture {
  const layers = sequential(...times(depth, () => dense(width, { activation })), dense(10));
  return { name: `mlp ${depth}×${width} ${activation}`, layers, shape: [64], classes: 10, method };
}

/** Convolutions of one width, with a pooling in the middle. */
export function cnnOf(depth: number, width: number, activation: string, norm = false): Architecture {
  const layers = times(depth, (i) => [
    conv(width, 3, { padding: "same", ...(norm ? { bias: false } : { activation }) }),
    ...(norm ? [batchNorm(), activationLayer(activation)] : []),
    ...(i === Math.floor(depth / 2) ? [maxPool(2)] : []),
  ]).flat();
  return {
    name: `cnn ${depth}×${width} ${activation}${norm ? " batch norm" : ""}`,
    layers: sequential(...layers, globalAveragePool(), dense(10)),
    shape: [3, 12, 12],
    classes: 10,
    method: methodFor(activation),
  };
}

/** Depthwise and pointwise convolutions with batch norm. */
export function mobileOf(depth: number, width: number, groups: number): Architecture {
  const block = () => [
    conv(width, 3, { padding: "same", groups, bias: false }),
    batchNorm(),
    activationLayer("relu"),
    conv(width, 1, { bias: false }),
    batchNorm(),
    activationLayer("relu"),
  ];
  return {
    name: `mobile ${depth}×${width} in ${groups} groups`,
    layers: sequential(
      conv(width, 3),
      batchNorm(),
      activationLayer("relu"),
      ...times(depth, block).flat(),
      globalAveragePool(),
      dense(10),
    ),
    shape: [3, 10, 10],
    classes: 10,
    method: "he",
  };
}

/** Residual branches of two dense layers, with layer norm before or without any. */
export function residualOf(depth: number, width: number, activation: string, norm: boolean): Architecture {
  const branch = () => residual(sequential(...(norm ? [layerNorm()] : []), dense(width, { activation }), dense(width)));
  return {
    name: `residual ${depth}×${width} ${activation}${norm ? " pre-norm" : ""}`,
    layers: sequential(dense(width), ...times(depth, branch), ...(norm ? [layerNorm()] : []), dense(10)),
    shape: [64],
    classes: 10,
    method: methodFor(activation),
  };
}

/** Blocks of attention and two dense layers. */
export function transformerOf(depth: number, width: number, where: "pre" | "post", fused = false): Architecture {
  const attention = () => selfAttention(4, { fused });
  const feedForward = () => [dense(2 * width, { activation: "gelu" }), dense(width)];
  const block = () =>
    where === "pre"
      ? [residual(sequential(layerNorm(), attention())), residual(sequential(layerNorm(), ...feedForward()))]
      : [residual(attention()), layerNorm(), residual(sequential(...feedForward())), layerNorm()];
  return {
    name: `transformer ${depth}×${width} ${where}-norm${fused ? ", fused" : ""}`,
    layers: sequential(
      patchEmbedding(width, 4),
      classToken(),
      positionEmbedding(),
      ...times(depth, block).flat(),
      ...(where === "pre" ? [layerNorm()] : []),
      firstToken(),
      dense(10),
    ),
    shape: [3, 16, 16],
    classes: 10,
    method: "glorot-uniform",
  };
}

/** Flattened images into dense layers that narrow down. */
export function funnelOf(widths: readonly number[], activation: string): Architecture {
  return {
    name: `funnel ${widths.join("-")} ${activation}`,
    layers: sequential(flatten(), ...widths.map((width) => dense(width, { activation })), dense(10)),
    shape: [1, 12, 12],
    classes: 10,
    method: methodFor(activation),
  };
}

const rectifiers: ReadonlySet<string> = new Set(["relu", "leaky-relu", "gelu", "silu", "elu", "mish"]);

function methodFor(activation: string): string {
  if (activation === "selu") return "lecun-normal";
  return rectifiers.has(activation) ? "he" : "glorot-normal";
}
