/** Einsum as transpositions, sums and matrix products. */
import { matMul, mul, reduceSum, reshape, transpose } from "../../../expressions.js";
import { sizeOf } from "../../../tensor.js";
import { checkCount } from "../file-node.js";
/** The axes' names of a term of the equation, for a tensor of that many axes. */
function axesOf(node, term, rank) {
    const letters = term.replace("...", "");
    if (!/^[A-Za-z]*$/.test(letters))
        node.fail(`the equation has a term "${term}"`);
    const more = rank - letters.length;
    if (term.includes("...") ? more < 0 : more !== 0) {
        node.fail(`the term "${term}" of the equation does not fit a tensor of ${rank} axes`);
    }
    const [before, after] = term.includes("...") ? term.split("...") : [term, ""];
    return [...before, ...Array.from({ length: more }, (_, i) => `.${more - 1 - i}`), ...after];
}
/**
 * The axes' names of the inputs and of the result; without "->" those that occur once, by alphabet.
 */
function parse(node) {
    const equation = String(node.attributes.equation ?? node.fail("the equation is missing")).replaceAll(" ", "");
    const [left, right, ...more] = equation.split("->");
    const terms = left.split(",");
    if (more.length > 0 || terms.length !== node.inputs.length) {
        node.fail(`the equation "${equation}" does not fit ${node.inputs.length} inputs`);
    }
    const inputs = terms.map((term, i) => axesOf(node, term, node.inputs[i].shape.length));
    const all = inputs.flat();
    const dots = [...new Set(all.filter((axis) => axis.startsWith(".")))].sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
    if (right === undefined) {
        const once = all.filter((axis) => !axis.startsWith(".") && all.indexOf(axis) === all.lastIndexOf(axis));
        return { inputs, output: [...dots, ...once.sort()] };
    }
    const output = axesOf(node, right, right.replace("...", "").length + (right.includes("...") ? dots.length : 0));
    for (const axis of output) {
        if (!all.includes(axis) || output.indexOf(axis) !== output.lastIndexOf(axis)) {
            node.fail(`the equation "${equation}" has a result with the axis "${axis}"`);
        }
    }
    return { inputs, output };
}
/** The elements where two axes of one name are at the same place. */
function diagonal(node, { value, axes }) {
    const { g } = node;
    const second = axes.findIndex((axis, i) => axes.indexOf(axis) < i);
    if (second < 0)
        return { value, axes };
    const first = axes.indexOf(axes[second]);
    const rest = axes.flatMap((_, i) => (i === first || i === second ? [] : [i]));
    const n = value.shape[first];
    const last = transpose(g, value, [...rest, first, second]);
    const flat = reshape(g, last, [...rest.map((i) => value.shape[i]), n * n]);
    checkCount(node, n);
    const places = g.integers(Array.from({ length: n }, (_, i) => i * (n + 1)));
    const picked = g.apply("Gather", [flat, places], { axis: rest.length });
    return diagonal(node, { value: picked, axes: [...rest.map((i) => axes[i]), axes[first]] });
}
/**
 * Without the axes that nothing else reads, and without those of size 1 that are longer elsewhere.
 */
function prepared(node, term, sizes, readers) {
    const { g } = node;
    const { value, axes } = diagonal(node, term);
    const stays = axes.map((axis, i) => value.shape[i] === sizes.get(axis));
    const full = reshape(g, value, value.shape.filter((_, i) => stays[i]));
    const names = axes.filter((_, i) => stays[i]);
    const lost = names.flatMap((axis, i) => (readers.has(axis) ? [] : [i]));
    return { value: reduceSum(g, full, lost, false), axes: names.filter((axis) => readers.has(axis)) };
}
/** The product of two terms, summed over the axes of both that nothing reads afterwards. */
function product({ g }, a, b, readers) {
    const both = a.axes.filter((axis) => b.axes.includes(axis));
    const batch = both.filter((axis) => readers.has(axis));
    const contracted = both.filter((axis) => !readers.has(axis));
    const left = a.axes.filter((axis) => !both.includes(axis));
    const right = b.axes.filter((axis) => !both.includes(axis));
    const sizeIn = (term, axis) => term.value.shape[term.axes.indexOf(axis)];
    const sizes = (term, axes) => axes.map((axis) => sizeIn(term, axis));
    const arranged = (term, axes, shape) => reshape(g, transpose(g, term.value, axes.map((axis) => term.axes.indexOf(axis))), shape);
    const axes = [...batch, ...left, ...right];
    const [ofBatch, ofLeft, ofRight] = [sizes(a, batch), sizes(a, left), sizes(b, right)];
    if (contracted.length === 0) {
        const one = arranged(a, [...batch, ...left], [...ofBatch, ...ofLeft, ...right.map(() => 1)]);
        const other = arranged(b, [...batch, ...right], [...ofBatch, ...left.map(() => 1), ...ofRight]);
        return { value: mul(g, one, other), axes };
    }
    const k = sizeOf(sizes(a, contracted));
    const matrices = matMul(g, arranged(a, [...batch, ...left, ...contracted], [...ofBatch, sizeOf(ofLeft), k]), arranged(b, [...batch, ...contracted, ...right], [...ofBatch, k, sizeOf(ofRight)]));
    return { value: reshape(g, matrices, [...ofBatch, ...ofLeft, ...ofRight]), axes };
}
const einsum = (node) => {
    const { inputs, output } = parse(node);
    const sizes = new Map();
    inputs.forEach((axes, k) => {
        axes.forEach((axis, i) => {
            const n = node.inputs[k].shape[i];
            const size = sizes.get(axis) ?? 1;
            if (size !== 1 && n !== 1 && n !== size)
                node.fail(`the axis "${axis}" has the sizes ${size} and ${n}`);
            sizes.set(axis, size === 1 ? n : size);
        });
    });
    /** What the result or a term from `start` on reads. */
    const readFrom = (start) => new Set([...output, ...inputs.slice(start).flat()]);
    const termAt = (k) => {
        const others = new Set([...output, ...inputs.flatMap((axes, i) => (i === k ? [] : axes))]);
        return prepared(node, { value: node.inputs[k], axes: inputs[k] }, sizes, others);
    };
    let result = termAt(0);
    for (let k = 1; k < inputs.length; k++)
        result = product(node, result, termAt(k), readFrom(k + 1));
    const order = output.map((axis) => result.axes.indexOf(axis));
    return [transpose(node.g, result.value, order)];
};
/** The definition of Einsum. */
export const einsums = { Einsum: einsum };
