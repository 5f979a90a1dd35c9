/** Kernels and biases of LSTM, GRU and RNN, gate by gate and direction by direction. */
import type { OutlineNode } from "../../graph/file/outline.js";
import type { RecurrentPlace } from "../parameter.js";
import type { Claim } from "./claim.js";
import type { Step } from "./steps.js";
import type { FindSource } from "./stored-source.js";

/** The gates in the order of the operator's stacked kernels (ONNX). */
const gates: Readonly<Record<string, readonly RecurrentPlace["gate"][]>> = {
  LSTM: ["input", "output", "forget", "cell"],
  GRU: ["update", "reset", "new"],
  RNN: ["new"],
};

/**
 * W `[directions, gates · H, in]`, R `[directions, gates · H, H]`, B `[directions, 2 · gates · H]`
 * (of the input first), and P `[directions, 3 · H]` of an LSTM with peepholes.
 */
export function recurrentClaims(node: OutlineNode, find: FindSource): readonly Claim[] {
  const names = gates[node.operator]!;
  const hidden = find(node.inputs[2])?.shape;
  if (hidden?.length !== 3) return [];
  const [directions, , units] = hidden as [number, number, number];
  const placeOf = (gate: RecurrentPlace["gate"], part: RecurrentPlace["part"], direction: number): RecurrentPlace => ({
    layer: `${node.inputs[2]!.name}${direction === 0 ? "" : "[reverse]"}`,
    part,
    gate,
    index: names.indexOf(gate),
    gates: names.length,
    units,
  });
  const claims: Claim[] = [];
  const claim = (input: number, role: Claim["role"], start: number, direction: number, shape: readonly number[]) => {
    const steps: readonly Step[] = [
      { kind: "slice", axis: 0, start: direction, size: 1 },
      { kind: "slice", axis: 1, start, size: units },
      { kind: "reshape", shape },
    ];
    const kernelNode = shape.length === 1 ? { kernelNode: node } : {};
    claims.push({ node, input, role, steps, factor: 1, ...kernelNode });
  };
  for (let direction = 0; direction < directions; direction++) {
    for (const [i, gate] of names.entries()) {
      const isState = gate === "cell" || gate === "new";
      const activation = activationOf(node, direction, isState);
      for (const [input, part] of [
        [1, "input"],
        [2, "hidden"],
      ] as const) {
        const width = find(node.inputs[input])?.shape[2];
        if (width === undefined) continue;
        const recurrent = placeOf(gate, part, direction);
        const role = { kind: "kernel", operation: "dense", activation, recurrent } as const;
        claim(input, role, i * units, direction, [units, width]);
      }
      if (find(node.inputs[3]) === undefined) continue;
      for (const [at, part] of (["input", "hidden"] as const).entries()) {
        const recurrent = placeOf(gate, part, direction);
        claim(3, { kind: "bias", activation, recurrent }, (at * names.length + i) * units, direction, [units]);
      }
    }
    if (node.operator === "LSTM" && find(node.inputs[7]) !== undefined) {
      for (const [i, gate] of (["input", "output", "forget"] as const).entries()) {
        const recurrent = placeOf(gate, "peephole", direction);
        claim(7, { kind: "bias", activation: "sigmoid", recurrent }, i * units, direction, [units]);
      }
    }
  }
  return claims;
}

/** ONNX's names, in lower case, of functions that have a name here. */
const names: Readonly<Record<string, string>> = {
  sigmoid: "sigmoid",
  tanh: "tanh",
  relu: "relu",
  softplus: "softplus",
  softsign: "softsign",
};

/** The function of a gate, or of the new state. */
function activationOf({ attributes, operator }: OutlineNode, direction: number, isState: boolean): string {
  const listed = attributes.activations as readonly string[] | undefined;
  const perDirection = gates[operator]!.length === 4 ? 3 : operator === "GRU" ? 2 : 1;
  const place = direction * perDirection + (isState ? Math.min(1, perDirection - 1) : 0);
  const usual = isState ? "tanh" : "sigmoid";
  return names[(listed?.[place] ?? usual).toLowerCase()] ?? usual;
}
