/** Gradients of taking and placing elements by index. */
import { InputError } from "../../../errors.js";
import { expand, pad, reshape, zeros } from "../../expressions.js";
import { sizeOf, toNumbers } from "../../tensor.js";
/** Rows of dy are added at the rows they came from; a row taken several times gets the sum. */
const gatherRule = ({ g, node, inputs: [x, indices], gradients: [dy] }) => {
    const rank = x.shape.length;
    const axis = (node.attributes.axis + rank) % rank;
    const n = x.shape[axis];
    const fixed = g.constantOf(indices);
    if (fixed !== undefined && fixed.data.length === 1) {
        const at = (toNumbers(fixed)[0] + n) % n; // one constant place: zeros around it
        const along = (count) => x.shape.map((_, i) => (i === axis ? count : 0));
        const one = reshape(g, dy, x.shape.map((size, i) => (i === axis ? 1 : size)));
        return [pad(g, one, along(at), along(n - 1 - at))];
    }
    const outer = sizeOf(x.shape.slice(0, axis));
    const inner = sizeOf(x.shape.slice(axis + 1));
    const count = sizeOf(indices.shape);
    const flatShape = [outer, n, inner];
    const places = expand(g, reshape(g, indices, [1, count, 1]), [outer, count, inner]);
    const rows = reshape(g, dy, [outer, count, inner]);
    const empty = zeros(g, { type: x.type, shape: flatShape });
    const sum = g.apply("ScatterElements", [empty, places, rows], { axis: 1, reduction: "add" });
    return [reshape(g, sum, x.shape)];
};
const gatherElementsRule = ({ g, node, inputs: [x, indices], gradients: [dy] }) => {
    const { axis } = node.attributes;
    return [g.apply("ScatterElements", [zeros(g, x), indices, dy], { axis: axis, reduction: "add" })];
};
/**
 * With reduction none, indices must not repeat (as in PyTorch, the choice between several has no
 * gradient).
 */
const scatterElementsRule = ({ g, node, inputs: [, indices, updates], gradients: [dy], needs }) => {
    const { axis, reduction } = node.attributes;
    if (reduction !== "none" && reduction !== "add") {
        throw new InputError(`No gradient for ScatterElements with reduction ${reduction}${node.layer === "" ? "" : ` in layer "${node.layer}"`}: only none and add have one.`);
    }
    const byData = () => reduction === "add" ? dy : g.apply("ScatterElements", [dy, indices, zeros(g, updates)], { axis: axis });
    return [
        needs[0] ? byData() : undefined,
        undefined,
        needs[2] ? g.apply("GatherElements", [dy, indices], { axis: axis }) : undefined,
    ];
};
/** Each value goes back to the place that it was taken from; no line takes a place twice. */
const topKRule = ({ g, node, inputs: [x], outputs: [, places], gradients: [dy] }) => {
    if (dy === undefined)
        return [undefined];
    return [g.apply("ScatterElements", [zeros(g, x), places, dy], { axis: node.attributes.axis })];
};
/** The gradient rules of this family, by operator. */
export const indexing = {
    Gather: gatherRule,
    GatherElements: gatherElementsRule,
    ScatterElements: scatterElementsRule,
    TopK: topKRule,
    CumSum: ({ g, node, inputs: [, axis], gradients: [dy] }) => {
        const { exclusive, reverse } = node.attributes;
        return [g.apply("CumSum", [dy, axis], { exclusive: exclusive, reverse: reverse === 1 ? 0 : 1 })];
    },
    Trilu: ({ g, node, inputs: [, k], gradients: [dy] }) => [
        g.apply("Trilu", k === undefined ? [dy] : [dy, k], { upper: node.attributes.upper }),
    ],
};
