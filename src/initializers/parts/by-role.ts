/** What tensors other than kernels start as: the same for every method, but for the few that have a word on them. */
import { sizeOf } from "../../graph/tensor.js";
import type { TensorRole, TensorSpecification } from "../../network/parameter.js";
import type { Stream } from "../../random/index.js";
import type { Initializer, InitializerOptions, NetworkContext } from "../initializer.js";
import { normalNoise } from "./noise.js";

export type Rule = (
  stream: Stream,
  tensor: TensorSpecification,
  options: InitializerOptions,
  network?: NetworkContext,
) => Float32Array;

/** An initializer's rules by what a tensor is for. Only kernels are a method's own business. */
export type Rules = { readonly kernel: Rule } & { readonly [K in TensorRole["kind"]]?: Rule };

/** A rule that gives every element one value. */
export function constant(value: number): Rule {
  return (_stream, { shape }) => new Float32Array(sizeOf(shape)).fill(value);
}

const tableEntries: Rule = (stream, { shape }) => normalNoise(stream, sizeOf(shape), 0.02);

/**
 * Biases and norm shifts 0, norm scales 1. A residual scale is 1, the network as if it were not there (that it start at 0 is the
 * method SkipInit or ReZero). Embeddings, positions and tokens are looked up, not multiplied, so no fan says what they should
 * be: N(0, 0.02²), as BERT, GPT-2 and the vision transformer's implementations have them.
 */
const shared: Required<Omit<Rules, "kernel">> = {
  bias: constant(0),
  "norm-scale": constant(1),
  "norm-shift": constant(0),
  "residual-scale": constant(1),
  embedding: tableEntries,
  position: tableEntries,
  token: tableEntries,
};

/** The `initialize` of a method from its rules, those above standing in where it has none. */
export function byRole(rules: Rules): Initializer["initialize"] {
  const all = { ...shared, ...rules };
  return (stream, tensor, options, network) => all[tensor.role.kind](stream, tensor, options, network);
}
