/** Weights beside a model: what is read, and what is refused. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TensorProto_DataType as DataType, TensorProto_DataLocation as Location } from "onnx-buf";
import { afterAll, describe, expect, it } from "vitest";
import { fileOf } from "../../../test/onnx/onnx-file.js";
import { shared } from "../../../test/onnx/shared-models.js";
import { haveShared } from "../../../test/oracles.js";
import { InputError } from "../../errors.js";
import { readOnnx } from "../../graph/file/read.js";
import { toNumbers } from "../../graph/tensor.js";
import { parseInitializer } from "../../initializers/index.js";
import { initializeOnnx } from "../initialize-onnx.js";
import { readOnnxFile } from "./onnx-file.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-beside-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...path: string[]) => join(folder, ...path);
mkdirSync(at("model", "inner"), { recursive: true });
const numbers = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
writeFileSync(at("secret.bin"), numbers);
writeFileSync(at("model", "w.bin"), numbers);
writeFileSync(at("model", "inner", "w.bin"), numbers);
symlinkSync("w.bin", at("model", "link.bin"));
symlinkSync("../secret.bin", at("model", "out.bin"));
symlinkSync("/dev/zero", at("model", "zero.bin"));
symlinkSync("..", at("model", "up"));
symlinkSync("loop.bin", at("model", "loop.bin"));
spawnSync("mkfifo", [at("model", "pipe.bin")]);

/** The tensor [2] of a model whose side file is described so. */
function beside(entries: Readonly<Record<string, string>>): number[] {
  const bytes = fileOf({
    opset: 13,
    nodes: [{ op: "Identity", inputs: ["w"] }],
    constants: {
      w: {
        dataType: DataType.FLOAT,
        dims: [2n],
        dataLocation: Location.EXTERNAL,
        externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
      },
    },
  });
  const path = at("model", "m.onnx");
  writeFileSync(path, bytes);
  const file = readOnnxFile(path);
  const { constants } = readOnnx(file.bytes, { externalData: file.externalData });
  return toNumbers([...constants.values()][0]!);
}

describe("weights beside a model", () => {
  it.each([
    [{ location: "w.bin", length: "8" }, [1, 2]],
    [{ location: "w.bin", offset: "8" }, [3, 4]],
    [{ location: "inner/w.bin", offset: "4", length: "8" }, [2, 3]],
    [{ location: "./inner/../w.bin".replace("inner/../", ""), offset: "8", length: "8" }, [3, 4]],
    [{ location: "link.bin", offset: "4", length: "8" }, [2, 3]],
  ] as [Record<string, string>, number[]][])("%o", (entries, expected) => {
    expect(beside(entries)).toEqual(expected);
  });

  it.each([
    ["a file above", { location: "../secret.bin", length: "8" }, "asks for a file outside its folder"],
    ["a file above, by a detour", { location: "inner/../../secret.bin" }, "asks for a file outside its folder"],
    ["a file above, as Windows writes it", { location: "..\\secret.bin" }, "asks for a file outside its folder"],
    ["an absolute path", { location: at("model", "w.bin"), length: "8" }, "asks for an absolute path"],
    ["an absolute path of Windows", { location: "C:\\w.bin" }, "asks for an absolute path"],
    ["a link that leads out", { location: "out.bin", length: "8" }, `asks for a link to ${at("secret.bin")}, outside`],
    ["a folder that leads out", { location: "up/secret.bin", length: "8" }, "outside its folder"],
    ["a link to /dev/zero", { location: "zero.bin", length: "8" }, "asks for a link to /dev/zero, outside its folder"],
    ["a pipe", { location: "pipe.bin", length: "8" }, "pipe.bin, which is no regular file"],
    ["a folder", { location: "inner", length: "8" }, "inner, which is no regular file"],
    ["no location", { length: "8" }, "which is no regular file"],
    ["a file that is missing", { location: "v.bin" }, `needs ${at("model", "v.bin")}, which is missing`],
    ["a zero byte", { location: "w\0.bin" }, "which cannot be read"],
    ["more than there is", { location: "w.bin", offset: "12", length: "8" }, "wants bytes 12 to 20, and"],
    ["an offset beyond", { location: "w.bin", offset: "17" }, "wants bytes from 17 on, and"],
    [
      "an offset below 0",
      { location: "w.bin", offset: "-8", length: "8" },
      'with offset "-8", expected a whole number',
    ],
    ["a length that is no number", { location: "w.bin", length: "8e0" }, 'with length "8e0", expected a whole'],
    [
      "a length that is not the shape's",
      { location: "w.bin", length: "12" },
      'initializer "w" has 12 bytes in "w.bin", its shape [2] needs 8: export it again',
    ],
    [
      "a huge length",
      { location: "w.bin", length: "999999999999999" },
      'has 999999999999999 bytes in "w.bin", its shape [2] needs 8',
    ],
    ["a huge offset", { location: "w.bin", offset: "999999999999999", length: "8" }, "wants bytes 999999999999999 to"],
    ["an offset of 30 digits", { location: "w.bin", offset: "9".repeat(30) }, "expected a whole number"],
    ["a link to itself", { location: "loop.bin", length: "8" }, "loop.bin, which cannot be read (ELOOP"],
    ["more than the shape needs", { location: "w.bin" }, "wants all bytes from 0 on for a tensor of 8 bytes, and"],
  ] as [string, Record<string, string>, string][])("refuses %s", (_, entries, message) => {
    expect(() => beside(entries)).toThrow(InputError);
    expect(() => beside(entries)).toThrow(message);
    expect(() => beside(entries)).toThrow('initializer "w"');
  });

  it("names tensor, location, file and remedy", () => {
    expect(() => beside({ location: "../secret.bin", length: "8" })).toThrow(
      `initializer "w" keeps its data in the side file "../secret.bin": ${at("model", "m.onnx")} asks for a file outside its folder. ` +
        "Put the model and its data files (no links) into one folder, or save the model as one file.",
    );
  });
});

/** A model of tensors [length] in one side file, tensor i from byte `offset(i)` on. */
function manyBeside(count: number, length: number, offset: (i: number) => number): string {
  const entries = (i: number) => ({ location: "large.bin", offset: `${offset(i)}`, length: `${4 * length}` });
  const names = Array.from({ length: count }, (_, i) => `w${i}`);
  const bytes = fileOf({
    opset: 13,
    nodes: names.map((name) => ({ op: "Identity", inputs: [name], outputs: [`y_${name}`] })),
    outputs: names.map((name) => `y_${name}`),
    constants: Object.fromEntries(
      names.map((name, i) => [
        name,
        {
          dataType: DataType.FLOAT,
          dims: [BigInt(length)],
          dataLocation: Location.EXTERNAL,
          externalData: Object.entries(entries(i)).map(([key, value]) => ({ key, value })),
        },
      ]),
    ),
  });
  const path = at("model", "many.onnx");
  writeFileSync(path, bytes);
  return path;
}

describe("one file beside a model", () => {
  it("is read once, however many tensors point into it and however often they are asked for", () => {
    const numbers = Float32Array.from({ length: 500 }, (_, i) => i);
    writeFileSync(at("model", "large.bin"), new Uint8Array(numbers.buffer));
    const { bytes, externalData } = readOnnxFile(manyBeside(5, 100, (i) => 400 * i));
    const before = readOnnx(bytes, { externalData });
    rmSync(at("model", "large.bin"));
    const after = readOnnx(bytes, { externalData });
    for (const { constants } of [before, after]) {
      expect([...constants.values()].flatMap((constant) => toNumbers(constant))).toEqual(Array.from(numbers));
    }
  });

  it("may serve tensors that are tied, but not fill the memory by them", () => {
    writeFileSync(at("model", "large.bin"), new Uint8Array(4000));
    const tied = readOnnxFile(manyBeside(3, 1000, () => 0));
    expect(readOnnx(tied.bytes, { externalData: tied.externalData }).constants.size).toBe(3);
    for (const offset of [() => 0, (i: number) => 4 * i]) {
      const { bytes, externalData } = readOnnxFile(manyBeside(6, 2 ** 26, offset));
      expect(() => readOnnx(bytes, { externalData })).toThrow(
        /initializers up to "w5" want \d+ bytes of the first \d+ of the side file "large\.bin": give each tensor bytes/,
      );
    }
  });
});

describe("what is no file of a model", () => {
  it.each([
    ["a folder", at("model"), `${at("model")} is a folder, expected a file. Name the file in it.`],
    [
      "a pipe",
      at("model", "pipe.bin"),
      "pipe.bin is a pipe, expected a regular file. Save what it gives to a file first.",
    ],
    ["a device", "/dev/zero", "/dev/zero is a device, expected a regular file."],
    ["a link to a device", at("model", "zero.bin"), "zero.bin is a device, expected a regular file."],
    ["a link to itself", at("model", "loop.bin"), "loop.bin cannot be read: ELOOP"],
    ["nothing", at("model", "none.onnx"), `There is no file ${at("model", "none.onnx")}`],
  ])("is refused at once: %s", (_, path, message) => {
    expect(() => readOnnxFile(path)).toThrow(InputError);
    expect(() => readOnnxFile(path)).toThrow(message);
  });

  it("is refused by its size if it has 2³¹ bytes", () => {
    const path = at("model", "huge.onnx");
    writeFileSync(path, "");
    truncateSync(path, 2 ** 31); // no byte is on the disk
    expect(() => readOnnxFile(path)).toThrow(`${path} has 2.1 GB; an .onnx file can have less than 2.1 GB.`);
  });
});

describe.skipIf(!haveShared("models"))("files of reports", () => {
  const options = { method: parseInitializer("he"), seed: 0 };
  it.each(["cases/hostile/external-data/download/models/m.onnx", "cases/hostile/external-data-devzero.onnx"])(
    "%s is refused, read or written",
    (path) => {
      const { bytes, externalData } = readOnnxFile(shared(path));
      expect(() => readOnnx(bytes, { externalData })).toThrow("asks for a file outside its folder");
      expect(() => initializeOnnx(bytes, { ...options, externalData }).onnx()).toThrow(
        "asks for a file outside its folder",
      );
    },
  );

  it("PyTorch's side file moves into the new model", () => {
    const { bytes, externalData } = readOnnxFile(shared("models/torch-mlp-external-op15.onnx"));
    const before = readOnnx(bytes, { externalData });
    const model = initializeOnnx(bytes, { ...options, externalData });
    const after = readOnnx(model.onnx()); // nothing beside it
    expect(after.nodes.length).toBe(before.nodes.length);
    const sizes = ({ constants }: typeof before) => [...constants].map(([{ name }, { shape }]) => [name, shape]);
    expect(sizes(after)).toEqual(sizes(before));
  });
});
