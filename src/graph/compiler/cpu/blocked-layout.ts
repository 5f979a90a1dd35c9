/**
 * Convolutions and pooling in ONNX Runtime's blocked layout, [N, C/b, H, W, b] in memory, which its CPU kernels do fastest.
 *
 * One pass over the graph in which a value may have two forms, plain and blocked; each is made from the other when a node first
 * wants it. What is done element by element runs on the blocked form where an operand has one, so that layouts change only at the
 * edges: where dense layers begin, and for filter gradients, which are products of plain rows.
 */
import { GraphBuilder } from "../../builder.js";
import type { Graph, Node, Value } from "../../graph.js";
import { type Tensor, tensor, toNumbers } from "../../tensor.js";
import { convolution, filterGradient, imageSum, inputGradient, type Producer } from "./blocked-convolution.js";
import { affineSum, channelwise, elementwiseBlocked } from "./blocked-elementwise.js";
import { blockedForms, computed, type Forms } from "./blocked-forms.js";
import { pooling, poolingGradient } from "./blocked-pooling.js";
import { fitsBlocks, isPlainConvolution, unswapped } from "./filter-gradient.js";
import { onlyRelu, type Uses, usesOf } from "./uses.js";

/** Larger kernels are those of filter gradients, images as kernels, for which the blocked kernels are not made. */
const LARGEST_KERNEL = 11 * 11;

/** The same graph with its convolutions in the blocked layout; results agree to rounding. Simplify afterwards. */
export function blockedLayout(graph: Graph, block: number): Graph {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((v) => [v, node] as const)));
  const producer = (v: Value | undefined) => (v === undefined ? undefined : producers.get(v));
  const constant = (v: Value | undefined) => (v === undefined ? undefined : graph.constants.get(v));
  const pass = new Map(graph.nodes.map((node) => [node, plan(node, producer, constant, block)]));
  if (![...pass.values()].some((step) => step === "convolution" || step === "input gradient")) return graph;
  const g = GraphBuilder.from({ ...graph, nodes: [], outputs: new Map() });
  const forms = blockedForms(g);
  const uses = usesOf(graph);
  const done = new Set<Node>();
  /** What lies between convolutions: on blocked values where its operands are. */
  const between = (node: Node) => {
    const relu = onlyRelu(node, uses, graph);
    const sum = affineSum(g, node, forms, block, relu !== undefined);
    const [x] = node.inputs;
    if (sum !== undefined) {
      forms.setBlocked((relu ?? node).outputs[0]!, sum);
      if (relu !== undefined) done.add(relu);
    } else if (node.operator === "Relu" && forms.isPending(x!) && uses.get(x!)?.length === 1) {
      forms.setBlocked(node.outputs[0]!, computed(g, forms.affine(x!), { relu: true }));
    } else if (!channelwise(g, node, forms, block) && !elementwiseBlocked(g, node, forms, block)) copy(g, node, forms);
  };
  for (const node of graph.nodes) {
    if (done.has(node)) continue;
    g.atLayer(node.layer, () => {
      switch (pass.get(node)) {
        case "convolution": {
          const relu = onlyRelu(node, uses, graph);
          forms.setBlocked((relu ?? node).outputs[0]!, convolution(g, node, forms, block, relu !== undefined));
          if (relu !== undefined) done.add(relu);
          break;
        }
        case "filter gradient":
          forms.setBlocked(node.outputs[0]!, filterGradient(g, node, producer, forms, block));
          break;
        case "image sum":
          forms.setPlain(node.outputs[0]!, imageSum(g, node, producer, forms, block));
          break;
        case "input gradient":
          forms.setBlocked(node.outputs[0]!, inputGradient(g, node, forms, block));
          break;
        case "pooling":
          if (pooledBlocked(node, uses, pass, forms)) forms.setBlocked(node.outputs[0]!, pooling(g, node, forms));
          else copy(g, node, forms);
          break;
        case "pooling gradient": {
          const pool = producer(node.inputs[1])!;
          if (pooledBlocked(pool, uses, pass, forms)) {
            forms.setBlocked(node.outputs[0]!, poolingGradient(g, node, pool, forms, block));
          } else copy(g, node, forms);
          break;
        }
        default:
          between(node);
      }
    });
  }
  for (const [name, v] of graph.outputs) g.output(name, forms.plain(v));
  return g.build();
}

type Step =
  | "convolution"
  | "filter gradient"
  | "input gradient"
  | "pooling"
  | "pooling gradient"
  | "image sum"
  | undefined;

type Constant = (value: Value | undefined) => Tensor | undefined;

/** What becomes of a node, as far as it can be told without knowing which values have a blocked form. */
function plan(node: Node, producer: Producer, constant: Constant, block: number): Step {
  const [x, w] = node.inputs;
  if (node.operator === "ReduceSum") return isImageSum(node, producer, constant, block) ? "image sum" : undefined;
  if (x?.shape.length !== 4 || x.type !== "float32") return undefined;
  const whole = (channels: number) => channels % block === 0;
  switch (node.operator) {
    case "Conv": {
      if (!isPlain(node)) return undefined;
      const [o, c, kh, kw] = w!.shape as [number, number, number, number];
      const dy = unswapped(w, producer);
      if (dy !== undefined && unswapped(x, producer) !== undefined) {
        return isPlainConvolution(node) && fitsBlocks(dy, block) ? "filter gradient" : undefined;
      }
      return whole(o) && (whole(c) || c < block) && kh * kw <= LARGEST_KERNEL ? "convolution" : undefined;
    }
    case "ConvTranspose": {
      const [o, c, kh, kw] = w!.shape as [number, number, number, number];
      const pads = (node.attributes.pads ?? []) as readonly number[];
      // Turned round it is padded by what is left of the kernel, which must not be less than nothing.
      const within = pads.every((p, i) => p < [kh, kw][i % 2]!);
      const fits = whole(o) && whole(c) && kh * kw <= LARGEST_KERNEL && within && node.inputs[2] === undefined;
      const unit = isUnit(node, "strides") && isUnit(node, "dilations");
      return fits && unit && isPlain(node) ? "input gradient" : undefined;
    }
    case "MaxPool":
      return whole(x.shape[1]!) && isPairs(node) ? "pooling" : undefined;
    case "MaxUnpool": {
      const pool = producer(node.inputs[1]);
      return pool?.operator === "MaxPool" && plan(pool, producer, constant, block) === "pooling"
        ? "pooling gradient"
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The first of the two sums of a bias gradient: [N, C, H, W] reshaped to [N, C, H·W], over the last axis (`reduction.ts`). */
function isImageSum(node: Node, producer: Producer, constant: Constant, block: number): boolean {
  const [flat, axes] = node.inputs;
  const image = producer(flat)?.inputs[0];
  return (
    producer(flat)?.operator === "Reshape" &&
    image?.shape.length === 4 &&
    image.shape[1]! % block === 0 &&
    flat!.shape.length === 3 &&
    flat!.shape[1] === image.shape[1] &&
    node.attributes.keepdims === 0 &&
    toNumbers(constant(axes) ?? tensor("int64", [0], [])).join() === "2"
  );
}

function isPlain({ attributes }: Node): boolean {
  const { group, auto_pad: autoPad, output_padding: outputPadding, output_shape: outputShape } = attributes;
  const padded = ((outputPadding ?? []) as readonly number[]).some((n) => n !== 0);
  return (group ?? 1) === 1 && (autoPad ?? "NOTSET") === "NOTSET" && !padded && outputShape === undefined;
}

function isUnit({ attributes }: Node, name: string): boolean {
  return ((attributes[name] ?? []) as readonly number[]).every((n) => n === 1);
}

/** Windows of 2 × 2 side by side, nothing padded. */
function isPairs(node: Node): boolean {
  const { kernel_shape: kernel, strides, pads, ceil_mode: ceil } = node.attributes;
  const all = (list: unknown, value: number) => ((list ?? []) as readonly number[]).every((n) => n === value);
  return (
    all(kernel, 2) &&
    strides !== undefined &&
    all(strides, 2) &&
    all(pads, 0) &&
    isUnit(node, "dilations") &&
    !ceil &&
    isPlain(node)
  );
}

function copy(g: GraphBuilder, node: Node, forms: Forms): void {
  const inputs = node.inputs.map((v) => (v === undefined ? undefined : forms.plain(v)));
  const made = g.applyAll(node.operator, inputs, node.attributes, { outputs: node.outputs.length });
  node.outputs.forEach((v, i) => {
    forms.setPlain(v, made[i]!);
  });
}

/** Blocked where its input is, if the indices serve nothing but gradients that are made without them. */
function pooledBlocked(pool: Node, uses: Uses, pass: ReadonlyMap<Node, Step>, forms: Forms): boolean {
  const indices = pool.outputs[1];
  const served = indices === undefined ? [] : (uses.get(indices) ?? []);
  return forms.isBlocked(pool.inputs[0]!) && served.every((node) => pass.get(node) === "pooling gradient");
}
