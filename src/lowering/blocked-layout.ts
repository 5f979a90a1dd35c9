/**
 * Convolutions and pooling in ONNX Runtime's blocked layout, [N, C/b, H, W, b] in memory, which its CPU kernels do fastest.
 *
 * One pass over the graph in which a value may have two forms, plain and blocked; each is made from the other when a node first
 * wants it. What is done element by element runs on the blocked form where an operand has one, so that layouts change only at the
 * edges: where dense layers begin, and for filter gradients, which are products of plain rows.
 */
import { GraphBuilder } from "../onnx/builder.js";
import { pad, reduceSum, reshape, slice, transpose } from "../onnx/expressions.js";
import type { Graph, Node, Value } from "../onnx/graph.js";
import { type Tensor, tensor, toNumbers } from "../onnx/tensor.js";
import { pooling, poolingGradient } from "./blocked-pooling.js";
import { fitsBlocks, isPlainConvolution, unswapped } from "./filter-gradient.js";
import { domain, type Forms, twoForms } from "./two-forms.js";

/** Operators whose result at a place depends on their operands at that place alone. */
const elementwise: ReadonlySet<string> = new Set([
  ...["Relu", "LeakyRelu", "Elu", "Selu", "Sigmoid", "Tanh", "Softplus", "Softsign", "Erf", "Exp", "Log", "Sqrt"],
  ...["Neg", "Abs", "Sign", "Not", "Cast", "Clip", "Reciprocal"],
  ...[
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Pow",
    "Max",
    "Min",
    "Greater",
    "GreaterOrEqual",
    "Less",
    "LessOrEqual",
    "Equal",
    "Where",
  ],
]);

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
  const forms = twoForms(g);
  const uses = usesOf(graph);
  const done = new Set<Node>();
  for (const node of graph.nodes) {
    if (done.has(node)) continue;
    g.atLayer(node.layer, () => {
      switch (pass.get(node)) {
        case "convolution": {
          const relu = onlyRelu(uses.get(node.outputs[0]!) ?? [], graph);
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
          if (!elementwiseBlocked(g, node, forms, block)) copy(g, node, forms);
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

type Producer = (value: Value | undefined) => Node | undefined;
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

/** Where an operand has a blocked form the others are brought to it: what follows mostly wants it so. */
function elementwiseBlocked(g: GraphBuilder, node: Node, forms: Forms, block: number): boolean {
  const [output] = node.outputs;
  if (!elementwise.has(node.operator) || output!.shape.length !== 4 || output!.shape[1]! % block !== 0) return false;
  const same = (v: Value) => v.shape.join() === output!.shape.join();
  const operands = node.inputs.filter((v) => v !== undefined && v.shape.length > 0) as Value[];
  const movable = (v: Value) => same(v) && (forms.isBlocked(v) || v.type === "float32");
  if (!operands.every(movable) || !operands.some((v) => forms.isBlocked(v))) return false;
  const inputs = node.inputs.map((v) =>
    v === undefined ? undefined : operands.includes(v) ? forms.blocked(v) : forms.plain(v),
  );
  forms.setBlocked(output!, g.apply(node.operator, inputs, node.attributes));
  return true;
}

function convolution(g: GraphBuilder, node: Node, forms: Forms, block: number, relu: boolean): Value {
  const [x, w, bias] = node.inputs;
  const [o, c, kh, kw] = w!.shape as [number, number, number, number];
  const kernel = forms.plain(w!);
  // Few channels (an image's) are read as they are, plain.
  const [input, ordered] =
    c < block
      ? [forms.plain(x!), transpose(g, reshape(g, kernel, [o / block, block, c, kh, kw]), [0, 2, 3, 4, 1])]
      : [forms.blocked(x!), blockedKernel(g, kernel, block)];
  const { strides, dilations, pads } = node.attributes;
  return g.apply(
    `${domain}:Conv`,
    [input, reshape(g, ordered, [o, c, kh, kw]), ...(bias === undefined ? [] : [forms.plain(bias)])],
    {
      kernel_shape: [kh, kw],
      ...(strides === undefined ? {} : { strides }),
      ...(dilations === undefined ? {} : { dilations }),
      ...(pads === undefined ? {} : { pads }),
      ...(relu ? { activation: "Relu" } : {}),
    },
  );
}

/** [O, C, kh, kw] → [O/b, C/b, kh, kw, b of C, b of O]. */
function blockedKernel(g: GraphBuilder, kernel: Value, block: number): Value {
  const [o, c, kh, kw] = kernel.shape as [number, number, number, number];
  const apart = reshape(g, kernel, [o / block, block, c / block, block, kh, kw]);
  return transpose(g, apart, [0, 2, 4, 5, 3, 1]);
}

/**
 * The swapped convolution, Xᵀ [C, N, H, W] with the kernel dYᵀ [O, N, h, w] → [C, O, kh, kw], samples being its channels. The
 * kernel's order [O/b, N/b, h, w, b of N, b of O] is had from dY's blocked form by moving whole blocks of O.
 */
function filterGradient(g: GraphBuilder, node: Node, producer: Producer, forms: Forms, block: number): Value {
  const x = unswapped(node.inputs[0], producer)!;
  const dy = unswapped(node.inputs[1], producer)!;
  const [n, o, h, w] = dy.shape as [number, number, number, number];
  const samples = g.apply(`${domain}:ReorderInput`, [transpose(g, forms.plain(x), [1, 0, 2, 3])]); // [C, N, H, W]
  const apart = reshape(g, forms.blocked(dy), [n / block, block, o / block, h * w, block]);
  const kernel = reshape(g, transpose(g, apart, [2, 0, 3, 1, 4]), [o, n, h, w]);
  const input = padded(g, samples, (node.attributes.pads ?? [0, 0, 0, 0]) as readonly number[], block);
  return g.apply(`${domain}:Conv`, [input, kernel], { kernel_shape: [h, w] });
}

/**
 * Zeros around blocked images. The kernel does places that reach over the edge one at a time, and of a filter gradient's few
 * places most do: padded beforehand, 16 filters of 16 channels at 32 × 32, batch 128, take 9 ms instead of 21.
 */
function padded(g: GraphBuilder, x: Value, [top, left, bottom, right]: readonly number[], block: number): Value {
  if (top! + left! + bottom! + right! === 0) return x;
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const rows = reshape(g, x, [(n * c) / block, h, w * block]);
  const wider = pad(g, rows, [0, top!, left! * block], [0, bottom!, right! * block]);
  return reshape(g, wider, [n, c, h + top! + bottom!, w + left! + right!]);
}

/** Σ over space of a blocked image: [N, C]. */
function imageSum(g: GraphBuilder, node: Node, producer: Producer, forms: Forms, block: number): Value {
  const image = producer(node.inputs[0])!.inputs[0]!;
  const [n, c, h, w] = image.shape as [number, number, number, number];
  if (!forms.isBlocked(image)) return reduceSum(g, forms.plain(node.inputs[0]!), [2], false);
  const sums = reduceSum(g, reshape(g, forms.blocked(image), [(n * c) / block, h * w, block]), [1], false);
  return reshape(g, sums, [n, c]);
}

/** ConvTranspose of stride 1 = Conv with the kernel turned round, in and out exchanged. */
function inputGradient(g: GraphBuilder, node: Node, forms: Forms, block: number): Value {
  const [dy, w] = node.inputs as readonly [Value, Value];
  const [, c, kh, kw] = w.shape as [number, number, number, number];
  const turned = slice(g, forms.plain(w), [2, 3], [-1, -1], [-kh - 1, -kw - 1], [-1, -1]);
  const kernel = transpose(g, turned, [1, 0, 2, 3]); // [C, O, kh, kw]
  const [top = 0, left = 0, bottom = 0, right = 0] = (node.attributes.pads ?? []) as readonly number[];
  const ordered = reshape(g, blockedKernel(g, kernel, block), [c, w.shape[0]!, kh, kw]);
  return g.apply(`${domain}:Conv`, [forms.blocked(dy), ordered], {
    kernel_shape: [kh, kw],
    pads: [kh - 1 - top, kw - 1 - left, kh - 1 - bottom, kw - 1 - right],
  });
}

/** Blocked where its input is, if the indices serve nothing but gradients that are made without them. */
function pooledBlocked(
  pool: Node,
  uses: ReadonlyMap<Value, readonly Node[]>,
  pass: ReadonlyMap<Node, Step>,
  forms: Forms,
): boolean {
  const indices = pool.outputs[1];
  const served = indices === undefined ? [] : (uses.get(indices) ?? []);
  return forms.isBlocked(pool.inputs[0]!) && served.every((node) => pass.get(node) === "pooling gradient");
}

function usesOf(graph: Graph): Map<Value, Node[]> {
  const uses = new Map<Value, Node[]>();
  for (const node of graph.nodes) {
    for (const v of node.inputs) if (v !== undefined) uses.set(v, [...(uses.get(v) ?? []), node]);
  }
  return uses;
}

/** The ReLU that alone uses a value which the graph does not return. */
function onlyRelu(users: readonly Node[], graph: Graph): Node | undefined {
  const [first] = users;
  if (users.length !== 1 || first?.operator !== "Relu") return undefined;
  return [...graph.outputs.values()].includes(first.inputs[0]!) ? undefined : first;
}
