/** Messages in messages: what an edit changes, byte by byte. */
import { describe, expect, it } from "vitest";
import { block, join, number, text } from "../../../test/onnx/wire-files.js";
import { concatenate } from "../bytes.js";
import { applyEdits, bytesField, type Field, fieldsOf, replaceField, varint, varintAt } from "./wire.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fieldsIn = (bytes: Uint8Array, field?: Field) => [
  ...fieldsOf(bytes, field?.value ?? 0, field?.end ?? bytes.length),
];

/** A text within two messages, whose lengths have two needless digits. */
const nested = (content: string) => block(1, join([number(9, 1), block(2, text(3, content), 2), number(9, 2)]), 2);
const file = join([number(7, 300), nested("old"), text(8, "end")]);
const [, outer] = fieldsIn(file) as [Field, Field, Field];
const [, inner] = fieldsIn(file, outer) as [Field, Field, Field];
const [leaf] = fieldsIn(file, inner) as [Field];
const edited = (content: string) =>
  concatenate(
    applyEdits(file, [replaceField([outer, inner], leaf, bytesField(3, [new TextEncoder().encode(content)]))]),
  );

describe("applyEdits", () => {
  it("keeps a length as it was written where it stays the same", () => {
    expect(hex(edited("new"))).toBe(hex(join([number(7, 300), nested("new"), text(8, "end")])));
  });

  it("writes the shortest length where it differs, in all messages around", () => {
    const content = "x".repeat(200);
    const around = block(1, join([number(9, 1), block(2, text(3, content)), number(9, 2)]));
    expect(hex(edited(content))).toBe(hex(join([number(7, 300), around, text(8, "end")])));
  });

  it("inserts in order, and removes", () => {
    const at = (within: Field[], from: number, to: number, ...parts: Uint8Array[]) => ({ within, from, to, parts });
    const edits = [
      at([outer], outer.end, outer.end, number(9, 3)),
      at([], file.length, file.length, number(6, 1)),
      at([outer], outer.end, outer.end, number(9, 4)),
      replaceField([outer], inner),
    ];
    const around = block(1, join([number(9, 1), number(9, 2), number(9, 3), number(9, 4)]));
    expect(hex(concatenate(applyEdits(file, edits)))).toBe(
      hex(join([number(7, 300), around, text(8, "end"), number(6, 1)])),
    );
  });

  it("gives the same bytes without edits", () => {
    expect(hex(concatenate(applyEdits(file, [])))).toBe(hex(file));
  });
});

describe("fieldsOf", () => {
  it.each([
    ["a length beyond the end", [0x0a, 5, 1], "field 1 at byte 0 needs 5 bytes, 1 are there"],
    ["four bytes of which two are there", [0x15, 1, 2], "field 2 at byte 0 needs 4 bytes, 2 are there"],
    ["a number without an end", [0x08, 0x80], "it ends within a number at byte 1"],
    ["a number of eleven digits", [0x08, ...new Array(10).fill(0x80), 1], "no number ends at byte 1"],
    ["the number 0", [0x02, 0], "field 0 at byte 0 has the number 0"],
    ["a kind that there is not", [0x0f, 0], "field 1 at byte 0 is of kind 7, which protobuf does not have"],
    ["a group without an end", [0x0b, 0x10, 1], "it ends within a number at byte 3"],
    ["an end without a group", [0x0c], "field 1 at byte 0 is of kind 4"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => fieldsIn(Uint8Array.from(bytes))).toThrow(message);
  });

  it("reads what varint writes", () => {
    for (const value of [0, 1, 127, 128, 300, 2 ** 31, 2 ** 53 - 1]) {
      const bytes = varint(value);
      expect(varintAt(bytes, 0, bytes.length)).toBe(value);
      expect(hex(join([number(1, value)]).subarray(1))).toBe(hex(bytes));
    }
  });
});
