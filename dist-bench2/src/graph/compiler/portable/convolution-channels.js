import { pad, reshape, slice } from "../../expressions.js";
/**
 * Conv over 6, 9, 15, 18, … channels (multiples of 3, not of 4, more than 3) → over the next
 * multiple of 4, with channels and kernels of zeros added, which changes nothing. Such inputs are
 * read by threes, and where the filters are a multiple of 4 wrongly (like onnxruntime#29651).
 */
export const paddedChannels = (node, { g, renewed }) => {
    const channels = node.inputs[1]?.shape[1];
    if (node.operator !== "Conv" || channels === undefined || (node.attributes.group ?? 1) !== 1)
        return undefined;
    if (channels <= 3 || channels % 3 !== 0 || channels % 4 === 0)
        return undefined;
    const [x, kernel, ...bias] = node.inputs.map((v) => renewed(v));
    const more = 4 - (channels % 4);
    return [g.apply("Conv", [padded(g, x, 1, more), padded(g, kernel, 1, more), ...bias], node.attributes)];
};
/**
 * Conv and ConvTranspose in groups → with filters of zeros added to each group, whose results are
 * cut off, where WebGPU's kernels compute several results at once that belong to different groups
 * (Conv), or the wrong ones (ConvTranspose with one filter per group over an even number of
 * channels).
 */
export const paddedGroups = (node, { g, renewed }) => {
    const groups = Number(node.attributes.group ?? 1);
    const isConv = node.operator === "Conv";
    if (groups === 1 || (!isConv && node.operator !== "ConvTranspose"))
        return undefined;
    // Conv: [groups · filters, channels, …], ConvTranspose: [groups · channels, filters, …]
    const shape = node.inputs[1].shape;
    const filters = isConv ? shape[0] / groups : shape[1];
    const more = isConv ? missingFilters(groups, filters) : filters === 1 && (shape[0] / groups) % 2 === 0 ? 1 : 0;
    if (more === 0)
        return undefined;
    const [x, kernel, bias] = node.inputs.map((v) => (v === undefined ? undefined : renewed(v)));
    const wide = isConv ? widened(g, kernel, groups, more) : padded(g, kernel, 1, more);
    const others = bias === undefined ? [] : [widened(g, bias, groups, more)];
    // [N, groups · (filters + more), …]
    const y = g.apply(node.operator, [x, wide, ...others], node.attributes);
    const [n, , ...space] = y.shape;
    const apart = reshape(g, y, [n, groups, filters + more, ...space]);
    return [reshape(g, slice(g, apart, [2], [0], [filters]), node.outputs[0].shape)];
};
/**
 * As many results are computed at once as divide their number, 4, 2 or 1, from 5 filters per group
 * on.
 */
function missingFilters(groups, filters) {
    const atOnce = (groups * filters) % 4 === 0 ? 4 : (groups * filters) % 2 === 0 ? 2 : 1;
    return filters >= 5 && filters % atOnce !== 0 ? 4 - (filters % 4) : 0;
}
/** Zeros after each group's filters: `[groups · filters, …]` → `[groups · (filters + more), …]`. */
function widened(g, v, groups, more) {
    const [all, ...rest] = v.shape;
    return reshape(g, padded(g, reshape(g, v, [groups, all / groups, ...rest]), 1, more), [
        all + groups * more,
        ...rest,
    ]);
}
/** Zeros at the end of an axis. */
function padded(g, v, axis, more) {
    const none = v.shape.map(() => 0);
    return pad(g, v, none, none.with(axis, more));
}
