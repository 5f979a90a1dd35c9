import { describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { parseCifar } from "./cifar.js";

/** A record: its label, then 3072 pixels that count up from it. */
const record = (label: number) => [label, ...Array.from({ length: 3072 }, (_, i) => (label + i) % 256)];

describe("parseCifar", () => {
  it("joins the files' records in order, planes as they are", () => {
    const { inputs, labels, count } = parseCifar([
      ["a.bin", new Uint8Array([...record(7), ...record(2)])],
      ["b.bin", new Uint8Array(record(9))],
    ]);
    expect([count, Array.from(labels), inputs.length]).toEqual([3, [7, 2, 9], 3 * 3072]);
    expect([7, 2, 9].every((label, n) => inputs[n * 3072 + 1030] === (label + 1030) % 256)).toBe(true);
  });

  it("refuses a file cut short at any length", () => {
    const whole = new Uint8Array(record(1));
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseCifar([["a.bin", whole.subarray(0, length)]])).toThrow(InputError);
    }
    expect(() => parseCifar([["a.bin", whole.subarray(1)]])).toThrow("3072 bytes, expected a multiple of 3073");
  });

  it("refuses a label that is no class", () => {
    const bytes = new Uint8Array([...record(1), ...record(10)]);
    expect(() => parseCifar([["a.bin", bytes]])).toThrow("a.bin: record 1 has label 10, expected 0 to 9");
  });
});
