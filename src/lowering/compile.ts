/** Graph → session of one runtime: simplify, lower to its fast forms, serialize, load. */
import type { Graph } from "../onnx/graph.js";
import { simplify } from "../onnx/simplify.js";
import { writeOnnx } from "../onnx/write.js";
import type { Runtime, Session, SessionOptions } from "../runtime/runtime.js";
import { blockedLayout } from "./blocked-layout.js";
import { lower } from "./lower.js";
import { portable } from "./portable.js";
import { recompute } from "./recompute.js";

/**
 * From so many nodes on ONNX Runtime's own optimization is left out: what it finds after ours is not measurable in a step's time,
 * and it takes time that grows with the square of the nodes (100 convolutions, 5,200 nodes: 6.1 s with it, 0.8 s without).
 */
const MANY_NODES = 1500;

/** The graph as it is handed to a runtime. */
function prepared(graph: Graph, { fastOperators, block }: Runtime): Graph {
  const simple = simplify(graph);
  if (!fastOperators) return simplify(portable(simple));
  const lowered = simplify(lower(simple, block));
  return block === undefined ? lowered : simplify(blockedLayout(lowered, block));
}

/** The .onnx file that a runtime is handed for a (differentiated) graph. */
export function compile(graph: Graph, runtime: Runtime): Uint8Array {
  return writeOnnx(prepared(graph, runtime));
}

export interface CompileOptions extends SessionOptions {
  /**
   * Outputs that the forward pass makes: what it makes beside them is mostly computed again in the backward pass instead of kept
   * (`recompute.ts`). Left out, all is kept.
   */
  readonly recomputeBeside?: readonly string[];
}

/** A session for a (differentiated) graph. */
export function compiledSession(
  graph: Graph,
  runtime: Runtime,
  { recomputeBeside, ...options }: CompileOptions = {},
): Promise<Session> {
  const full = prepared(graph, runtime);
  const ready = recomputeBeside === undefined ? full : recompute(full, recomputeBeside);
  const copied = ready !== full;
  // ONNX Runtime's own optimization would merge copies with what they are copies of.
  const unoptimized = copied || ready.nodes.length >= MANY_NODES;
  // Of values whose sizes it knows, it holds on to idle buffers, for later ones of the same sizes: a seventh more memory.
  const file = writeOnnx(ready, { sizes: !copied });
  return runtime.createSession(file, { ...(unoptimized ? { optimization: "disabled" } : {}), ...options });
}
