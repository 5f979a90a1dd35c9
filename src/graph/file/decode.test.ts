import { expect, it } from "vitest";
import { fileOf } from "../../../test/onnx/onnx-file.js";
import { InputError } from "../../errors.js";
import { decodeModel } from "./decode.js";
import { type Field, fieldsOf } from "./wire.js";

const bytes = fileOf({ opset: 13, nodes: [{ op: "Relu", inputs: ["x"] }] });

/** The last field of this number in the message of a field, or in the model. */
function last(number: number, { value, end }: Pick<Field, "value" | "end"> = { value: 0, end: bytes.length }): Field {
  return [...fieldsOf(bytes, value, end)].filter((field) => field.number === number).at(-1)!;
}

it("refuses a field that goes on behind the end of its message, whatever follows", () => {
  // model.graph.output.type.tensor_type (onnx.proto: fields 7, 12, 2, 1), each with a length byte.
  const graph = last(7);
  const type = last(2, last(12, graph));
  const tensor = last(1, type);
  expect(decodeModel(bytes).graph.output).toHaveLength(1);
  for (const field of [type, tensor]) {
    const longer = bytes.slice();
    longer[field.value - 1]! += 1;
    // Bytes follow, in which a careless reader would go on.
    const followed = new Uint8Array([...longer, 0x12, 0x00]);
    for (const changed of [longer, followed]) {
      expect(() => decodeModel(changed)).toThrow(InputError);
      expect(() => decodeModel(changed)).toThrow(/needs \d+ bytes, \d+ are there/);
    }
  }
});
