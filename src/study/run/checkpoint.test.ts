import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { tensor } from "../../graph/tensor.js";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.js";
import type { Checkpoint } from "./train-cells.js";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const checkpoint: Checkpoint = {
  state: {
    epoch: 2,
    step: 79,
    tensors: {
      "conv1/kernel": tensor("float32", [2, 1, 1, 2], [1 / 3, -0, 1e-45, 3e38]),
      "adam:step": tensor("float32", [], [7]),
      empty: tensor("float32", [0], []),
    },
  },
  history: {
    epochs: [1, 2].map((epoch) => ({
      epoch,
      trainAccuracy: 1 / 3,
      trainLoss: 2.3,
      testAccuracy: 0.1,
      testLoss: 1e-7,
      seconds: 0.25,
    })),
    initializationCost: { forward: 3, backward: 0, seconds: 0.5 },
    initializationNotes: ["a line\nand another"],
  },
  computedOn: "a runtime, several runs at once",
};
const bytes = encodeCheckpoint("a".repeat(32), checkpoint, sha256);

it("is read back bit for bit, from a Buffer of Node's too", () => {
  expect(decodeCheckpoint(bytes, "a".repeat(32), sha256)).toEqual(checkpoint);
  expect(decodeCheckpoint(Buffer.from(bytes), "a".repeat(32), sha256)).toEqual(checkpoint);
});

it("is not trusted when cut or changed at any byte, nor for another cell", () => {
  for (let at = 0; at < bytes.length; at++) {
    expect(decodeCheckpoint(bytes.subarray(0, at), "a".repeat(32), sha256)).toBeUndefined();
    const changed = bytes.slice();
    changed[at]! ^= 1;
    expect(decodeCheckpoint(changed, "a".repeat(32), sha256)).toBeUndefined();
  }
  expect(decodeCheckpoint(bytes, "b".repeat(32), sha256)).toBeUndefined();
});

it("is not trusted where its checksum is right and what it says is not", () => {
  const text = new TextDecoder("latin1").decode(bytes);
  const body = text.slice(65);
  const forged = (change: (body: string) => string): Uint8Array => {
    const changed = Buffer.from(change(body), "latin1");
    return Buffer.concat([Buffer.from(`${sha256(changed)}\n`), changed]);
  };
  const read = (change: (body: string) => string) => decodeCheckpoint(forged(change), "a".repeat(32), sha256);
  expect(read((same) => same)).toEqual(checkpoint);
  for (const [was, is] of [
    ['"epoch":2,"step"', '"epoch":1,"step"'],
    ['"testAccuracy":0.1', '"testAccuracy":5.0'],
    ["[2,1,1,2]", "[2,1,1,9e15]"],
    ["[2,1,1,2]", "[2,1,1,-2]"],
    ['"step":79', '"step":"x"'],
    ["{", "["],
  ] as const) {
    expect(body).toContain(was);
    expect(
      read((one) => one.replace(was, is)),
      is,
    ).toBeUndefined();
  }
  expect(read((one) => one.slice(0, -4))).toBeUndefined();
  expect(read((one) => `${one}....`)).toBeUndefined();
});
