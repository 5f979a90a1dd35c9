/** What makes a healthy network sick, in one way each. */
import type { FindingKind } from "../../src/diagnosis/diagnosis.js";
import { sizeOf } from "../../src/graph/tensor.js";
import { initialWeights, parseInitializer, type TensorSpecification } from "../../src/initializers/index.js";
import { fans } from "../../src/network/fans.js";
import { normals, stream, truncatedNormals, uniforms } from "../../src/random/index.js";

/** Weights by name, which a mutation may change. */
export type MutableWeights = Record<string, Float32Array>;

/** A way to make a network sick. */
export interface Mutation {
  readonly name: string;
  /** The kinds of finding that name it; the first is the one that is meant. */
  readonly kinds: readonly FindingKind[];
  /** Whether the finding makes the network sick, or is a warning. */
  readonly isError: boolean;
  /** Whether it can be done to these parameters. */
  readonly applies: (parameters: readonly TensorSpecification[]) => boolean;
  readonly change: (weights: MutableWeights, parameters: readonly TensorSpecification[], seed: number) => void;
  /** The share of class 0, where the labels are part of the trouble; the others share the rest. */
  readonly firstClass?: number | undefined;
}

const kernels = (parameters: readonly TensorSpecification[]) => parameters.filter(({ role }) => role.kind === "kernel");
const hidden = (parameters: readonly TensorSpecification[]) => kernels(parameters).filter(({ role }) => !role.head);
const head = (parameters: readonly TensorSpecification[]) => kernels(parameters).filter(({ role }) => role.head);

const activationOf = (parameters: readonly TensorSpecification[]) => hidden(parameters)[0]?.role.activation ?? "linear";
const isPlain = (parameters: readonly TensorSpecification[]) =>
  parameters.every(
    ({ role }) => role.residual === undefined && role.kind !== "norm-scale" && role.recurrent === undefined,
  );
const isDeep = (least: number) => (parameters: readonly TensorSpecification[]) =>
  isPlain(parameters) && hidden(parameters).length >= least;
const isRectified = (parameters: readonly TensorSpecification[]) =>
  ["relu", "leaky-relu"].includes(activationOf(parameters));
const isTanh = (parameters: readonly TensorSpecification[]) => activationOf(parameters) === "tanh";

/** Multiplies tensors. */
function scaleBy(weights: MutableWeights, tensors: readonly TensorSpecification[], factor: number): void {
  for (const { name } of tensors) weights[name] = weights[name]!.map((w) => w * factor);
}

/** Draws everything by a method. */
function redraw(
  weights: MutableWeights,
  parameters: readonly TensorSpecification[],
  method: string,
  seed: number,
): void {
  const { initializer, options } = parseInitializer(method);
  Object.assign(weights, initialWeights(initializer, parameters, seed, options));
}

const always = () => true;

/** Every way, in one literal table. */
export const mutations: readonly Mutation[] = [
  {
    name: "hidden weights × 0.7",
    kinds: ["vanishing", "correlation-collapse"],
    isError: true,
    applies: (parameters) => isDeep(15)(parameters) && isRectified(parameters),
    change: (weights, parameters) => scaleBy(weights, hidden(parameters), 0.7),
  },
  {
    name: "hidden weights × 1.5",
    kinds: ["exploding"],
    isError: true,
    applies: (parameters) => isDeep(15)(parameters) && isRectified(parameters),
    change: (weights, parameters) => scaleBy(weights, hidden(parameters), 1.5),
  },
  {
    name: "PyTorch's default",
    kinds: ["vanishing", "correlation-collapse"],
    isError: true,
    applies: isDeep(9),
    change: (weights, parameters, seed) => redraw(weights, parameters, "pytorch-default", seed),
  },
  {
    name: "standard deviation 0.01 throughout",
    kinds: ["vanishing", "correlation-collapse"],
    isError: true,
    applies: isDeep(5),
    change: (weights, parameters, seed) => redraw(weights, parameters, "random:std=0.01", seed),
  },
  {
    name: "standard normal weights",
    kinds: ["exploding", "saturated", "over-confident"],
    isError: true,
    applies: isDeep(5),
    change: (weights, parameters, seed) => redraw(weights, parameters, "standard-normal", seed),
  },
  {
    name: "zero",
    kinds: ["symmetric"],
    isError: true,
    applies: (parameters) => hidden(parameters).length > 0,
    change: (weights, parameters, seed) => redraw(weights, parameters, "zero", seed),
  },
  {
    name: "constant 0.05",
    kinds: ["symmetric"],
    isError: true,
    applies: isPlain,
    change: (weights, parameters, seed) => redraw(weights, parameters, "constant:value=0.05", seed),
  },
  {
    name: "every unit twice",
    kinds: ["symmetric"],
    isError: true,
    applies: (parameters) => isPlain(parameters) && hidden(parameters).length > 1,
    change: (weights, parameters) => {
      const all = kernels(parameters);
      all.forEach((tensor, i) => {
        if (tensor.role.head !== true) copyRows(weights[tensor.name]!, tensor.shape);
        // Copies that the next layer reads alike have equal gradients, too.
        if (i > 0 && tensor.shape[1] === all[i - 1]!.shape[0]) copyColumns(weights[tensor.name]!, tensor.shape);
      });
    },
  },
  {
    name: "tanh with weights × 10",
    kinds: ["saturated", "exploding"],
    isError: true,
    applies: isTanh,
    change: (weights, parameters) => scaleBy(weights, hidden(parameters), 10),
  },
  {
    name: "biases of −8",
    kinds: ["dead"],
    isError: true,
    applies: (parameters) => isPlain(parameters) && activationOf(parameters) === "relu",
    change: (weights, parameters) => {
      const second = hidden(parameters)[1]?.name.replace("kernel", "bias");
      if (second !== undefined) weights[second]?.fill(-8);
    },
  },
  {
    name: "head × 30",
    kinds: ["over-confident"],
    isError: true,
    applies: always,
    change: (weights, parameters) => scaleBy(weights, head(parameters), 30),
  },
  {
    name: "queries and keys × 8",
    kinds: ["entropy-collapse"],
    isError: true,
    applies: (parameters) => parameters.some(({ role }) => role.projection === "query"),
    change: (weights, parameters) =>
      scaleBy(
        weights,
        kernels(parameters).filter(({ role }) => role.projection === "query" || role.projection === "key"),
        8,
      ),
  },
  {
    name: "one NaN",
    kinds: ["not-finite"],
    isError: true,
    applies: always,
    change: (weights, parameters) => {
      weights[kernels(parameters).at(-2)?.name ?? ""]![3] = Number.NaN;
    },
  },
  {
    name: "memory that nobody wrote",
    kinds: ["never-initialized"],
    isError: true,
    applies: (parameters) => hidden(parameters).length > 1,
    change: (weights, parameters) => {
      weights[hidden(parameters)[1]!.name]!.forEach((_, i, all) => {
        all[i] = i % 3 === 0 ? 1e-41 * (i % 7) : 0;
      });
    },
  },
  {
    name: "one seed for all layers",
    kinds: ["equal-tensors"],
    isError: true,
    applies: (parameters) => equalShapes(parameters).length > 1,
    change: (weights, parameters) => {
      const [first, ...others] = equalShapes(parameters);
      for (const { name } of others) weights[name] = weights[first!.name]!.slice();
    },
  },
  {
    name: "he without correction of its truncation",
    kinds: ["uncorrected-truncation"],
    isError: false,
    applies: (parameters) => hidden(parameters).some(({ shape }) => sizeOf(shape) >= 4000),
    change: (weights, parameters, seed) => {
      for (const tensor of kernels(parameters)) {
        const std = Math.sqrt(2 / fans(tensor).fanIn);
        const numbers = truncatedNormals(stream(seed, "mutation", tensor.name), weights[tensor.name]!.length);
        weights[tensor.name] = Float32Array.from(numbers, (z) => z * std);
      }
    },
  },
  {
    name: "fans without the groups",
    kinds: ["wrong-fan"],
    isError: false,
    applies: (parameters) => grouped(parameters).length > 0,
    change: (weights, parameters, seed) => {
      for (const tensor of grouped(parameters)) {
        const std = Math.sqrt(2 / (fans(tensor).fanIn * tensor.role.groups!));
        const numbers = normals(stream(seed, "mutation", tensor.name), weights[tensor.name]!.length);
        weights[tensor.name] = Float32Array.from(numbers, (z) => z * std);
      }
    },
  },
  {
    name: "queries, keys and values drawn as one matrix",
    kinds: ["wrong-fan"],
    isError: false,
    applies: (parameters) => fusedProjections(parameters).length > 0,
    change: (weights, parameters, seed) => {
      for (const tensor of fusedProjections(parameters)) {
        const [fanOut, fanIn] = tensor.shape as [number, number];
        const bound = Math.sqrt(6 / (fanIn + fanOut));
        const numbers = uniforms(stream(seed, "mutation", tensor.name), weights[tensor.name]!.length);
        weights[tensor.name] = Float32Array.from(numbers, (u) => bound * (2 * u - 1));
      }
    },
  },
  {
    name: "depth scale on the queries",
    kinds: ["misplaced-depth-scale"],
    isError: false,
    applies: (parameters) => parameters.some(({ role }) => role.projection === "query"),
    change: (weights, parameters, seed) => {
      redraw(weights, parameters, "gpt2", seed);
      for (const { name, role } of kernels(parameters)) {
        if (role.projection !== "query") continue;
        weights[name] = weights[name]!.map((w) => w / Math.sqrt(role.residual!.branches));
      }
    },
  },
  {
    name: "bounds of ±2 at a standard deviation of 0.02 in every second layer",
    kinds: ["ineffective-truncation"],
    isError: false,
    applies: (parameters) => hidden(parameters).filter(({ shape }) => sizeOf(shape) >= 4000).length > 3,
    change: (weights, parameters, seed) => {
      hidden(parameters).forEach((tensor, i) => {
        const draw = i % 2 === 0 ? normals : truncatedNormals;
        const numbers = draw(stream(seed, "mutation", tensor.name), weights[tensor.name]!.length);
        weights[tensor.name] = Float32Array.from(numbers, (z) => 0.02 * z);
      });
    },
  },
  {
    name: "nine of ten samples in one class",
    kinds: ["prior-bias"],
    isError: false,
    applies: (parameters) => parameters.some(({ role }) => role.head && role.kind === "bias"),
    change: () => {},
    firstClass: 0.9,
  },
];

/** Every second row `[out, …]` becomes the one before it. */
function copyRows(values: Float32Array, [rows = 1]: readonly number[]): void {
  const width = values.length / rows;
  for (let row = 1; row < rows; row += 2) values.copyWithin(row * width, (row - 1) * width, row * width);
}

/** Every second column `[out, in, …]` becomes the one before it. */
function copyColumns(values: Float32Array, [rows = 1, columns = 1]: readonly number[]): void {
  const size = values.length / rows / columns;
  for (let row = 0; row < rows; row++)
    copyRows(values.subarray(row * columns * size, (row + 1) * columns * size), [columns]);
}

/** The kernels of the most frequent shape among the hidden ones. */
function equalShapes(parameters: readonly TensorSpecification[]): readonly TensorSpecification[] {
  return [...groupsOf(parameters).values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

function groupsOf(parameters: readonly TensorSpecification[]): ReadonlyMap<string, readonly TensorSpecification[]> {
  const groups = new Map<string, TensorSpecification[]>();
  for (const tensor of hidden(parameters)) {
    const key = tensor.shape.join("×");
    groups.set(key, [...(groups.get(key) ?? []), tensor]);
  }
  return groups;
}

/** Grouped convolutions with enough numbers to tell their scale. */
const grouped = (parameters: readonly TensorSpecification[]) =>
  kernels(parameters).filter(({ role, shape }) => (role.groups ?? 1) > 1 && sizeOf(shape) >= 1000);

/** Queries, keys and values of attention in one kernel. */
const fusedProjections = (parameters: readonly TensorSpecification[]) =>
  kernels(parameters).filter(({ role }) => (role.fused ?? 1) > 1);
