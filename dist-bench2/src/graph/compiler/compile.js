/**
 * Graph → session of one runtime. The order of all passes is here, on one page. Read this first.
 */
import { inUsualOrder } from "../../runtime/compiled-session.js";
import { writeOnnx } from "../file/write.js";
import { sameShape } from "../tensor.js";
import { blockedLayout } from "./cpu/blocked-layout.js";
import { blockedProducts } from "./cpu/blocked-products.js";
import { composeBlockedNormalization, lower } from "./cpu/lower.js";
import { blocksOfRows, inRowsShape } from "./cpu/matrix-order.js";
import { portable } from "./portable/portable.js";
import { oneForwardPass } from "./recurrent-steps.js";
import { replicate } from "./replicas/replicate.js";
import { recompute } from "./schedule/recompute.js";
import { unrolled } from "./schedule/unroll.js";
import { simplify } from "./simplify/simplify.js";
// The passes under names that say what each is for. All but `clean` may leave needless nodes
// behind.
const clean = (graph) => simplify(graph);
const standardOperators = (graph) => portable(graph);
const oneRecurrentPass = (graph) => oneForwardPass(graph);
const manyNetworks = (graph, { replicas }) => replicate(graph, replicas.count, replicas.isStacked);
const blockedNormalization = (graph, { block }) => composeBlockedNormalization(graph, block);
const fastOperators = (graph) => lower(graph);
const fastOperatorsBesideBlocks = (graph, { block }) => lower(graph, block);
const blockedImages = (graph, { block, cache }) => blockedLayout(graph, block, cache);
const blockedMatrices = (graph, { block, successors }) => blockedProducts(graph, block, successors ?? new Map());
const manySteps = (graph, { unroll, successors }) => unroll === undefined ? graph : unrolled(graph, unroll, successors ?? new Map());
/** The passes of each target, in order. `recompute` comes after them: see `compiledSession`. */
const passes = {
    /** Every provider, WebGPU and CUDA among them. */
    portable: [clean, standardOperators, clean, manySteps],
    /**
     * Replicas make groups of convolutions, not all of which are right everywhere: portable again.
     */
    replicas: [clean, standardOperators, clean, manyNetworks, clean, standardOperators, clean, manySteps],
    /** The CPU provider, where its blocked layout is unknown. */
    cpu: [clean, oneRecurrentPass, fastOperators, clean, manySteps],
    /** The CPU provider with its blocked layout. */
    blockedCpu: [
        ...[clean, oneRecurrentPass, blockedNormalization, clean, fastOperatorsBesideBlocks, clean],
        ...[blockedImages, clean, blockedMatrices, clean, manySteps],
    ],
};
function targetOf({ fastOperators, block }, { replicas }) {
    if (replicas !== undefined)
        return "replicas";
    if (!fastOperators)
        return "portable";
    return block === undefined ? "cpu" : "blockedCpu";
}
/** The graph that a runtime is handed for a (differentiated) graph, before recomputation. */
export function compiledGraph(graph, runtime, options = {}) {
    const context = { ...options, block: runtime.block ?? 1, cache: runtime.cache };
    const list = passes[targetOf(runtime, options)];
    return list.reduce((current, pass) => pass(current, context), graph);
}
/**
 * The .onnx file that a runtime is handed for a (differentiated) graph.
 *
 * @example
 * import { compile, GraphBuilder } from "stepzero/graph";
 * import { loadRuntime } from "stepzero/node";
 *
 * const { runtime } = await loadRuntime();
 * const g = new GraphBuilder("double");
 * const x = g.input("x", "float32", [2]);
 * g.output("y", g.apply("Add", [x, x]));
 * const session = await runtime.createSession(compile(g.build(), runtime));
 */
export function compile(graph, runtime) {
    return writeOnnx(compiledGraph(graph, runtime));
}
/**
 * From this number of nodes on, ONNX Runtime's own optimization is left out: what it finds after
 * ours is not measurable in a step's time, and it takes time that grows with the square of the
 * nodes (100 convolutions, 5,200 nodes: 6.1 s with it, 0.8 s without).
 */
const MANY_NODES = 1500;
/** A session for a (differentiated) graph. All its inputs and outputs are in the usual order. */
export async function compiledSession(graph, runtime, options = {}) {
    const { successors, replicas, unroll, recomputeBeside, ...sessionOptions } = options;
    const full = compiledGraph(graph, runtime, { successors, replicas, unroll });
    // Last, and never simplified: equal nodes would become one again.
    const ready = recomputeBeside === undefined ? full : recompute(full, recomputeBeside);
    const hasCopies = ready !== full;
    // ONNX Runtime's own optimization would merge copies with their originals.
    const unoptimized = hasCopies || ready.nodes.length >= MANY_NODES;
    // Where it knows the sizes of values, it holds on to idle buffers for later values of the same
    // sizes: a seventh more memory.
    const file = writeOnnx(ready, { sizes: !hasCopies });
    const session = await runtime.createSession(file, {
        ...(unoptimized ? { optimization: "disabled" } : {}),
        ...sessionOptions,
    });
    return inUsualOrder(session, changedOrders(graph, ready, runtime, successors));
}
/**
 * The orders of a compiled graph's inputs and outputs: an input in blocks of rows has their shape.
 */
function changedOrders(before, after, { block }, successors = new Map()) {
    const usual = new Map(before.inputs.map(({ name, shape }) => [name, shape]));
    const inputs = new Map();
    const outputs = new Map();
    for (const { name, shape } of after.inputs) {
        const matrix = usual.get(name);
        const next = successors.get(name);
        if (block === undefined || next === undefined || matrix?.length !== 2)
            continue;
        if (!sameShape(shape, inRowsShape(matrix)))
            continue;
        inputs.set(name, blocksOfRows(block));
        outputs.set(next, blocksOfRows(block));
    }
    return { inputs, outputs };
}
