import { rebuild } from "../../rewrite.js";
import { bytesOf, memoryOf, peakBytes } from "./execution-order.js";
/**
 * The same training step with less memory: of the values that the forward pass makes and the
 * backward pass reads, only those at about √n places are kept; the backward pass computes the
 * others again, a segment between two such places at a time, by copies of the forward nodes (Chen,
 * Xu, Zhang and Guestrin 2016, "Training Deep Nets with Sublinear Memory Cost", section 4). Results
 * are the same bits: the copies do the same work on the same numbers.
 *
 * It comes after everything else, as `simplify` would merge the copies with their originals. ONNX
 * Runtime's optimization would too: load the result without it.
 *
 * @param forwardOutputs names of the outputs of the forward pass; nodes that they do not depend on
 * are the backward pass
 */
export function recompute(graph, forwardOutputs) {
    const pass = forwardPass(graph, forwardOutputs);
    let best = graph;
    let fewest = WORTHWHILE * peakBytes(graph);
    const tried = new Set();
    const most = 4 * Math.sqrt(pass.nodes.length);
    for (let segments = 2; segments <= most; segments = Math.ceil(1.15 * segments)) {
        const cuts = cheapestCuts(pass, segments);
        if (cuts.length === 0 || tried.has(cuts.join()))
            continue;
        tried.add(cuts.join());
        const candidate = withCopies(graph, pass, cuts);
        const bytes = peakBytes(candidate);
        if (bytes < fewest)
            [best, fewest] = [candidate, bytes];
    }
    return best;
}
/** Largest share of the memory that may remain: above it the copies are not worth their time. */
const WORTHWHILE = 0.9;
/**
 * Values below this share of all that the backward pass reads are never computed again, such as
 * batch statistics.
 */
const SMALL = 1e-4;
function forwardPass(graph, forwardOutputs) {
    const needed = new Set(Array.from(forwardOutputs, (name) => graph.outputs.get(name)));
    const forward = new Set();
    for (const node of graph.nodes.toReversed()) {
        if (!node.outputs.some((v) => needed.has(v)))
            continue;
        forward.add(node);
        for (const v of node.inputs)
            if (v !== undefined)
                needed.add(v);
    }
    const nodes = [...forward].reverse();
    const root = memoryOf(graph);
    const place = new Map();
    const lastUse = new Map();
    nodes.forEach((node, i) => {
        for (const v of node.inputs)
            if (v !== undefined)
                lastUse.set(root(v), i);
        for (const v of node.outputs)
            place.set(v, i);
    });
    const readBack = new Set();
    for (const node of graph.nodes) {
        if (forward.has(node))
            continue;
        for (const v of node.inputs)
            if (v !== undefined && place.has(root(v)))
                readBack.add(root(v));
    }
    const total = [...readBack].reduce((sum, v) => sum + bytesOf(v), 0);
    const small = SMALL * total;
    const read = new Float64Array(nodes.length + 1);
    for (const v of readBack)
        if (bytesOf(v) > small)
            read[place.get(v) + 1] += bytesOf(v);
    const across = new Float64Array(nodes.length + 1);
    for (const [v, last] of lastUse) {
        const start = place.get(v);
        if (start === undefined)
            continue;
        // Prefer values that the backward pass reads: these need not be computed again.
        const cost = (readBack.has(v) ? 1 : 1.01) * bytesOf(v);
        across[start + 1] += cost;
        across[last + 1] -= cost;
    }
    for (let i = 1; i <= nodes.length; i++) {
        read[i] += read[i - 1];
        across[i] += across[i - 1];
    }
    return { nodes, place, root, lastUse, read, across, small };
}
/**
 * The places that cut the forward pass so that what is kept at them is least, with at most
 * `segments` segments' worth of what the backward pass reads in each: the shortest path over all
 * places.
 */
function cheapestCuts({ read, across, nodes }, segments) {
    const n = nodes.length;
    const largest = read.reduce((most, sum, i) => Math.max(most, sum - (read[i - 1] ?? 0)), 0);
    const budget = read[n] / segments + largest;
    const cost = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(n + 1);
    cost[0] = 0;
    for (let j = 1; j <= n; j++) {
        for (let i = j - 1; i >= 0 && read[j] - read[i] <= budget; i--) {
            if (cost[i] + across[j] < cost[j])
                [cost[j], from[j]] = [cost[i] + across[j], i];
        }
    }
    const cuts = [];
    for (let j = from[n]; j > 0; j = from[j])
        cuts.unshift(j);
    return cuts;
}
/** The graph whose backward pass reads copies of what the forward pass does not keep. */
function withCopies(graph, pass, cuts) {
    const { place, root, lastUse, small } = pass;
    const last = cuts.at(-1);
    const isKept = (v) => {
        const memory = root(v);
        const start = place.get(memory);
        if (!place.has(v) || start === undefined || start >= last)
            return true;
        const until = lastUse.get(memory) ?? -1;
        return cuts.some((cut) => start < cut && cut <= until);
    };
    const forward = new Set(pass.nodes);
    return rebuild(graph, ({ g }) => {
        const copies = new Map();
        /** A forward value as the backward pass reads it. */
        const again = (v) => {
            if (isKept(v))
                return v;
            if (!copies.has(v)) {
                const node = pass.nodes[place.get(v)];
                const outputs = g.addCopy(node, node.inputs.map((input) => input && again(input)), ":again");
                node.outputs.forEach((output, i) => {
                    copies.set(output, outputs[i]);
                });
            }
            return copies.get(v);
        };
        return {
            visit(node) {
                if (forward.has(node))
                    return undefined;
                const inputs = node.inputs.map((v) => v && (bytesOf(v) > small ? again(v) : v));
                g.addNode({ ...node, inputs });
                return node.outputs;
            },
        };
    });
}
