/** A model's evaluation graph with its weights inside: what `stepzero init` writes as .onnx. */
import { GraphBuilder } from "../../graph/builder.js";
import type { Graph, Value } from "../../graph/graph.js";
import { type Shape, sizeOf } from "../../graph/tensor.js";
import { buildNetwork } from "../layers/build-network.js";
import type { Layer, NetworkGraph, StateSpecification } from "../layers/layer.js";
import type { TensorSpecification } from "../parameter.js";
import type { ProblemShape } from "./model.js";

/** A network for evaluation, before it has weights. */
export interface EvaluationNetwork {
  /** In the order of a forward pass. */
  readonly parameters: readonly (TensorSpecification & {
    /** Of a dense kernel that reads a flattened image `[N, C, H, W]`: the image's channels C. */
    readonly flattenedChannels?: number;
  })[];
  /** Running statistics of batch norm. */
  readonly states: readonly StateSpecification[];
  /**
   * The graph x `[batch, ...input]` → logits `[batch, classes]`, with every parameter as a constant
   * of its name, and running statistics at their initial values.
   *
   * @throws Error that names a parameter without numbers
   */
  readonly graph: (weights: Readonly<Record<string, Float32Array>>) => Graph;
}

/**
 * The evaluation network of some layers.
 *
 * @param batch rows of the graph's input
 * @defaultValue `batch`: 1
 * @throws ShapeError where the network does not fit the problem
 * @example
 * import { dense, flatten, he, initialWeights, sequential } from "stepzero";
 * import { writeOnnx } from "stepzero/graph";
 * import { evaluationNetwork } from "stepzero/networks";
 *
 * const layers = sequential(flatten(), dense(10));
 * const network = evaluationNetwork("linear", layers, { input: [1, 28, 28], classes: 10 });
 * const bytes = writeOnnx(network.graph(initialWeights(he, network.parameters, 0)));
 */
export function evaluationNetwork(name: string, layers: Layer, problem: ProblemShape, batch = 1): EvaluationNetwork {
  const shape = [batch, ...problem.input];
  const plan = new GraphBuilder(name);
  const network = buildNetwork(plan, layers, plan.input("x", "float32", shape), { mode: "evaluate" });
  const parameters = network.parameters.map(({ value, ...specification }) => {
    const channels = flattenedChannels(plan, network, value);
    return { ...specification, ...(channels === undefined ? {} : { flattenedChannels: channels }) };
  });
  return {
    parameters,
    states: network.states.map(({ name: state, shape: size, initial }) => ({ name: state, shape: size, initial })),
    graph: (weights) => {
      const g = new GraphBuilder(name);
      const x = g.input("x", "float32", shape);
      const constant = (tensor: string, size: Shape, data: Float32Array | undefined) => {
        if (data?.length !== sizeOf(size)) {
          throw new Error(`"${tensor}" [${size.join(", ")}] has ${data?.length ?? "no"} numbers`);
        }
        return [tensor, g.constant({ type: "float32", shape: size, data }, tensor)] as const;
      };
      const parameterInputs = new Map<string, Value>([
        ...parameters.map((p) => constant(p.name, p.shape, weights[p.name])),
        ...network.states.map((s) => constant(s.name, s.shape, new Float32Array(sizeOf(s.shape)).fill(s.initial))),
      ]);
      g.output("logits", buildNetwork(g, layers, x, { mode: "evaluate", parameterInputs }).logits);
      return g.build();
    },
  };
}

/**
 * Follows a dense kernel's input back, through elementwise operators, to the image that was
 * flattened.
 */
function flattenedChannels(g: GraphBuilder, network: NetworkGraph, kernel: Value): number | undefined {
  const parameters = new Set(network.parameters.map((p) => p.value));
  let value = g.nodes.find(({ operator, inputs }) => operator === "Gemm" && inputs[1] === kernel)?.inputs[0];
  while (value !== undefined) {
    const node = g.producer(value);
    if (node?.inputs.some((v) => v !== undefined && parameters.has(v))) return undefined;
    const source = node?.inputs[0];
    if (source === undefined) return undefined;
    if (node?.operator === "Reshape") {
      const [rows, channels] = source.shape;
      if (source.shape.length === 4 && value.shape.length === 2 && value.shape[0] === rows) return channels;
      if (source.shape.length !== value.shape.length) return undefined;
    } else if (source.shape.join() !== value.shape.join()) return undefined;
    value = source;
  }
  return undefined;
}
