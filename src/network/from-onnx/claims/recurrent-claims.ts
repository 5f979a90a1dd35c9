/** Kernels and biases of LSTM, GRU and RNN, gate by gate and direction by direction. */
import type { OutlineNode } from "../../../graph/file/outline.js";
import type { RecurrentPlace } from "../../parameter.js";
import { partSource, shapeOf } from "../part-source.js";
import type { FindSource } from "../stored-source.js";
import type { Claim } from "./claim.js";

/** The gates in the order of the operator's stacked kernels (ONNX). */
const gates: Readonly<Record<string, readonly RecurrentPlace["gate"][]>> = {
  LSTM: ["input", "output", "forget", "cell"],
  GRU: ["update", "reset", "new"],
  RNN: ["new"],
};

/**
 * W `[directions, gates · H, in]`, R `[directions, gates · H, H]`, B `[directions, 2 · gates · H]`
 * (of the input first), and P `[directions, 3 · H]` of an LSTM with peepholes. Each may be joined
 * from several tensors, as exporters do that bring gates into ONNX's order in the graph.
 */
export function recurrentClaims(node: OutlineNode, find: FindSource): readonly Claim[] {
  const names = gates[node.operator]!;
  const hidden = shapeOf(find, node.inputs[2]);
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
  return Array.from({ length: directions }, (_, direction) => {
    const claim = (input: number, role: Claim["role"], start: number, width?: number): Claim[] => {
      const places = [
        { start: direction, size: 1 },
        { start, size: units },
      ];
      const operand = node.inputs[input];
      const ranges = width === undefined ? places : [...places, { start: 0, size: width }];
      const part = partSource(find, operand, ranges);
      if (part === undefined) return [];
      const shape = width === undefined ? [units] : [units, width];
      const steps = [...part.steps, { kind: "reshape", shape } as const];
      const isWhole = find(operand) !== undefined;
      const of = width === undefined ? { kernelNode: node } : {};
      return [{ node, input, role, steps, factor: 1, direction, ...of, ...(isWhole ? {} : { source: part.source }) }];
    };
    const ofGates = names.flatMap((gate, i) => {
      const activation = activationOf(node, direction, gate === "cell" || gate === "new");
      const kernels = (["input", "hidden"] as const).flatMap((part, at) => {
        const width = shapeOf(find, node.inputs[1 + at])?.[2];
        const role = {
          kind: "kernel",
          operation: "dense",
          activation,
          recurrent: placeOf(gate, part, direction),
        } as const;
        return width === undefined ? [] : claim(1 + at, role, i * units, width);
      });
      const biases = (["input", "hidden"] as const).flatMap((part, at) =>
        claim(
          3,
          { kind: "bias", activation, recurrent: placeOf(gate, part, direction) },
          (at * names.length + i) * units,
        ),
      );
      return [...kernels, ...biases];
    });
    if (node.operator !== "LSTM") return ofGates;
    const peepholes = (["input", "output", "forget"] as const).flatMap((gate, i) =>
      claim(7, { kind: "bias", activation: "sigmoid", recurrent: placeOf(gate, "peephole", direction) }, i * units),
    );
    return [...ofGates, ...peepholes];
  }).flat();
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
