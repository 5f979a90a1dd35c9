/** What the weights of a user's .onnx model are for, read off its graph. Read this first. */
import type { Attributes, Graph, Node, Value } from "../../graph/graph.js";
import { type Shape, sameShape, sizeOf } from "../../graph/tensor.js";
import type { TensorRole, TensorSpecification } from "../parameter.js";
import { type ModelGraph, modelGraph } from "./model-graph.js";

/** A weight of the model: the tensor as initializers see it, and how the file stores it. */
export interface ModelWeight {
  /** Its name is the file's; its shape is in our layout (`TensorRole.operation`). */
  readonly tensor: TensorSpecification;
  /** As in the file. */
  readonly shape: Shape;
  /** The file stores this matrix as `[in, out]`; ours is `[out, in]`. */
  readonly transposed: boolean;
}

/** A running statistic of a normalization. */
export interface ModelState {
  /** The name in the file. */
  readonly name: string;
  /** One number per channel: `[C]`. */
  readonly shape: Shape;
  /** Its value in an untrained network: 0 for a mean, 1 for a variance. */
  readonly initial: number;
}

/** What a model's constants are for. */
export interface ModelRoles {
  /** In the order in which the graph uses them. */
  readonly weights: readonly ModelWeight[];
  /** Running statistics of batch norm. */
  readonly states: readonly ModelState[];
  /** Float constants of more than one element without a role: position tables, slopes, masks. */
  readonly others: readonly { readonly name: string; readonly shape: Shape }[];
}

/**
 * The weights of a graph with their roles: kernels of Conv, ConvTranspose, Gemm and MatMul (also
 * through Transpose and Identity), their biases (also as a separate Add), embeddings (Gather),
 * scale and shift of normalizations (also spelled out as Div, Mul, Add), the activation that
 * follows each kernel, and which kernels are the first and the last. Residual branches are not
 * looked for. A weight that is used twice has the role of its first use.
 */
export function inferRoles(graph: Graph): ModelRoles {
  const search = new RoleSearch(graph);
  for (const node of graph.nodes) search.visit(node);
  return search.result();
}

/** A weight whose role lacks what only the whole graph says. */
interface Draft extends Omit<ModelWeight, "tensor"> {
  readonly tensor: Omit<TensorSpecification, "role">;
  readonly role: Omit<TensorRole, "kernel">;
  /** Of a bias: the name of its kernel. */
  readonly kernel?: string | undefined;
}

/** Where a kernel stands: its operator's output, and what the operator itself adds to it. */
interface KernelPlace {
  readonly output: Value;
  readonly bias?: Value | undefined;
  /** The operator takes this kernel as `[in, out]`. */
  readonly inputsFirst?: boolean;
}

class RoleSearch {
  readonly #graph: Graph;
  readonly #model: ModelGraph;
  readonly #drafts = new Map<string, Draft>();
  readonly #states = new Map<string, ModelState>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#model = modelGraph(graph);
  }

  visit(node: Node): void {
    const { inputs, attributes } = node;
    const output = node.outputs[0]!;
    switch (node.operator) {
      case "Conv":
        this.#kernel(inputs[1], { operation: "convolution", ...windowOf(attributes) }, { output, bias: inputs[2] });
        break;
      case "ConvTranspose": {
        const role = { operation: "transposed-convolution", ...windowOf(attributes) } as const;
        this.#kernel(inputs[1], role, { output, bias: inputs[2] });
        break;
      }
      case "Gemm": {
        const place = { output, bias: inputs[2], inputsFirst: attributes.transB !== 1 };
        this.#kernel(inputs[1], { operation: "dense" }, place);
        break;
      }
      case "MatMul":
        this.#kernel(inputs[1], { operation: "dense" }, { output, inputsFirst: true });
        this.#kernel(inputs[0], { operation: "dense" }, { output });
        break;
      case "Gather":
        if ((attributes.axis ?? 0) === 0) this.#add(inputs[0], { kind: "embedding", operation: "embedding" });
        break;
      case "BatchNormalization":
        this.#scaleAndShift(inputs);
        this.#state(inputs[3], 0);
        this.#state(inputs[4], 1);
        break;
      case "LayerNormalization":
      case "InstanceNormalization":
      case "GroupNormalization":
        this.#scaleAndShift(inputs);
        break;
      case "Mul":
        this.#spelledOutNorm(node);
        break;
    }
  }

  result(): ModelRoles {
    const drafts = [...this.#drafts.values()];
    const kernels = drafts.filter(({ role }) => role.kind === "kernel");
    const complete = (draft: Draft): TensorRole => {
      const kernel = draft.kernel === undefined ? undefined : this.#drafts.get(draft.kernel)!;
      return {
        ...draft.role,
        ...(draft === kernels[0] ? { first: true } : {}),
        ...(draft === kernels.at(-1) ? { head: true } : {}),
        ...(kernel === undefined ? {} : { kernel: { shape: kernel.tensor.shape, role: complete(kernel) } }),
      };
    };
    const weights = drafts.map((draft): ModelWeight => {
      const { tensor, shape, transposed } = draft;
      return { tensor: { ...tensor, role: complete(draft) }, shape, transposed };
    });
    const others = [...this.#graph.constants.keys()].filter(
      (v) => (v.type === "float32" || v.type === "float64") && sizeOf(v.shape) > 1 && !this.#hasRole(v),
    );
    return { weights, states: [...this.#states.values()], others: others.map(({ name, shape }) => ({ name, shape })) };
  }

  #kernel(value: Value | undefined, role: Partial<TensorRole>, { output, bias, inputsFirst = false }: KernelPlace) {
    const behind = this.#freeConstant(value);
    if (behind === undefined) return;
    const { name, shape: fileShape } = behind.constant;
    const transposed = inputsFirst !== behind.transposed;
    const isDense = role.operation === "dense";
    if (isDense ? fileShape.length !== 2 : behind.transposed) return;
    const [a, b] = fileShape;
    const shape = transposed ? [b!, a!] : fileShape;
    const activation = this.#model.activationAfter(output);
    const kernelRole = { kind: "kernel", ...role, activation } as const;
    this.#drafts.set(name, { tensor: { name, shape }, shape: fileShape, transposed, role: kernelRole });
    const units = isDense ? shape[0]! : output.shape[1]!;
    const biasValue = bias ?? this.#model.addedTo(output, units);
    const biasConstant = this.#freeConstant(biasValue)?.constant;
    if (biasConstant === undefined || sizeOf(biasConstant.shape) !== units) return;
    this.#add(biasValue, { kind: "bias", activation }, name);
  }

  #add(value: Value | undefined, role: Draft["role"], kernel?: string): void {
    const behind = this.#freeConstant(value);
    if (behind === undefined || behind.transposed) return;
    const { name, shape } = behind.constant;
    this.#drafts.set(name, { tensor: { name, shape }, shape, transposed: false, role, kernel });
  }

  #scaleAndShift(inputs: Node["inputs"]): void {
    this.#add(inputs[1], { kind: "norm-scale" });
    this.#add(inputs[2], { kind: "norm-shift" });
  }

  #state(value: Value | undefined, initial: number): void {
    const constant = this.#freeConstant(value)?.constant;
    if (constant === undefined) return;
    this.#states.set(constant.name, { name: constant.name, shape: constant.shape, initial });
  }

  /** (x − mean) / deviation · scale + shift, as exporters wrote layer norm before opset 17. */
  #spelledOutNorm({ inputs, outputs }: Node): void {
    const [a, b] = inputs as [Value, Value];
    const [scale, normal] = this.#freeConstant(a) === undefined ? [b, a] : [a, b];
    const constant = this.#freeConstant(scale)?.constant;
    const width = outputs[0]!.shape.at(-1);
    const isDivided = this.#model.producer(normal)?.operator === "Div";
    if (!isDivided || !sameShape(constant?.shape ?? [], [width ?? 0])) return;
    this.#add(scale, { kind: "norm-scale" });
    const shift = this.#model.addedTo(outputs[0]!, width!);
    if (shift !== undefined) this.#add(shift, { kind: "norm-shift" });
  }

  /** The float constant behind a value, unless it has a role already. */
  #freeConstant(value: Value | undefined) {
    const behind = this.#model.constantBehind(value);
    return behind === undefined || this.#hasRole(behind.constant) ? undefined : behind;
  }

  #hasRole({ name }: Value): boolean {
    return this.#drafts.has(name) || this.#states.has(name);
  }
}

const windowOf = (attributes: Attributes) => ({
  groups: Number(attributes.group ?? 1),
  stride: (attributes.strides as readonly number[] | undefined) ?? [],
  dilation: (attributes.dilations as readonly number[] | undefined) ?? [],
});
