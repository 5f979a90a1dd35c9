/** Graph → session of one runtime: simplify, lower to its fast forms, serialize, load. */

import type { Runtime, Session, SessionOptions, Tensors } from "../../runtime/runtime.js";
import { writeOnnx } from "../file/write.js";
import type { Graph, Value } from "../graph.js";
import { blockedLayout } from "./cpu/blocked-layout.js";
import { blockedProducts, type InRows } from "./cpu/blocked-products.js";
import { lower } from "./cpu/lower.js";
import { intoRows, outOfRows } from "./cpu/matrix-order.js";
import { portable } from "./portable/portable.js";
import { replicate } from "./replicas/replicate.js";
import { recompute } from "./schedule/recompute.js";
import { type UnrollOptions, unrolled } from "./schedule/unroll.js";
import { simplify } from "./simplify/simplify.js";

/**
 * From so many nodes on ONNX Runtime's own optimization is left out: what it finds after ours is not measurable in a step's time,
 * and it takes time that grows with the square of the nodes (100 convolutions, 5,200 nodes: 6.1 s with it, 0.8 s without).
 */
const MANY_NODES = 1500;

/** The graph as it is handed to a runtime. */
function prepared(graph: Graph, { fastOperators, block }: Runtime, options: CompileOptions = {}): InRows {
  const { successors, replicas } = options;
  const simple = simplify(graph);
  const plain = (g: Graph): InRows => ({ graph: g, inRows: new Set() });
  if (!fastOperators || replicas !== undefined) {
    const everywhere = simplify(portable(simple));
    if (replicas === undefined) return plain(everywhere);
    // Replicas make groups of convolutions, not all of which are right everywhere.
    return plain(simplify(portable(simplify(replicate(everywhere, replicas.count, replicas.isStacked)))));
  }
  const lowered = simplify(lower(simple, block));
  if (block === undefined) return plain(lowered);
  const convolutions = simplify(blockedLayout(lowered, block));
  if (successors === undefined) return plain(convolutions);
  const { graph: products, inRows } = blockedProducts(convolutions, block, successors);
  return { graph: simplify(products), inRows };
}

/** The .onnx file that a runtime is handed for a (differentiated) graph. */
export function compile(graph: Graph, runtime: Runtime): Uint8Array {
  return writeOnnx(prepared(graph, runtime).graph);
}

export interface CompileOptions extends SessionOptions {
  /** By an input's name the output that becomes it in the next run: such inputs may be wanted in an order of their own. */
  readonly successors?: ReadonlyMap<string, string>;
  /**
   * Outputs that the forward pass makes: what it makes beside them is mostly computed again in the backward pass instead of kept
   * (`recompute.ts`). Left out, all is kept.
   */
  readonly recomputeBeside?: readonly string[];
  /** Several steps in one run, each with the `successors` of the one before. */
  readonly unroll?: UnrollOptions;
  /**
   * So many networks in one graph, with the inputs that differ between them stacked (`replicas/replicate.ts`). They run in portable
   * operators on every runtime: they are there to fill a device.
   */
  readonly replicas?: { readonly count: number; readonly isStacked: (input: Value) => boolean };
}

/** A session that may want some matrices, and give their successors, in an order of their own (`matrix-order.ts`). */
export interface CompiledSession extends Session {
  /** The tensors as the session wants them: those it has no wishes for as they are, and all together where it has none. */
  arranged<T extends Tensors>(tensors: T): T;
  /** Tensors that it gave, in their usual order again. */
  inUsualOrder<T extends Tensors>(tensors: T): T;
}

/** A session for a (differentiated) graph. */
export async function compiledSession(
  graph: Graph,
  runtime: Runtime,
  options: CompileOptions = {},
): Promise<CompiledSession> {
  const { successors, replicas: _, unroll, recomputeBeside, ...own } = options;
  const { graph: once, inRows } = prepared(graph, runtime, options);
  const full = unroll === undefined ? once : unrolled(once, unroll, successors ?? new Map());
  const ready = recomputeBeside === undefined ? full : recompute(full, recomputeBeside);
  const copied = ready !== full;
  // ONNX Runtime's own optimization would merge copies with what they are copies of.
  const unoptimized = copied || ready.nodes.length >= MANY_NODES;
  // Of values whose sizes it knows, it holds on to idle buffers, for later ones of the same sizes: a seventh more memory.
  const file = writeOnnx(ready, { sizes: !copied });
  const session = await runtime.createSession(file, {
    ...(unoptimized ? { optimization: "disabled" } : {}),
    ...own,
  });
  return inRows.size === 0 ? unordered(session) : ordered(session, inRows, runtime.block!);
}

function unordered(session: Session): CompiledSession {
  const asTheyAre = <T extends Tensors>(tensors: T): T => tensors;
  return { ...session, arranged: asTheyAre, inUsualOrder: asTheyAre };
}

function ordered(session: Session, inRows: ReadonlySet<string>, block: number): CompiledSession {
  const reordered =
    (order: typeof intoRows) =>
    <T extends Tensors>(tensors: T): T => {
      const entries = Object.entries(tensors);
      return Object.fromEntries(entries.map(([name, t]) => [name, inRows.has(name) ? order(t, block) : t])) as T;
    };
  return { ...session, arranged: reordered(intoRows), inUsualOrder: reordered(outOfRows) };
}
