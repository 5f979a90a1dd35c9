/**
 * Dense layers in ONNX Runtime's blocked layout: its convolution by 1 × 1 does their products faster than its matrix product.
 *
 * With `rows` and `columns` as in `matrix-forms.ts`, a convolution of the columns of A with the columns of B as its kernel gives
 * the columns of A·B. For a layer's weights W [O, I], samples X [N, I] and gradients dY [N, O] this makes, from the rows of W:
 *
 *     columns of Y = X·Wᵀ     from the columns of X, kernel: the rows of W (the columns of Wᵀ)
 *     rows of dX = dY·W       from the rows of W, kernel: the rows of dY
 *     rows of dW = dYᵀ·X      from the rows of X, kernel: the columns of dY; the old weights added in the same pass
 *
 * So weights are needed, and come out again, in rows: they and their optimizer's slots, which are used element by element, are
 * given to the graph and returned by it in that order, and only matrices as large as a batch's activations are ever reordered.
 */
import { GraphBuilder } from "../../builder.js";
import { reduceSum, reshape } from "../../expressions.js";
import type { Graph, Node, Value } from "../../graph.js";
import { toNumbers } from "../../tensor.js";
import { elementwise } from "./blocked-elementwise.js";
import { domain } from "./blocked-forms.js";
import { isScalar, type MatrixForms, matrixForms } from "./matrix-forms.js";
import { inRowsShape } from "./matrix-order.js";
import { onlyRelu, usesOf } from "./uses.js";

/** A graph, and the inputs that it wants in blocks of rows (`matrix-order.ts`), and whose successors it returns so. */
export interface InRows {
  readonly graph: Graph;
  readonly inRows: ReadonlySet<string>;
}

/**
 * The same graph with its large dense layers in the blocked layout; results agree to rounding. Simplify afterwards.
 *
 * @param successors by an input's name, the output that becomes it in the next run: only such inputs can change their order
 */
export function blockedProducts(graph: Graph, block: number, successors: ReadonlyMap<string, string>): InRows {
  const weights = denseWeights(graph, block, successors);
  if (weights.size === 0) return { graph, inRows: new Set() };
  const uses = usesOf(graph);
  const shapes = new Set([...weights.keys()].map(({ shape }) => shape.join()));
  const whole = ({ shape }: Value) => shape.length === 2 && shape.every((n) => n % block === 0);
  const isElementwise = (node: Node) => {
    const [output] = node.outputs;
    const fits = (v: Value | undefined) => v === undefined || isScalar(v) || v.shape.join() === output!.shape.join();
    return elementwise.has(node.operator) && whole(output!) && node.inputs.every(fits);
  };
  const isSlot = (v: Value) => shapes.has(v.shape.join()) && (uses.get(v) ?? []).every(isElementwise);
  const isInRows = (v: Value) => successors.has(v.name) && (weights.has(v) || isSlot(v));
  const inputs = graph.inputs.map((v) => (isInRows(v) ? { ...v, shape: inRowsShape(v.shape) } : v));
  const g = GraphBuilder.from({ ...graph, inputs, nodes: [], outputs: new Map() });
  const forms = matrixForms(g);
  const inRows = new Set<string>();
  graph.inputs.forEach((v, i) => {
    if (!isInRows(v)) return;
    inRows.add(v.name);
    forms.set(v, "rows", inputs[i]!);
  });
  const done = new Set<Node>();
  for (const node of graph.nodes) {
    if (done.has(node)) continue;
    g.atLayer(node.layer, () => {
      const relu = onlyRelu(node, uses, graph);
      if (forward(g, node, forms, weights, relu)) {
        if (relu !== undefined) done.add(relu);
      } else if (inputGradient(g, node, forms, weights) || weightGradient(g, node, forms, weights)) return;
      else if (isElementwise(node) && node.inputs.some((v) => v !== undefined && forms.isBlocked(v))) {
        forms.postpone(node);
      } else if (!columnSum(g, node, forms, graph, block)) copy(g, node, forms);
    });
  }
  const stored = new Set([...inRows].map((name) => successors.get(name)!));
  for (const [name, v] of graph.outputs) {
    g.output(name, forms.get(v, stored.has(name) ? "rows" : "plain"));
  }
  return { graph: g.build(), inRows };
}

/** The weights [O, I] of dense layers for which this pays, with their samples X [N, I]. */
type DenseWeights = ReadonlyMap<Value, Value>;

function denseWeights(graph: Graph, block: number, successors: ReadonlyMap<string, string>): DenseWeights {
  const found = new Map<Value, Value>();
  for (const node of graph.nodes) {
    const [x, w] = node.inputs;
    if (!isForward(node) || !graph.inputs.includes(w!) || !successors.has(w!.name)) continue;
    if ([...x!.shape, ...w!.shape].every((n) => n % block === 0) && pays(w!.shape)) found.set(w!, x!);
  }
  return found;
}

/**
 * A layer's three products win about 10⁻¹¹ s · N·O·I, what is reordered around them costs about 4·10⁻¹⁰ s · N·(3·I + 4·O)
 * (batch 128, AVX-512): 784 × 512 and 512 × 512 pay, 9216 × 128 and what transformers of a few dozen features have do not.
 */
function pays([o, i]: readonly number[]): boolean {
  return (o! * i!) / (3 * i! + 4 * o!) > 50;
}

const isForward = ({ operator, attributes: a, inputs }: Node) =>
  operator === "Gemm" &&
  a.transA === 0 &&
  a.transB === 1 &&
  a.alpha === 1 &&
  (inputs[2] === undefined || (a.beta === 1 && inputs[2].shape.length === 1 && !isScalar(inputs[2])));

function forward(g: GraphBuilder, node: Node, forms: MatrixForms, weights: DenseWeights, relu?: Node): boolean {
  const [x, w, bias] = node.inputs;
  if (!isForward(node) || weights.get(w!) !== x) return false;
  const inputs = [forms.get(x!, "columns"), kernel(g, forms.get(w!, "rows"))];
  if (bias !== undefined) inputs.push(forms.get(bias, "plain"));
  const y = g.apply(`${domain}:Conv`, inputs, { kernel_shape: [1, 1], ...(relu ? { activation: "Relu" } : {}) });
  forms.set((relu ?? node).outputs[0]!, "columns", y);
  return true;
}

function inputGradient(g: GraphBuilder, node: Node, forms: MatrixForms, weights: DenseWeights): boolean {
  const { operator, attributes: a, outputs } = node;
  const [dy, w, none] = node.inputs;
  const plain = operator === "Gemm" && a.transA === 0 && a.transB === 0 && a.alpha === 1 && none === undefined;
  if (!(operator === "MatMul" || plain) || weights.get(w!)?.shape.join() !== outputs[0]!.shape.join()) return false;
  const y = g.apply(`${domain}:Conv`, [forms.get(w!, "rows"), kernel(g, forms.get(dy!, "rows"))], {
    kernel_shape: [1, 1],
  });
  forms.set(outputs[0]!, "rows", y);
  return true;
}

function weightGradient(g: GraphBuilder, node: Node, forms: MatrixForms, weights: DenseWeights): boolean {
  const { operator, attributes: a, outputs } = node;
  const [dy, x, old] = node.inputs;
  const [output] = outputs;
  if (operator !== "Gemm" || a.transA !== 1 || a.transB !== 0 || a.alpha !== 1) return false;
  const isOurs = [...weights].some(([w, samples]) => samples === x && w.shape.join() === output!.shape.join());
  if (!isOurs || (old !== undefined && (a.beta !== 1 || old.shape.join() !== output!.shape.join()))) return false;
  const inputs = [forms.get(x!, "rows"), kernel(g, forms.get(dy!, "columns"))];
  const sum = old === undefined ? [] : [undefined, forms.get(old, "rows")];
  forms.set(output!, "rows", g.apply(`${domain}:Conv`, [...inputs, ...sum], { kernel_shape: [1, 1] }));
  return true;
}

/** A form [1, A, 1, B] as the kernel [A, B, 1, 1]: the same numbers in the same order. */
const kernel = (g: GraphBuilder, form: Value) => reshape(g, form, [form.shape[1]!, form.shape[3]!, 1, 1]);

/** The sum over rows, a bias gradient, from blocks of columns that are at hand. */
function columnSum(g: GraphBuilder, node: Node, forms: MatrixForms, graph: Graph, block: number): boolean {
  const [x, axes] = node.inputs;
  if (node.operator !== "ReduceSum" || x?.shape.length !== 2 || !forms.isBlocked(x)) return false;
  const over = graph.constants.get(axes!);
  if (over === undefined || toNumbers(over).join() !== "0" || !forms.isAtHand(x, "columns")) return false;
  const [rows, columns] = x.shape as readonly [number, number];
  const apart = reshape(g, forms.get(x, "columns"), [columns / block, rows, block]);
  forms.set(node.outputs[0]!, "plain", reshape(g, reduceSum(g, apart, [1], false), node.outputs[0]!.shape));
  return true;
}

function copy(g: GraphBuilder, node: Node, forms: MatrixForms): void {
  const inputs = node.inputs.map((v) => (v === undefined ? undefined : forms.get(v, "plain")));
  const made = g.applyAll(node.operator, inputs, node.attributes, { outputs: node.outputs.length });
  node.outputs.forEach((v, i) => {
    forms.set(v, "plain", made[i]!);
  });
}
