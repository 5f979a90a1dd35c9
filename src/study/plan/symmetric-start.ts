/**
 * Whether the weights alone prove that a network cannot learn what it is for: all units of its
 * hidden layers are the same for ever, or nothing reaches its head.
 */
import { GraphBuilder } from "../../graph/builder.js";
import type { Node, Value } from "../../graph/graph.js";
import type { Tensor } from "../../graph/tensor.js";
import { incoming } from "../../network/fans.js";
import { buildNetwork } from "../../network/layers/build-network.js";
import type { Layer, NetworkGraph } from "../../network/layers/layer.js";
import type { TensorSpecification } from "../../network/parameter.js";

/** The numbers of each parameter, by its name. */
type Weights = Readonly<Record<string, Float32Array>>;

/** What the weights prove. */
export type SymmetricStart = "no signal" | "one unit";

/** A network as it trains, with its parameters named. */
export interface TrainedNetwork extends NetworkGraph {
  readonly g: GraphBuilder;
}

/** The network in the mode in which it trains. */
export function trainedNetwork(layers: Layer, input: readonly number[]): TrainedNetwork {
  const g = new GraphBuilder("symmetric-start");
  const x = g.input("x", "float32", [2, ...input]);
  return { g, ...buildNetwork(g, layers, x, { mode: "train" }) };
}

/**
 * What the initial weights prove of every step that follows, whatever the data, the loss and the
 * (element-wise) optimizer; undefined where they prove nothing.
 *
 * - "no signal": the head's kernel is 0, and its input is 0 for every sample, since every path from
 *   the data to it passes a kernel of 0 (and biases of 0 and activations with f(0) = 0). Then the
 *   gradients of all parameters but the head's bias are exactly 0, with dropout and norms, too. The
 *   network answers the same for every sample.
 * - "one unit": the network is a chain of dense and ungrouped convolution kernels, biases,
 *   activations and poolings, without dropout; all units of the first kernel have the same weights,
 *   every later hidden kernel holds one value, as does every hidden bias, and each unit of the head
 *   weighs all its inputs alike. Then every permutation of a hidden layer's units leaves weights
 *   and loss as they are, so that the units get equal gradients (in exact arithmetic) and stay
 *   equal: the network is as good as one with one unit per hidden layer.
 */
export function symmetricStart(network: TrainedNetwork, weights: Weights): SymmetricStart | undefined {
  if (hasNoSignal(network, weights)) return "no signal";
  return isOneUnitWide(network, weights) ? "one unit" : undefined;
}

/** Operators whose outputs are 0 where all their inputs are. */
const keepZeros = new Set(
  "Abs Add Atan AveragePool Cast Concat Elu Erf Flatten Gelu GlobalAveragePool GlobalMaxPool HardSwish Identity LeakyRelu MaxPool Max Min Mish Neg ReduceMax ReduceMean ReduceSum Relu Selu Sign Sin Softsign Sub Sum Swish Tanh".split(
    " ",
  ),
);

/** Operators whose outputs are 0 where their first input is: the others are shapes and factors. */
const keepFirst = new Set("Div Expand Reshape ReduceMean ReduceSum Slice Squeeze Transpose Unsqueeze".split(" "));

/** Whether an operator's outputs are 0, by the inputs that are. */
function isZeroNode({ operator, inputs }: Node, isZero: (value: Value | undefined) => boolean): boolean {
  const [first, second, third] = inputs;
  if (operator === "Mul" || operator === "MatMul") return isZero(first) || isZero(second);
  // Without a bias nothing is added.
  if (operator === "Gemm" || operator === "Conv" || operator === "ConvTranspose") {
    return (isZero(first) || isZero(second)) && (third === undefined || isZero(third));
  }
  // Normalized zeros are the shift.
  if (operator === "BatchNormalization" || operator === "LayerNormalization") {
    return isZero(first) && (third === undefined || isZero(third));
  }
  if (keepFirst.has(operator)) return isZero(first);
  return keepZeros.has(operator) && inputs.every(isZero);
}

function hasNoSignal({ g, logits, parameters }: TrainedNetwork, weights: Weights): boolean {
  const zeros = new Set(
    parameters.filter(({ name }) => weights[name]?.every((w) => w === 0)).map(({ value }) => value),
  );
  const isZero = (value: Value | undefined): boolean =>
    value !== undefined && (zeros.has(value) || isConstantZero(g.constantOf(value)));
  for (const node of g.nodes) if (isZeroNode(node, isZero)) for (const output of node.outputs) zeros.add(output);
  const head = kernelNode(g, logits);
  if (head === undefined) return false;
  const kernel = parameters.find(({ value }) => value === head.inputs[1]);
  // What is added to the product is a bias of its own, not another function of the data.
  const bias = head.inputs[2];
  const isBias = bias === undefined || parameters.some(({ value }) => value === bias);
  return kernel !== undefined && isBias && isZero(kernel.value) && isZero(head.inputs[0]);
}

/** The product that makes the logits, through what only reshapes. */
function kernelNode(g: GraphBuilder, logits: Value): Node | undefined {
  let node = g.producer(logits);
  while (node !== undefined && (node.operator === "Reshape" || node.operator === "Identity")) {
    node = g.producer(node.inputs[0]!);
  }
  return node?.operator === "Gemm" || node?.operator === "MatMul" ? node : undefined;
}

const isConstantZero = (data: Tensor | undefined): boolean =>
  data !== undefined && data.type === "float32" && (data.data as Float32Array).every((x) => x === 0);

/** Operators that treat all channels alike. */
const channelwise = new Set(
  "Abs Add Atan AveragePool Cast Clip Conv Div Elu Erf Exp Gelu Gemm GlobalAveragePool GlobalMaxPool HardSigmoid HardSwish Identity LeakyRelu MatMul Max MaxPool Min Mish Mul Neg Relu Reshape Selu Sigmoid Sign Sin Softplus Softsign Sub Swish Tanh".split(
    " ",
  ),
);

const products = new Set(["Conv", "Gemm", "MatMul"]);

function isOneUnitWide({ g, parameters, masks, states }: TrainedNetwork, weights: Weights): boolean {
  const kernels = parameters.filter(({ role }) => role.kind === "kernel");
  const isParameter = (value: Value | undefined) => parameters.some((one) => one.value === value);
  const treatsAlike = (node: Node) => isAlike(g, node, isParameter);
  const isChain = masks.length === 0 && states.length === 0 && parameters.every(isPlain) && g.nodes.every(treatsAlike);
  if (!isChain || !kernels.some(({ role }) => role.first !== true)) return false;
  return parameters.every((tensor) => isSymmetric(tensor, weights[tensor.name]!));
}

/** A dense or ungrouped convolution kernel, or a bias, outside of branches and attention. */
function isPlain({ role, shape }: TensorSpecification): boolean {
  const { groups = 1, fused = 1, residual, recurrent, projection, heads } = role;
  if ([residual, recurrent, projection, heads].some((one) => one !== undefined)) return false;
  if (role.kind === "bias") return role.kernel !== undefined;
  const isKernel = role.kind === "kernel" && (role.operation === "dense" || role.operation === "convolution");
  return isKernel && shape.length >= 2 && groups === 1 && fused === 1;
}

/**
 * Kernels multiply values, and values are combined place by place. Constants are numbers, not one
 * per channel; only an image is reshaped, and only to be flat.
 */
function isAlike(
  g: GraphBuilder,
  { operator, inputs, outputs }: Node,
  isParameter: (value: Value | undefined) => boolean,
): boolean {
  if (!channelwise.has(operator)) return false;
  if (products.has(operator)) return isParameter(inputs[1]) && !isParameter(inputs[0]);
  if (operator === "Reshape") {
    const [from, to] = [inputs[0]!.shape, outputs[0]!.shape];
    return from[0] === to[0] && (to.length === 2 || (to.length === from.length && to.every((n, i) => n === from[i])));
  }
  return inputs.every((value) => {
    const constant = g.constantOf(value);
    if (constant !== undefined) return constant.data.length === 1;
    return isParameter(value) || value?.shape.length === outputs[0]!.shape.length;
  });
}

/** Whether a parameter is the same whatever the order of the hidden units. */
function isSymmetric({ role, ...tensor }: TensorSpecification, numbers: Float32Array): boolean {
  const isOne = (of: readonly number[]) => of.every((i) => numbers[i] === numbers[of[0]!]);
  if (role.kind === "bias") return role.kernel!.role.head === true || numbers.every((x) => x === numbers[0]);
  const { units, terms, index } = incoming({ role, ...tensor });
  const [rows, columns] = [range(units), range(terms)];
  const unitsAlike = () => columns.every((term) => isOne(rows.map((unit) => index(unit, term))));
  const inputsAlike = () => rows.every((unit) => isOne(columns.map((term) => index(unit, term))));
  if (role.first !== true && role.head !== true) return numbers.every((x) => x === numbers[0]);
  return (role.head === true || unitsAlike()) && (role.first === true || inputsAlike());
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
