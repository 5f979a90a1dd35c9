import { expect, it } from "vitest";
import { datasetFromArrays } from "./from-arrays.js";
import type { LabelledArrays } from "./labelled-arrays.js";

/** Two samples of one feature, 0 and `value`, of the classes 0 and `label`. */
const part = (name: string, value: number, label: number): LabelledArrays => ({
  inputs: { name: `x_${name}`, shape: [2, 1], data: new Float32Array([0, value]) },
  labels: { name: `y_${name}`, shape: [2], data: Int32Array.of(0, label) },
});

const checksumOf = async (value: number, label: number, name = "a") =>
  (await datasetFromArrays(name, part("train", value, 1), part("test", 0, label))).checksum;

it("depends on every input and label, not on the name", async () => {
  const checksum = await checksumOf(1, 1);
  expect(checksum).toMatch(/^[0-9a-f]{64}$/);
  expect(await checksumOf(1, 1, "b")).toBe(checksum);
  expect(await checksumOf(2, 1)).not.toBe(checksum);
  expect(await checksumOf(1, 0)).not.toBe(checksum);
});
