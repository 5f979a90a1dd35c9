import { emptyData, sizeOf } from "../../tensor.js";
/**
 * The order of ONNX Runtime's sequential executor without its optimization: not the file's, but
 * depth first from the nodes that no other node reads, the last of the file first, and from each
 * node to the makers of its inputs, the last first (`GraphViewer` and `Graph::ReverseDFSFrom` of
 * ONNX Runtime 1.30). So a value is computed when it is first read.
 */
export function executionOrder({ nodes }) {
    const place = new Map();
    nodes.forEach((node, i) => {
        for (const v of node.outputs)
            place.set(v, i);
    });
    const makers = nodes.map((node) => node.inputs.flatMap((v) => (v === undefined ? [] : (place.get(v) ?? []))).sort((a, b) => a - b));
    const isRead = new Uint8Array(nodes.length);
    for (const maker of makers.flat())
        isRead[maker] = 1;
    const order = [];
    const visited = new Uint8Array(nodes.length);
    const stack = nodes.flatMap((_, i) => (isRead[i] ? [] : [i]));
    while (stack.length > 0) {
        const i = stack.pop();
        if (i < 0)
            order.push(nodes[-i - 1]);
        else if (!visited[i]) {
            visited[i] = 1;
            stack.push(-i - 1, ...makers[i].filter((maker) => !visited[maker]));
        }
    }
    return order;
}
const sharing = new Set(["Reshape", "Flatten", "Squeeze", "Unsqueeze"]);
/**
 * For each value, the one whose memory it has: itself, except for values that are others in another
 * shape.
 */
export function memoryOf(graph) {
    const roots = new Map();
    const root = (v) => roots.get(v) ?? v;
    for (const node of graph.nodes) {
        if (sharing.has(node.operator))
            roots.set(node.outputs[0], root(node.inputs[0]));
    }
    return root;
}
/** Number of bytes of a tensor. */
export function bytesOf({ type, shape }) {
    return sizeOf(shape) * emptyData(type, 0).BYTES_PER_ELEMENT;
}
/**
 * The most bytes of computed values that are alive at once: each from the node that makes it to the
 * last that reads it, what the graph returns to the end. Buffers that an operator needs inside, and
 * what the allocator leaves unused, are not counted.
 */
export function peakBytes(graph) {
    const order = executionOrder(graph);
    const root = memoryOf(graph);
    const lastUse = new Map();
    order.forEach((node, i) => {
        for (const v of node.inputs)
            if (v !== undefined)
                lastUse.set(root(v), i);
        for (const v of node.outputs)
            lastUse.set(root(v), i);
    });
    for (const v of graph.outputs.values())
        lastUse.delete(root(v));
    const dying = order.map(() => []);
    for (const [v, i] of lastUse)
        dying[i].push(v);
    let [now, peak] = [0, 0];
    const alive = new Set();
    order.forEach((node, i) => {
        for (const v of node.outputs) {
            if (root(v) !== v)
                continue;
            alive.add(v);
            now += bytesOf(v);
        }
        peak = Math.max(peak, now);
        for (const v of dying[i])
            if (alive.delete(v))
                now -= bytesOf(v);
    });
    return peak;
}
