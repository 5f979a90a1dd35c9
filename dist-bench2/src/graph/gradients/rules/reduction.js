/** Gradients of reductions along axes. */
import { div, expand, mul, neg, reshape, scale, transpose, zeros } from "../../expressions.js";
import { sizeOf, tensor, toNumbers } from "../../tensor.js";
/** The axes reduced, counted from the front, ascending. */
function axesOf({ g, node, inputs: [x, axesInput] }) {
    const rank = x.shape.length;
    const data = g.constantOf(axesInput);
    const axes = data === undefined ? node.attributes.axes : toNumbers(data);
    if (axes === undefined || axes.length === 0) {
        return node.attributes.noop_with_empty_axes === 1 ? [] : x.shape.map((_, i) => i);
    }
    return axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
}
/** A result of the reduction (or its gradient) with the reduced axes put back as 1. */
function withReducedAxes(context, value) {
    const axes = axesOf(context);
    return reshape(context.g, value, context.inputs[0].shape.map((n, i) => (axes.includes(i) ? 1 : n)));
}
/** How many elements fall into one. */
const countOf = (context) => sizeOf(axesOf(context).map((axis) => context.inputs[0].shape[axis]));
/** dx = dy spread over the reduced axes, times `slope` if any. */
const sumRule = (context) => [
    expand(context.g, withReducedAxes(context, context.gradients[0]), context.inputs[0].shape),
];
const meanRule = (context) => {
    // Scaled while it is small
    const dy = scale(context.g, withReducedAxes(context, context.gradients[0]), 1 / countOf(context));
    return [expand(context.g, dy, context.inputs[0].shape)];
};
const l1Rule = (context) => {
    const { g, inputs, gradients } = context;
    return [mul(g, withReducedAxes(context, gradients[0]), g.apply("Sign", [inputs[0]]))];
};
/**
 * x/‖x‖, and 0 at the origin (as torch.linalg.norm): where the norm is 0 it is replaced, since x is
 * 0 too.
 */
const l2Rule = (context) => {
    const { g, inputs, outputs, gradients } = context;
    const norm = g.apply("Max", [outputs[0], g.scalar(1e-20, outputs[0].type)]);
    return [mul(g, inputs[0], withReducedAxes(context, div(g, gradients[0], norm)))];
};
const sumSquareRule = (context) => {
    const { g, inputs, gradients } = context;
    return [mul(g, inputs[0], withReducedAxes(context, scale(g, gradients[0], 2)))];
};
/**
 * A view of x in which the reduced axes are one, last or in place: `toLine` brings x (or anything
 * of its shape) there, `fromLine` brings it back, and the line's axis is `axis`. Neighbouring axes
 * need no Transpose.
 */
function asLine(context, axes, last) {
    const { g, inputs } = context;
    const shape = inputs[0].shape;
    const rest = shape.map((_, i) => i).filter((i) => !axes.includes(i));
    const together = axes.every((axis, i) => axis === axes[0] + i);
    const inPlace = together && (!last || axes.at(-1) === shape.length - 1);
    const order = inPlace ? shape.map((_, i) => i) : [...rest, ...axes];
    const axis = inPlace ? axes[0] : rest.length;
    const restSizes = rest.map((i) => shape[i]);
    const lineShape = [...restSizes.slice(0, axis), countOf(context), ...restSizes.slice(axis)];
    return {
        axis,
        shape: lineShape,
        toLine: (x) => reshape(g, transpose(g, x, order), lineShape),
        fromLine: (x) => {
            const moved = reshape(g, x, order.map((i) => shape[i]));
            return transpose(g, moved, shape.map((_, i) => order.indexOf(i)));
        },
    };
}
/**
 * The first maximum (sign 1) or minimum (-1) in row-major order of the reduced axes takes the whole
 * gradient.
 */
function extremeRule(sign) {
    return (context) => {
        const { g, inputs, gradients } = context;
        const axes = axesOf(context);
        if (axes.length === 0)
            return [gradients[0]];
        const line = asLine(context, axes, false);
        const x = line.toLine(inputs[0]);
        const place = g.apply("ArgMax", [sign === 1 ? x : neg(g, x)], { axis: line.axis });
        const dy = reshape(g, gradients[0], place.shape);
        return [line.fromLine(g.apply("ScatterElements", [zeros(g, x), place, dy], { axis: line.axis }))];
    };
}
/** dxᵢ = dy · Π over j ≠ i of xⱼ, taken as a product (not y/xᵢ) so that zeros are exact. */
const prodRule = (context) => {
    const { g, inputs, gradients } = context;
    const axes = axesOf(context);
    if (axes.length === 0)
        return [gradients[0]];
    const line = asLine(context, axes, true);
    const n = line.shape[line.axis];
    const row = reshape(g, line.toLine(inputs[0]), [...line.shape.slice(0, -1), 1, n]);
    const identity = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
    const self = g.constant(tensor("bool", [n, n], identity), "identity");
    // [..., n, n]: row i without xᵢ
    const others = g.apply("Where", [self, g.scalar(1, row.type), row]);
    const slope = g.apply("ReduceProd", [others], { axes: [others.shape.length - 1], keepdims: 0 });
    const dy = reshape(g, gradients[0], [...line.shape.slice(0, -1), 1]);
    return [line.fromLine(mul(g, slope, dy))];
};
/** The gradient rules of this family, by operator. */
export const reduction = {
    ReduceSum: sumRule,
    ReduceMean: meanRule,
    ReduceMax: extremeRule(1),
    ReduceMin: extremeRule(-1),
    ReduceProd: prodRule,
    ReduceL1: l1Rule,
    ReduceL2: l2Rule,
    ReduceSumSquare: sumSquareRule,
};
