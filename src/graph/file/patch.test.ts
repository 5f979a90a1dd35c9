/** New numbers in files of random content; the files are written and walked without src. */
import { fromBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { type GraphProto, ModelProtoSchema, type NodeProto, type TensorProto } from "onnx-buf";
import { describe, expect, it } from "vitest";
import { type Target, wireFiles } from "../../../test/onnx/wire-files.js";
import { withoutNumbers } from "../../../test/onnx/wire-walk.js";
import { InputError } from "../../errors.js";
import { patchTensors } from "./patch.js";

const options = { numRuns: 100 };
const sideFile = new Uint8Array(20_000).map((_, i) => i % 60);
const externalData = (_: string, offset: number, length: number | undefined) =>
  sideFile.subarray(offset, length === undefined ? undefined : offset + length);

/** Numbers that every float type holds exactly. */
const numbersFor = (some: readonly Target[]) =>
  new Map(
    some.map(({ name, count }, k) => [
      name,
      Float32Array.from({ length: count }, (_, i) => (((10 * k + i) % 255) - 127) / 8),
    ]),
  );

/** A file, some of its tensors, and the file with all its side files in it. */
const filesAndSome = wireFiles.chain(({ bytes, targets }) =>
  fc.record({ bytes: fc.constant(bytes), some: fc.shuffledSubarray([...targets]), all: fc.constant(targets) }),
);

/** The numbers of the tensors in a file, decoded by protobuf's library. */
function numbersIn(bytes: Uint8Array): Map<string, number[]> {
  const { graph, functions } = fromBinary(ModelProtoSchema, bytes);
  const numbers = new Map<string, number[]>();
  const visitNodes = (nodes: readonly NodeProto[]) => {
    for (const { output, attribute } of nodes) {
      for (const { name, t, g, f, floats } of attribute) {
        if (t !== undefined) numbers.set(output[0]!, decoded(t));
        if (name === "value_float") numbers.set(output[0]!, [f]);
        if (name === "value_floats") numbers.set(output[0]!, [...floats]);
        if (g !== undefined) visit(g);
      }
    }
  };
  const visit = ({ node, initializer }: GraphProto) => {
    for (const tensor of initializer) numbers.set(tensor.name, decoded(tensor));
    visitNodes(node);
  };
  visit(graph!);
  for (const { node } of functions) visitNodes(node);
  return numbers;
}

/** Of the types 1 float32, 10 float16, 11 float64, 16 bfloat16. */
function decoded({ dataType, rawData }: TensorProto): number[] {
  const view = new DataView(rawData.slice().buffer);
  const width = { 1: 4, 10: 2, 11: 8, 16: 2 }[dataType]!;
  const at = (i: number) => {
    if (dataType === 1) return view.getFloat32(i, true);
    if (dataType === 11) return view.getFloat64(i, true);
    const bits = view.getUint16(i, true);
    if (dataType === 16) return new Float32Array(Uint32Array.of(bits * 65536).buffer)[0]!;
    const [sign, exponent, fraction] = [bits >> 15, (bits >> 10) & 31, bits & 1023];
    return (sign ? -1 : 1) * (exponent === 0 ? fraction / 2 ** 24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
  };
  return Array.from({ length: rawData.length / width }, (_, i) => at(i * width));
}

describe("patchTensors, on files of random content", () => {
  it("changes the numbers of the named tensors, and no other byte but lengths", () => {
    fc.assert(
      fc.property(filesAndSome, ({ bytes, some }) => {
        const inside = patchTensors(bytes, new Map(), { externalData });
        const after = patchTensors(inside, numbersFor(some));
        const names = new Set(some.map(({ name }) => name));
        const before = withoutNumbers(inside, names);
        expect(before.tensorCount).toBe(some.length);
        expect(withoutNumbers(after, names)).toEqual(before);
      }),
      options,
    );
  });

  it("writes the numbers, whatever the type and however they were stored", () => {
    fc.assert(
      fc.property(filesAndSome, ({ bytes, all }) => {
        const numbers = numbersFor(all);
        const expected = new Map([...numbers].map(([name, data]) => [name, [...data]]));
        const read = numbersIn(patchTensors(bytes, numbers, { externalData }));
        expect(new Map([...read].filter(([name]) => numbers.has(name)))).toEqual(expected);
      }),
      options,
    );
  });

  it("gives the same file where the numbers are its own, and where there are none", () => {
    fc.assert(
      fc.property(filesAndSome, ({ bytes, some }) => {
        const once = patchTensors(bytes, numbersFor(some), { externalData });
        expect(patchTensors(once, numbersFor(some))).toEqual(once);
        expect(patchTensors(once, new Map())).toEqual(once);
      }),
      options,
    );
  });

  it("does not come apart with damaged bytes", () => {
    const damage = fc.record({ at: fc.nat(100_000), bit: fc.nat(7), cut: fc.nat(100) });
    fc.assert(
      fc.property(filesAndSome, damage, ({ bytes, some }, { at, bit, cut }) => {
        const damaged = bytes.slice(0, cut < 10 ? bytes.length - cut : bytes.length);
        damaged[at % damaged.length]! ^= 1 << bit;
        try {
          patchTensors(damaged, numbersFor(some), { externalData });
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 400 },
    );
  });
});
