import { isMovement, scaledInput, walkBack } from "./neighbourhood.js";
import { listOf } from "./stored-source.js";
/** Operators that are an attention as a whole: query, key and value are inputs 0, 1 and 2. */
const attentions = new Set([
    "Attention",
    "com.microsoft:MultiHeadAttention",
    "com.microsoft:GroupQueryAttention",
]);
/** The projections by the node that reads the kernel. */
export function projections(outline, find, kernels) {
    const results = new Map();
    for (const node of outline.nodes) {
        for (const [kernel, projection] of attentionAt(outline, find, node, kernels)) {
            if (!results.has(kernel))
                results.set(kernel, projection);
        }
    }
    for (const [node, claim] of kernels) {
        const parts = results.has(node) ? 1 : partsOf(outline, find, claim);
        if (parts > 1)
            results.set(node, { fused: parts });
    }
    return results;
}
function attentionAt(outline, find, node, kernels) {
    const attention = attentionOf(outline, find, node);
    if (attention === undefined)
        return [];
    const [query, key, value] = [attention.query, attention.key, attention.value].map((part) => kernelsBehind(part, kernels));
    const depth = headSizeOf(node, attention.query);
    const headsOf = (kernel, parts = 1) => {
        const heads = depth === undefined ? undefined : kernels.get(kernel).units.count / parts / depth;
        return heads !== undefined && Number.isInteger(heads) ? { heads } : {};
    };
    const results = [];
    let queryHeads = {};
    const [only] = query;
    if (query.size === 1 && key.has(only) && value.has(only)) {
        queryHeads = headsOf(only, 3);
        const steps = interleaved(kernels.get(only), queryHeads.heads, depth);
        results.push([only, { projection: "query-key-value", fused: 3, ...queryHeads, ...(steps && { steps }) }]);
    }
    else {
        for (const [set, projection] of [
            [query, "query"],
            [key, "key"],
            [value, "value"],
        ]) {
            const [kernel, ...others] = set;
            if (kernel === undefined || others.length > 0)
                continue;
            const alone = [query, key, value].filter((one) => one.has(kernel)).length === 1;
            const heads = headsOf(kernel);
            if (projection === "query")
                queryHeads = heads;
            if (alone)
                results.push([kernel, { projection, ...heads }]);
        }
    }
    const output = kernelBehind(attention.mixed, kernels);
    if (output !== undefined)
        results.push([output, { projection: "output", ...queryHeads }]);
    return results;
}
/** softmax(query · keyᵀ) · value, or an operator that is all of it. */
function attentionOf(outline, find, node) {
    if (attentions.has(node.operator)) {
        const [query, key, value] = node.inputs;
        if (query === undefined || key === undefined || value === undefined)
            return undefined;
        return { query, key, value, mixed: node.outputs[0] };
    }
    if (node.operator !== "Softmax")
        return undefined;
    const scores = productBefore(outline, find, node.inputs[0]);
    const mixing = productAfter(find, node.outputs[0]);
    if (scores === undefined || mixing === undefined)
        return undefined;
    const [query, key] = scores.inputs;
    return { query, key, value: mixing.value, mixed: mixing.node.outputs[0] };
}
const isProduct = ({ operator, inputs }, find) => (operator === "MatMul" || operator === "Einsum") &&
    inputs.length === 2 &&
    inputs.every((input) => input !== undefined && find(input) === undefined);
/**
 * The product of two computed values that scores come from, through factors, masks and movements.
 */
function productBefore(outline, find, scores) {
    const node = scores?.producer;
    if (node === undefined)
        return undefined;
    if (isProduct(node, find))
        return node;
    if (isMovement(node))
        return productBefore(outline, find, node.inputs[0]);
    if (node.operator === "Where") {
        return productBefore(outline, find, node.inputs[1]) ?? productBefore(outline, find, node.inputs[2]);
    }
    if (["Mul", "Div"].includes(node.operator))
        return productBefore(outline, find, scaledInput(outline, node));
    if (node.operator !== "Add" && node.operator !== "Sub")
        return undefined;
    return productBefore(outline, find, node.inputs[0]) ?? productBefore(outline, find, node.inputs[1]);
}
/** The product of weights of attention and values. */
function productAfter(find, weights) {
    for (const { node, input } of weights.readers) {
        if (isProduct(node, find))
            return { node, value: node.inputs[1 - input] };
        const through = isMovement(node) || node.operator === "Where" || node.operator === "Mul";
        const further = through && node.outputs[0] ? productAfter(find, node.outputs[0]) : undefined;
        if (further !== undefined)
            return further;
    }
    return undefined;
}
/** The nodes of the kernels that a value is computed from, with no other kernel in between. */
function kernelsBehind(value, kernels) {
    const results = new Set();
    walkBack(value, (node) => {
        if (!kernels.has(node))
            return node.operator !== "Softmax";
        results.add(node);
        return false;
    });
    return results;
}
/** The kernel that reads a value, through movements. */
function kernelBehind(value, kernels) {
    for (const { node } of value.readers) {
        if (kernels.has(node))
            return node;
        const further = isMovement(node) && node.outputs[0] ? kernelBehind(node.outputs[0], kernels) : undefined;
        if (further !== undefined)
            return further;
    }
    return undefined;
}
/** The size of a head: the last axis of the query. */
function headSizeOf({ attributes }, query) {
    const heads = attributes.q_num_heads ?? attributes.num_heads;
    const width = query.shape?.at(-1);
    return typeof heads === "number" && query.shape?.length === 3 ? width && width / heads : width;
}
/** Units in the order (head, part, place) come into the order (part, head, place). */
function interleaved(claim, heads, depth) {
    if (heads === undefined || depth === undefined || heads === 1 || heads === 3)
        return undefined;
    const shape = firstReshape(claim.node.outputs[0]);
    const at = shape?.findIndex((n, i) => n === heads && shape[i + 1] === 3 && shape[i + 2] === depth) ?? -1;
    // [N, T, heads, 3 · depth] keeps the parts of a head together too.
    const joined = shape?.findIndex((n, i) => n === heads && shape[i + 1] === 3 * depth) ?? -1;
    if (at < 0 && joined < 0)
        return undefined;
    const rows = heads * 3 * depth;
    return [
        { kind: "reshape", shape: [heads, 3, depth, -1] },
        { kind: "transpose", order: [1, 0, 2, 3] },
        { kind: "reshape", shape: [rows, -1] },
    ];
}
/** The shape that the first Reshape with more axes gives a product. */
function firstReshape(value) {
    for (const { node } of value.readers) {
        const [next] = node.outputs;
        if (next === undefined)
            continue;
        if (node.operator === "Reshape" && (next.shape?.length ?? 0) > (value.shape?.length ?? 9))
            return next.shape;
        const further = isMovement(node) || node.operator === "Add" ? firstReshape(next) : undefined;
        if (further !== undefined)
            return further;
    }
    return undefined;
}
/** Number of equal parts into which a product, with its bias, is cut along its units. */
function partsOf(outline, find, { node, units }) {
    const visit = (value) => {
        const rank = value.shape?.length;
        const isUnits = (axis) => {
            const signed = Number(axis ?? 0);
            return signed < 0 ? -signed === units.axisFromEnd : rank !== undefined && rank - signed === units.axisFromEnd;
        };
        const slices = value.readers.filter(({ node: reader, input }) => {
            const axes = reader.attributes.axes ?? listOf(outline, reader.inputs[3]);
            const [axis, ...others] = axes ?? [0];
            return reader.operator === "Slice" && input === 0 && others.length === 0 && isUnits(axis);
        });
        const widths = new Set(slices.map(({ node: reader }) => reader.outputs[0]?.shape?.at(-units.axisFromEnd)));
        if (slices.length > 1 && widths.size === 1 && units.count / [...widths][0] === slices.length)
            return slices.length;
        for (const { node: reader } of value.readers) {
            const [next] = reader.outputs;
            if (reader.operator === "Split" && isUnits(reader.attributes.axis)) {
                const sizes = reader.outputs.map((part) => part?.shape?.at(-units.axisFromEnd));
                if (new Set(sizes).size === 1)
                    return reader.outputs.length;
            }
            const isBias = reader.operator === "Add" && reader.inputs.some((input) => find(input) !== undefined);
            const parts = next !== undefined && (isBias || reader.operator === "Identity") ? visit(next) : 1;
            if (parts > 1)
                return parts;
        }
        return 1;
    };
    const [output] = node.outputs;
    return output === undefined ? 1 : visit(output);
}
