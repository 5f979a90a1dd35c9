import { reduceSum, reshape } from "../../expressions.js";
import { indexGraph, rebuild } from "../../rewrite.js";
import { toNumbers } from "../../tensor.js";
import { elementwise } from "./blocked-elementwise.js";
import { domain } from "./blocked-forms.js";
import { isScalar, matrixForms } from "./matrix-forms.js";
import { inRowsShape } from "./matrix-order.js";
import { onlyRelu } from "./only-relu.js";
/**
 * The same graph with its large dense layers in the blocked layout; results agree to rounding.
 * Simplify afterwards. The inputs that it reads in blocks of rows, and whose successors it returns
 * so, have another shape than before (`inRowsShape`).
 *
 * @param successors by an input's name, the output that becomes it in the next run: only such
 * inputs can change their order
 */
export function blockedProducts(graph, block, successors) {
    const weights = denseWeights(graph, block, successors);
    if (weights.size === 0)
        return graph;
    const { users } = indexGraph(graph);
    const shapes = new Set([...weights.keys()].map(({ shape }) => shape.join()));
    const isSlot = (v) => shapes.has(v.shape.join()) && users(v).every((node) => isElementwise(node, block));
    const inRows = new Map();
    const inputs = graph.inputs.map((v) => {
        if (!successors.has(v.name) || !(weights.has(v) || isSlot(v)))
            return v;
        const matrix = { ...v, shape: inRowsShape(v.shape) };
        inRows.set(v, matrix);
        return matrix;
    });
    const returnedInRows = new Set([...inRows.keys()].map(({ name }) => successors.get(name)));
    return rebuild(graph, (context) => visitor(context, { weights, inRows, returnedInRows, block }), inputs);
}
function visitor(context, { weights, inRows, returnedInRows, block }) {
    const { g } = context;
    const forms = matrixForms(context);
    for (const [v, matrix] of inRows)
        forms.set(v, "rows", matrix);
    /** ReLUs that are computed in the pass that makes their operand. */
    const fused = new Set();
    return {
        make: forms.toPlain,
        visit(node) {
            if (fused.has(node))
                return [];
            if (node.gradientTo !== undefined)
                return undefined;
            const relu = onlyRelu(node, context);
            if (forward(g, node, forms, weights, relu)) {
                if (relu !== undefined)
                    fused.add(relu);
                return [];
            }
            if (inputGradient(g, node, forms, weights) || weightGradient(g, node, forms, weights))
                return [];
            if (isElementwise(node, block) && node.inputs.some((v) => v !== undefined && forms.isBlocked(v))) {
                forms.postpone(node);
                return [];
            }
            return columnSum(g, node, forms, context, block);
        },
        output: (name, value) => forms.get(value, returnedInRows.has(name) ? "rows" : "plain"),
    };
}
/** Whether a node works on whole blocks, element by element, with numbers beside the matrices. */
function isElementwise(node, block) {
    const { shape } = node.outputs[0];
    const isWhole = shape.length === 2 && shape.every((n) => n % block === 0);
    const fits = (v) => v === undefined || isScalar(v) || v.shape.join() === shape.join();
    return elementwise.has(node.operator) && node.gradientTo === undefined && isWhole && node.inputs.every(fits);
}
function denseWeights(graph, block, successors) {
    const inputs = new Set(graph.inputs);
    const weights = new Map();
    for (const node of graph.nodes) {
        const [x, w] = node.inputs;
        if (!isForward(node) || !inputs.has(w) || !successors.has(w.name))
            continue;
        if ([...x.shape, ...w.shape].every((n) => n % block === 0) && pays(w.shape))
            weights.set(w, x);
    }
    return weights;
}
/**
 * A layer's three products gain about 10⁻¹¹ s · N·O·I, reordering around them costs about 4·10⁻¹⁰ s
 * · N·(3·I + 4·O) (batch 128, AVX-512): 784 × 512 and 512 × 512 pay, 9216 × 128 and what
 * transformers of a few dozen features have do not.
 */
function pays([o, i]) {
    return (o * i) / (3 * i + 4 * o) > 50;
}
const isForward = ({ operator, attributes: a, inputs }) => operator === "Gemm" &&
    a.transA === 0 &&
    a.transB === 1 &&
    a.alpha === 1 &&
    (inputs[2] === undefined || (a.beta === 1 && inputs[2].shape.length === 1 && !isScalar(inputs[2])));
function forward(g, node, forms, weights, relu) {
    const [x, w, bias] = node.inputs;
    if (!isForward(node) || weights.get(w) !== x)
        return false;
    const inputs = [forms.get(x, "columns"), kernel(g, forms.get(w, "rows"))];
    if (bias !== undefined)
        inputs.push(forms.get(bias, "plain"));
    const y = g.apply(`${domain}:Conv`, inputs, { kernel_shape: [1, 1], ...(relu ? { activation: "Relu" } : {}) });
    forms.set((relu ?? node).outputs[0], "columns", y);
    return true;
}
function inputGradient(g, node, forms, weights) {
    const { operator, attributes: a, outputs } = node;
    const [dy, w, none] = node.inputs;
    const plain = operator === "Gemm" && a.transA === 0 && a.transB === 0 && a.alpha === 1 && none === undefined;
    if (!(operator === "MatMul" || plain) || weights.get(w)?.shape.join() !== outputs[0].shape.join())
        return false;
    const y = g.apply(`${domain}:Conv`, [forms.get(w, "rows"), kernel(g, forms.get(dy, "rows"))], {
        kernel_shape: [1, 1],
    });
    forms.set(outputs[0], "rows", y);
    return true;
}
function weightGradient(g, node, forms, weights) {
    const { operator, attributes: a, outputs } = node;
    const [dy, x, old] = node.inputs;
    const [output] = outputs;
    if (operator !== "Gemm" || a.transA !== 1 || a.transB !== 0 || a.alpha !== 1)
        return false;
    const isOurs = [...weights].some(([w, samples]) => samples === x && w.shape.join() === output.shape.join());
    if (!isOurs || (old !== undefined && (a.beta !== 1 || old.shape.join() !== output.shape.join())))
        return false;
    const inputs = [forms.get(x, "rows"), kernel(g, forms.get(dy, "columns"))];
    const sum = old === undefined ? [] : [undefined, forms.get(old, "rows")];
    forms.set(output, "rows", g.apply(`${domain}:Conv`, [...inputs, ...sum], { kernel_shape: [1, 1] }));
    return true;
}
/** A form [1, A, 1, B] as the kernel [A, B, 1, 1]: the same numbers in the same order. */
const kernel = (g, form) => reshape(g, form, [form.shape[1], form.shape[3], 1, 1]);
/** The sum over rows, a bias gradient, from blocks of columns that are at hand. */
function columnSum(g, node, forms, { constant }, block) {
    const [x, axes] = node.inputs;
    if (node.operator !== "ReduceSum" || x?.shape.length !== 2 || !forms.isBlocked(x))
        return undefined;
    const over = constant(axes);
    if (over === undefined || toNumbers(over).join() !== "0" || !forms.isAtHand(x, "columns"))
        return undefined;
    const [rows, columns] = x.shape;
    const apart = reshape(g, forms.get(x, "columns"), [columns / block, rows, block]);
    return [reshape(g, reduceSum(g, apart, [1], false), node.outputs[0].shape)];
}
