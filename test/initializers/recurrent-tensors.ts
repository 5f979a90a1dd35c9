/** The tensors of recurrent layers, gate by gate, as the reader of .onnx files makes them. */
import type { RecurrentPlace, TensorRole, TensorSpecification } from "../../src/network/parameter.js";

/** Gates in ONNX's order. */
export const gatesOf = {
  LSTM: ["input", "output", "forget", "cell"],
  GRU: ["update", "reset", "new"],
  RNN: ["new"],
} as const satisfies Record<string, readonly RecurrentPlace["gate"][]>;

export type Cell = keyof typeof gatesOf;

/** "R[hidden cell]"; of a second direction "R[reverse hidden cell]". */
export const nameOf = (tensor: "W" | "R" | "B" | "P", part: string, gate: string, reverse = false) =>
  `${tensor}[${reverse ? "reverse " : ""}${part} ${gate}]`;

/** All tensors of one direction of a layer; an LSTM with peepholes. */
export function recurrentTensors(
  cell: Cell,
  inputs: number,
  units: number,
  { activation = "tanh", reverse = false }: { readonly activation?: string; readonly reverse?: boolean } = {},
): TensorSpecification[] {
  const gates: readonly RecurrentPlace["gate"][] = gatesOf[cell];
  const layer = reverse ? "R[reverse]" : "R";
  return gates.flatMap((gate, index) => {
    const isState = gate === "cell" || gate === "new";
    const role = (part: RecurrentPlace["part"]): Pick<TensorRole, "activation" | "recurrent"> => ({
      activation: isState ? activation : "sigmoid",
      recurrent: { layer, part, gate, index, gates: gates.length, units },
    });
    const ofPart = (part: "input" | "hidden"): TensorSpecification[] => {
      const shape = [units, part === "input" ? inputs : units];
      const kernelRole: TensorRole = { kind: "kernel", operation: "dense", ...role(part) };
      const kernel = { name: nameOf(part === "input" ? "W" : "R", part, gate, reverse), shape, role: kernelRole };
      const biasRole: TensorRole = { kind: "bias", ...role(part), kernel: { shape, role: kernelRole } };
      return [kernel, { name: nameOf("B", part, gate, reverse), shape: [units], role: biasRole }];
    };
    const peephole: TensorSpecification = {
      name: nameOf("P", "peephole", gate, reverse),
      shape: [units],
      role: { kind: "bias", ...role("peephole") },
    };
    return [...ofPart("input"), ...ofPart("hidden"), ...(cell === "LSTM" && !isState ? [peephole] : [])];
  });
}
