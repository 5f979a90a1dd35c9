/** New numbers in real models, compared by Debian's onnx: nothing but these numbers differs. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { TensorProto_DataType as DataType, ModelProtoSchema, type TensorProto } from "onnx-buf";
import { afterAll, expect, it } from "vitest";
import { patchTensors } from "../../src/graph/file/patch.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { havePython, haveShared } from "../oracles.js";
import { differences } from "./same-but-numbers.js";
import { shared } from "./shared-models.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-patch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const models = ["models", "cases/onnx"].flatMap((path) => {
  if (!haveShared("models")) return [];
  return readdirSync(shared(path))
    .filter((name) => name.endsWith(".onnx"))
    .map((name) => ({ name, path: join(shared(path), name) }));
});

const floats: ReadonlySet<number> = new Set([DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16]);

/** The float tensors of a graph by name, as `same_but_numbers.py` calls them. */
function floatTensors(bytes: Uint8Array): Map<string, { name: string; count: number }> {
  const tensors = new Map<string, { name: string; count: number }>();
  const add = (key: string, name: string, { dims, dataType }: TensorProto) => {
    if (floats.has(dataType)) tensors.set(key, { name, count: Number(dims.reduce((size, n) => size * n, 1n)) });
  };
  const { node, initializer } = fromBinary(ModelProtoSchema, bytes).graph!;
  for (const tensor of initializer) add(`initializer ${tensor.name}`, tensor.name, tensor);
  for (const { opType, output, attribute } of node) {
    const [name, value] = [output[0]!, attribute.find(({ t }) => t !== undefined)?.t];
    if (opType === "Constant" && value !== undefined) add(`Constant ${name}`, name, value);
  }
  return tensors;
}

/** Numbers that every float type holds exactly, and that no model has. */
const numbersOf = (count: number, first: number) =>
  Float32Array.from({ length: count }, (_, i) => 64 + ((first + i) % 127) / 2);

it.skipIf(!haveShared("models") || !havePython("onnx"))("every float tensor of every model, and nothing else", () => {
  const cases = models.map(({ name, path }) => {
    const { bytes, externalData } = readOnnxFile(path);
    const tensors = floatTensors(bytes);
    const numbers = new Map([...tensors.values()].map((one, k) => [one.name, numbersOf(one.count, k)]));
    const after = join(folder, name);
    writeFileSync(after, patchTensors(bytes, numbers, { externalData, source: name }));
    return { name, path, after, tensors, numbers };
  });
  expect(cases.length).toBeGreaterThan(80);
  const results = differences(cases.map(({ path, after }) => [path, after] as const));
  cases.forEach(({ name, tensors, numbers }, i) => {
    const { changed, added, renamed, same, inside, numbers: read } = results[i]!;
    expect({ same, inside, added, renamed }, name).toEqual({ same: true, inside: true, added: [], renamed: 0 });
    const full = [...tensors].filter(([, { count }]) => count > 0).map(([key]) => key);
    expect([...changed].sort(), name).toEqual(full.sort());
    for (const key of full) {
      const expected = numbers.get(tensors.get(key)!.name)!;
      expect(read[key], `${name} ${key}`).toEqual([...expected.subarray(0, 40)]);
    }
  });
});
