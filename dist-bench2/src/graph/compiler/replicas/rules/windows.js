import { mergedInto, stackedValue, takenOut } from "../axes.js";
/**
 * The replicas' samples in one batch: for operators that treat each sample by itself; all other
 * inputs are shared.
 */
export const inOneBatch = ({ g, count, node, inputs }) => {
    const [x, ...others] = inputs;
    if (node.outputs.length > 1 || others.some((other) => other?.stacked))
        return undefined;
    const samples = mergedInto(g, x.value, 0); // [R·N, C, …]
    const y = g.apply(node.operator, [samples, ...others.map((other) => other?.value)], node.attributes);
    return [takenOut(g, y, 0, count)];
};
/**
 * Kernels that differ between replicas. Over one shared input, all their filters are filters of one
 * convolution, R times as wide: [R·O, C, …]. Otherwise each replica is a group (or `group` groups)
 * of one convolution over [N, R·C, …].
 */
export const convolution = (context) => {
    const { node, inputs } = context;
    const [x, w, bias] = inputs;
    if (!w.stacked && !bias?.stacked)
        return inOneBatch(context);
    const group = node.attributes.group;
    return !x.stacked && group === 1 ? [wide(context, x, 1)] : [wide(context, x, group * context.count)];
};
/** X [N, C, …], W [C, O/group, …]: channels of the replicas are groups. */
export const transposedConvolution = (context) => {
    const [x, w, bias] = context.inputs;
    if (!w.stacked && !bias?.stacked)
        return inOneBatch(context);
    return [wide(context, x, context.node.attributes.group * context.count)];
};
function wide(context, x, group) {
    const { g, count, node, inputs } = context;
    const along = (input, axis) => mergedInto(g, stackedValue(context, input), axis);
    const image = group === 1 ? x.value : along(x, 1); // [N, C, …] or [N, R·C, …]
    const [, w, bias] = inputs;
    const others = bias === undefined ? [] : [along(bias, 0)]; // [R·O]
    // [N, R·O, …]
    const y = g.apply(node.operator, [image, along(w, 0), ...others], { ...node.attributes, group });
    return takenOut(g, y, 1, count);
}
