/** The operands of ONNX's recurrent operators as entries of PyTorch's recurrent modules. */
import type { NamedTensor } from "../../data/formats/array.js";
import type { ExportedNode } from "./exported-module.js";

/**
 * Where each of PyTorch's gates stands among ONNX's: PyTorch's LSTM has input, forget, cell,
 * output and ONNX's input, output, forget, cell; PyTorch's GRU reset, update, new and ONNX's
 * update, reset, hidden.
 */
const gates: Readonly<Record<string, readonly number[]>> = { LSTM: [0, 2, 3, 1], GRU: [1, 0, 2], RNN: [0] };

/** Whether a node is a recurrent layer. */
export const isRecurrent = ({ operator }: ExportedNode): boolean => operator in gates;

/**
 * Input weights `[directions, gates · hidden, inputs]` (slot 1), recurrent weights (slot 2) and
 * both biases `[directions, 2 · gates · hidden]` (slot 3).
 *
 * @param layer which recurrent layer of its module the node is, from 0
 */
export function recurrentEntries(node: ExportedNode, slot: number, tensor: NamedTensor, layer: number): NamedTensor[] {
  if (slot < 1 || slot > 3) return [];
  const { shape, data } = tensor;
  const directions = shape[0]!;
  const size = data.length / directions;
  return Array.from({ length: directions }, (_, direction) => {
    const part = data.subarray(direction * size, (direction + 1) * size);
    const names = namesOf(node, layer, direction, directions);
    if (slot < 3) return [inGateOrder(node, names[slot - 1]!, part, shape.slice(1))];
    return names.slice(2).map((name, i) => {
      return inGateOrder(node, name, part.subarray((i * size) / 2, ((i + 1) * size) / 2), [size / 2]);
    });
  }).flat();
}

/** Entries of one direction of one layer: two weights, then two biases if the module has any. */
function namesOf({ call, module, inputs }: ExportedNode, layer: number, direction: number, directions: number) {
  const hasBias = (inputs[3] ?? "") !== "";
  const kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].slice(0, hasBias ? 4 : 2);
  if (call === undefined) {
    return kinds.map((kind) => `${module}.${kind}_l${layer}${direction === 1 ? "_reverse" : ""}`);
  }
  const perDirection = call.entries.some((name) => /\.bias_[ih]h_l\d+/.test(name)) ? 4 : 2;
  const start = (layer * directions + direction) * perDirection;
  return call.entries.slice(start, start + perDirection);
}

/** Rows in PyTorch's order of gates. */
function inGateOrder({ operator }: ExportedNode, name: string, data: Float32Array, shape: readonly number[]) {
  const order = gates[operator]!;
  const length = data.length / order.length;
  const result = new Float32Array(data.length);
  order.forEach((from, to) => {
    result.set(data.subarray(from * length, (from + 1) * length), to * length);
  });
  return { name, shape, data: result };
}
