/** Recurrent networks of the detection study: LSTM, GRU and RNN over the steps of a sample. */
import { reshape } from "../../src/graph/expressions.js";
import type { Value } from "../../src/graph/graph.js";
import { dense, type Layer, type Scope, sequential } from "../../src/network/layers/index.js";
import type { RecurrentPlace, TensorRole } from "../../src/network/parameter.js";
import type { Architecture } from "./architectures.js";

/** Gates in the order of ONNX's operators. */
const gatesOf = {
  LSTM: ["input", "output", "forget", "cell"],
  GRU: ["update", "reset", "new"],
  RNN: ["new"],
} as const satisfies Record<string, readonly RecurrentPlace["gate"][]>;

type Cell = keyof typeof gatesOf;

/** What a network of this study has. */
interface RecurrentOptions {
  readonly cell: Cell;
  readonly depth: number;
  readonly units: number;
  readonly steps: number;
  readonly features: number;
}

/** Recurrent layers over all steps; the last state goes into a dense head. */
export function recurrentOf({ cell, depth, units, steps, features }: RecurrentOptions): Architecture {
  const layers = Array.from({ length: depth }, (_, i) => recurrent(cell, units, i === depth - 1));
  return {
    name: `${cell} ${depth}×${units}, ${steps} steps`,
    layers: sequential(...layers, dense(10)),
    shape: [steps, features],
    classes: 10,
    method: "keras-default",
  };
}

/** `[N, T, in]` → `[N, T, units]`, or the last state `[N, units]`. */
function recurrent(cell: Cell, units: number, isLast: boolean): Layer {
  return {
    kind: cell.toLowerCase(),
    apply: (x, scope) => {
      const { g } = scope;
      const [rows, , width] = x.shape as [number, number, number];
      const inputs = [
        g.apply("Transpose", [x], { perm: [1, 0, 2] }),
        stacked(scope, cell, { part: "input", units, width }),
        stacked(scope, cell, { part: "hidden", units, width: units }),
      ];
      const outputs = cell === "LSTM" ? 3 : 2;
      const [all, last] = g.applyAll(cell, inputs, { hidden_size: units }, { outputs }) as [Value, Value];
      if (isLast) return reshape(g, last, [rows, units]);
      const steps = all.shape[0]!;
      return g.apply("Transpose", [reshape(g, all, [steps, rows, units])], { perm: [1, 0, 2] });
    },
  };
}

/** The kernels of all gates, `[1, gates · units, width]`. */
function stacked(
  scope: Scope,
  cell: Cell,
  { part, units, width }: { readonly part: "input" | "hidden"; readonly units: number; readonly width: number },
): Value {
  const gates: readonly RecurrentPlace["gate"][] = gatesOf[cell];
  const kernels = gates.map((gate, index) => {
    const role: TensorRole = {
      kind: "kernel",
      operation: "dense",
      activation: gate === "cell" || gate === "new" ? "tanh" : "sigmoid",
      recurrent: { layer: scope.g.layer, part, gate, index, gates: gates.length, units },
    };
    return scope.parameter(`${part}-${gate}-kernel`, [units, width], { complete: role });
  });
  const joined = kernels.length === 1 ? kernels[0]! : scope.g.apply("Concat", kernels, { axis: 0 });
  return reshape(scope.g, joined, [1, gates.length * units, width]);
}
