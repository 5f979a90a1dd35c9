/**
 * Graph → session of one runtime. The order of all passes is here, on one page. Read this first.
 */
import { inUsualOrder, type SessionOrders, type TensorOrder } from "../../runtime/compiled-session.js";
import type { Runtime, Session, SessionOptions } from "../../runtime/runtime.js";
import { writeOnnx } from "../file/write.js";
import type { Graph, Value } from "../graph.js";
import { sameShape } from "../tensor.js";
import { blockedLayout } from "./cpu/blocked-layout.js";
import { blockedProducts } from "./cpu/blocked-products.js";
import { composeBlockedNormalization, lower } from "./cpu/lower.js";
import { blocksOfRows, inRowsShape } from "./cpu/matrix-order.js";
import { portable } from "./portable/portable.js";
import { oneForwardPass } from "./recurrent-steps.js";
import { replicate } from "./replicas/replicate.js";
import { recompute } from "./schedule/recompute.js";
import { type UnrollOptions, unrolled } from "./schedule/unroll.js";
import { simplify } from "./simplify/simplify.js";

/** What the passes make of a graph, beside what its runtime decides. */
export interface GraphOptions {
  /**
   * By an input's name, the output that becomes it in the next run: such inputs can change their
   * order.
   */
  readonly successors?: ReadonlyMap<string, string> | undefined;
  /** Several steps in one run, each with the `successors` of the one before. */
  readonly unroll?: UnrollOptions | undefined;
  /**
   * Several networks in one graph, with the inputs that differ between them stacked
   * (`replicas/replicate.ts`). They run in portable operators on every runtime: their purpose is to
   * fill a device.
   */
  readonly replicas?: { readonly count: number; readonly isStacked: (input: Value) => boolean } | undefined;
}

/** How a graph is compiled and loaded. */
export interface CompileOptions extends GraphOptions, SessionOptions {
  /**
   * Outputs of the forward pass: most of what it computes beside them is computed again in the
   * backward pass instead of held in memory (`schedule/recompute.ts`). Left out, nothing is.
   */
  readonly recomputeBeside?: readonly string[] | undefined;
}

/** What a pass may look at beside the graph. */
interface PassContext extends GraphOptions {
  /** Channels in a block, as in `Runtime`. */
  readonly block: number;
  /** As in `Runtime`. */
  readonly cache: number | undefined;
}

type Pass = (graph: Graph, context: PassContext) => Graph;

// The passes under names that say what each is for. All but `clean` may leave needless nodes
// behind.
const clean: Pass = (graph) => simplify(graph);
const standardOperators: Pass = (graph) => portable(graph);
const oneRecurrentPass: Pass = (graph) => oneForwardPass(graph);
const manyNetworks: Pass = (graph, { replicas }) => replicate(graph, replicas!.count, replicas!.isStacked);
const blockedNormalization: Pass = (graph, { block }) => composeBlockedNormalization(graph, block);
const fastOperators: Pass = (graph) => lower(graph);
const fastOperatorsBesideBlocks: Pass = (graph, { block }) => lower(graph, block);
const blockedImages: Pass = (graph, { block, cache }) => blockedLayout(graph, block, cache);
const blockedMatrices: Pass = (graph, { block, successors }) => blockedProducts(graph, block, successors ?? new Map());
const manySteps: Pass = (graph, { unroll, successors }) =>
  unroll === undefined ? graph : unrolled(graph, unroll, successors ?? new Map());

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
} as const satisfies Record<string, readonly Pass[]>;

function targetOf({ fastOperators, block }: Runtime, { replicas }: GraphOptions): keyof typeof passes {
  if (replicas !== undefined) return "replicas";
  if (!fastOperators) return "portable";
  return block === undefined ? "cpu" : "blockedCpu";
}

/** The graph that a runtime is handed for a (differentiated) graph, before recomputation. */
export function compiledGraph(graph: Graph, runtime: Runtime, options: GraphOptions = {}): Graph {
  const context: PassContext = { ...options, block: runtime.block ?? 1, cache: runtime.cache };
  const list: readonly Pass[] = passes[targetOf(runtime, options)];
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
export function compile(graph: Graph, runtime: Runtime): Uint8Array {
  return writeOnnx(compiledGraph(graph, runtime));
}

/**
 * From this number of nodes on, ONNX Runtime's own optimization is left out: what it finds after
 * ours is not measurable in a step's time, and it takes time that grows with the square of the
 * nodes (100 convolutions, 5,200 nodes: 6.1 s with it, 0.8 s without).
 */
const MANY_NODES = 1500;

/** A session for a (differentiated) graph. All its inputs and outputs are in the usual order. */
export async function compiledSession(graph: Graph, runtime: Runtime, options: CompileOptions = {}): Promise<Session> {
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
function changedOrders(
  before: Graph,
  after: Graph,
  { block }: Runtime,
  successors: ReadonlyMap<string, string> = new Map(),
): SessionOrders {
  const usual = new Map(before.inputs.map(({ name, shape }) => [name, shape]));
  const inputs = new Map<string, TensorOrder>();
  const outputs = new Map<string, TensorOrder>();
  for (const { name, shape } of after.inputs) {
    const matrix = usual.get(name);
    const next = successors.get(name);
    if (block === undefined || next === undefined || matrix?.length !== 2) continue;
    if (!sameShape(shape, inRowsShape(matrix))) continue;
    inputs.set(name, blocksOfRows(block));
    outputs.set(next, blocksOfRows(block));
  }
  return { inputs, outputs };
}
