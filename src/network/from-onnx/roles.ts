/** What the weights of a user's .onnx model are for, read off its graph. Read this first. */

import type { Graph, Node, Value } from "../../graph/graph.js";
import { type Shape, sameShape } from "../../graph/tensor.js";
import type { TensorRole, TensorSpecification } from "../parameter.js";

/** A weight of the model: the tensor as initializers see it, and how the file keeps it. */
export interface ModelWeight {
  /** Named as in the file; its shape in our layout (`TensorRole.operation`). */
  readonly tensor: TensorSpecification;
  /** As in the file. */
  readonly shape: Shape;
  /** The file keeps this matrix `[in, out]`, ours is `[out, in]`. */
  readonly transposed: boolean;
}

/** A running statistic of a normalization, which an untrained network has at 0 (mean) or 1 (variance). */
export interface ModelState {
  readonly name: string;
  readonly shape: Shape;
  readonly initial: number;
}

export interface ModelRoles {
  /** In the order in which the graph uses them. */
  readonly weights: readonly ModelWeight[];
  readonly states: readonly ModelState[];
  /** Float constants of more than one element whose role is not known: position tables, slopes, masks. */
  readonly others: readonly { readonly name: string; readonly shape: Shape }[];
}

/**
 * The weights of a graph with their roles: kernels of Conv, ConvTranspose, Gemm and MatMul (also through Transpose and Identity), their
 * biases (also as an Add of their own), embeddings (Gather), scale and shift of normalizations (also spelled out as Div, Mul, Add), the
 * activation that follows each kernel, and which kernels are the first and the last. Residual branches are not looked for.
 * A weight that is used twice has its first role.
 */
export function inferRoles(graph: Graph): ModelRoles {
  const search = new RoleSearch(graph);
  for (const node of graph.nodes) search.visit(node);
  return search.result();
}

const activations: Readonly<Record<string, string>> = {
  Relu: "relu",
  LeakyRelu: "leaky-relu",
  Tanh: "tanh",
  Sigmoid: "sigmoid",
  Elu: "elu",
  Selu: "selu",
  Gelu: "gelu",
  Softplus: "softplus",
  Mish: "mish",
};

/** What may stand between a kernel and its activation. */
const transparent = [
  "Add",
  "BatchNormalization",
  "InstanceNormalization",
  "LayerNormalization",
  "MaxPool",
  "AveragePool",
  "Reshape",
  "Flatten",
  "Transpose",
  "Identity",
];

interface Found extends ModelWeight {
  /** What the kernel's layer gives. */
  readonly output: Value;
}

class RoleSearch {
  readonly #graph: Graph;
  readonly #producers = new Map<Value, Node>();
  readonly #readers = new Map<Value, Node[]>();
  readonly #weights = new Map<string, Found>();
  readonly #states = new Map<string, ModelState>();

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.#producers.set(output, node);
      for (const input of node.inputs) {
        if (input !== undefined) this.#readers.set(input, [...(this.#readers.get(input) ?? []), node]);
      }
    }
  }

  visit(node: Node): void {
    const { inputs, outputs, attributes } = node;
    const output = outputs[0]!;
    const window = () => ({
      groups: Number(attributes.group ?? 1),
      stride: (attributes.strides as readonly number[] | undefined) ?? [],
      dilation: (attributes.dilations as readonly number[] | undefined) ?? [],
    });
    switch (node.operator) {
      case "Conv":
        this.#kernel(inputs[1], { operation: "convolution", ...window() }, output, inputs[2]);
        break;
      case "ConvTranspose":
        this.#kernel(inputs[1], { operation: "transposed-convolution", ...window() }, output, inputs[2]);
        break;
      case "Gemm":
        this.#kernel(inputs[1], { operation: "dense" }, output, inputs[2], attributes.transB !== 1);
        break;
      case "MatMul":
        this.#kernel(inputs[1], { operation: "dense" }, output, undefined, true);
        this.#kernel(inputs[0], { operation: "dense" }, output);
        break;
      case "Gather":
        if ((attributes.axis ?? 0) === 0) this.#add(inputs[0], { kind: "embedding", operation: "embedding" }, output);
        break;
      case "BatchNormalization":
        this.#add(inputs[1], { kind: "norm-scale" }, output);
        this.#add(inputs[2], { kind: "norm-shift" }, output);
        this.#state(inputs[3], 0);
        this.#state(inputs[4], 1);
        break;
      case "LayerNormalization":
      case "InstanceNormalization":
      case "GroupNormalization":
        this.#add(inputs[1], { kind: "norm-scale" }, output);
        this.#add(inputs[2], { kind: "norm-shift" }, output);
        break;
      case "Mul":
        this.#spelledOutNorm(node);
        break;
    }
  }

  result(): ModelRoles {
    const kernels = [...this.#weights.values()].filter(({ tensor }) => tensor.role.kind === "kernel");
    const positions = {
      first: kernels[0]?.tensor.role,
      head: kernels.at(-1)?.tensor.role,
    };
    const complete = (role: TensorRole): TensorRole => ({
      ...role,
      ...(role === positions.first ? { first: true } : {}),
      ...(role === positions.head ? { head: true } : {}),
    });
    const weights = [...this.#weights.values()].map(({ output: _, ...weight }) => {
      const { role } = weight.tensor;
      const kernel = role.kernel && { shape: role.kernel.shape, role: complete(role.kernel.role) };
      const own = kernel === undefined ? complete(role) : { ...role, kernel };
      return { ...weight, tensor: { ...weight.tensor, role: own } };
    });
    const others = [...this.#graph.constants.keys()].filter(
      (v) =>
        (v.type === "float32" || v.type === "float64") &&
        v.shape.reduce((n, m) => n * m, 1) > 1 &&
        !this.#weights.has(v.name) &&
        !this.#states.has(v.name),
    );
    return { weights, states: [...this.#states.values()], others: others.map(({ name, shape }) => ({ name, shape })) };
  }

  #kernel(value: Value | undefined, role: Partial<TensorRole>, output: Value, bias?: Value, inOut = false): void {
    const found = this.#constantBehind(value);
    if (found === undefined) return;
    const { constant, turned } = found;
    const transposed = inOut !== turned;
    if (role.operation === "dense" ? constant.shape.length !== 2 : turned) return;
    const [a, b] = constant.shape;
    const shape = transposed ? [b!, a!] : constant.shape;
    const full: TensorRole = { kind: "kernel", ...role, activation: this.#activationAfter(output) };
    this.#weights.set(constant.name, {
      tensor: { name: constant.name, shape, role: full },
      shape: constant.shape,
      transposed,
      output,
    });
    const units = role.operation === "dense" ? shape[0]! : output.shape[1]!;
    this.#bias(bias ?? this.#addedAfter(output, units), { shape, role: full }, output, units);
  }

  #bias(value: Value | undefined, kernel: TensorRole["kernel"], output: Value, units: number): void {
    const found = this.#constantBehind(value);
    if (found === undefined || found.constant.shape.reduce((n, m) => n * m, 1) !== units) return;
    const activation = kernel?.role.activation;
    this.#add(value, { kind: "bias", kernel: kernel!, ...(activation === undefined ? {} : { activation }) }, output);
  }

  /** The constant that an Add puts onto a kernel's output: as many numbers as there are units. */
  #addedAfter(output: Value, units: number): Value | undefined {
    const readers = this.#readers.get(output) ?? [];
    if (readers.length !== 1 || readers[0]!.operator !== "Add") return undefined;
    const other = readers[0]!.inputs.find((v) => v !== output);
    const constant = this.#constantBehind(other)?.constant;
    return constant?.shape.reduce((n, m) => n * m, 1) === units ? other : undefined;
  }

  #add(value: Value | undefined, role: TensorRole, output: Value): void {
    const found = this.#constantBehind(value);
    if (found === undefined || found.turned) return;
    const { name, shape } = found.constant;
    this.#weights.set(name, { tensor: { name, shape, role }, shape, transposed: false, output });
  }

  #state(value: Value | undefined, initial: number): void {
    const constant = this.#constantBehind(value)?.constant;
    if (constant === undefined) return;
    this.#states.set(constant.name, { name: constant.name, shape: constant.shape, initial });
  }

  /** (x − mean) / deviation · scale + shift, as exporters wrote layer norm before opset 17. */
  #spelledOutNorm({ inputs, outputs }: Node): void {
    const [a, b] = inputs as [Value, Value];
    const [scale, normal] = this.#constantBehind(a) === undefined ? [b, a] : [a, b];
    const constant = this.#constantBehind(scale)?.constant;
    const width = outputs[0]!.shape.at(-1);
    if (this.#producers.get(normal)?.operator !== "Div" || !sameShape(constant?.shape ?? [], [width ?? 0])) return;
    this.#add(scale, { kind: "norm-scale" }, outputs[0]!);
    const shift = this.#addedAfter(outputs[0]!, width!);
    if (shift !== undefined) this.#add(shift, { kind: "norm-shift" }, outputs[0]!);
  }

  /** The float constant that a value is, or is the transpose of; undefined where it is none, or has a role already. */
  #constantBehind(value: Value | undefined): { constant: Value; turned: boolean } | undefined {
    let turned = false;
    let at = value;
    while (at !== undefined && !this.#graph.constants.has(at)) {
      const node = this.#producers.get(at);
      if (node?.operator === "Transpose" && at.shape.length === 2) {
        const order = node.attributes.perm as readonly number[] | undefined;
        if (order === undefined || order[0] === 1) turned = !turned;
      } else if (node?.operator !== "Identity") return undefined;
      at = node.inputs[0];
    }
    if (at === undefined || !at.type.startsWith("float")) return undefined;
    return this.#weights.has(at.name) || this.#states.has(at.name) ? undefined : { constant: at, turned };
  }

  /** The activation that a kernel's output goes into, at most a few nodes on; "linear" where there is none. */
  #activationAfter(output: Value): string {
    let at = output;
    for (let steps = 0; steps < 6; steps++) {
      const readers = this.#readers.get(at) ?? [];
      const named = readers.find(({ operator }) => Object.hasOwn(activations, operator));
      const multiplied = readers.some(({ operator }) => operator === "Mul");
      // silu(x) = x · sigmoid(x); gelu(x) = x · (1 + erf(x / √2)) / 2.
      if (named?.operator === "Sigmoid" && multiplied) return "silu";
      if (named !== undefined) return activations[named.operator]!;
      if (multiplied && readers.some((node) => this.#leadsToErf(node))) return "gelu";
      const next = readers.length === 1 ? readers[0]! : undefined;
      if (next === undefined || !transparent.includes(next.operator)) return "linear";
      at = next.outputs[0]!;
    }
    return "linear";
  }

  #leadsToErf(node: Node): boolean {
    if (node.operator === "Erf") return true;
    if (node.operator !== "Div" && node.operator !== "Mul") return false;
    return (this.#readers.get(node.outputs[0]!) ?? []).some(({ operator }) => operator === "Erf");
  }
}
