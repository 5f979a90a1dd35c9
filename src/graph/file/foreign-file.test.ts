/** Files of other kinds, written by their own programs where Debian has them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { fileOf } from "../../../test/onnx/onnx-file.js";
import { havePython } from "../../../test/oracles.js";
import { runPython } from "../../../test/python.js";
import { writeNpz } from "../../data/formats/npz.js";
import { writeSafetensors } from "../../data/formats/safetensors.js";
import { bytes, stream } from "../../random/index.js";
import { describeForeignFile, refuseForeignFile, whyNoModel } from "./foreign-file.js";
import { readOnnx } from "./read.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-foreign-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const read = (name: string) => new Uint8Array(readFileSync(at(name)));
const text = (content: string) => new TextEncoder().encode(content);
const bytesFrom = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((p) => (typeof p === "string" ? Buffer.from(p, "latin1") : Buffer.from(p)))));

const model = fileOf({
  opset: 13,
  nodes: [{ op: "Add", inputs: ["x", "w"] }],
  constants: { w: { dataType: 1, dims: [1000n], rawData: new Uint8Array(4000) } },
});
const random = bytes(stream(0, "x"), new Uint8Array(20_000));
const one = [{ name: "w", shape: [2], data: Float32Array.of(1, 2) }];

describe("a file of another kind", () => {
  it.each([
    ["nothing", new Uint8Array(), "it is empty. Export or download the model again"],
    ["text", text("hello\nworld"), 'it is a text file, which begins with "hello". Give the model\'s .onnx file'],
    ["a letter cut in two", text("größer ".repeat(90)).slice(0, 514), "it is a text file"],
    ["a web page", text("<!DOCTYPE html><html>404"), "it is a web page. Download the file itself"],
    [
      "LFS",
      text("version https://git-lfs.github.com/spec/v1\noid"),
      "a pointer of Git LFS, not the file itself. Fetch",
    ],
    ["ONNX in text form", text('ir_version: 7\ngraph {\n name: "g"\n}'), "it is an ONNX model in text form. Save it"],
    [".npz", writeNpz(one), "it is an archive of NumPy arrays (.npz). It holds weights without a network"],
    [".safetensors", writeSafetensors(one), "it is a file of weights (.safetensors). It holds weights without"],
    [
      "Keras",
      zipSync({ "metadata.json": text("{}"), "config.json": text("{}"), "model.weights.h5": random }),
      'it is a Keras model (.keras). Export it with Keras: model.export("model.onnx", format="onnx")',
    ],
    ["a zip archive", zipSync({ "net.onnx": model }), "it is a zip archive. Unpack it first, as with unzip"],
    ["gzip", new Uint8Array(gzipSync(model)), "it is compressed with gzip. Unpack it first, as with gunzip"],
    [
      "HDF5",
      bytesFrom("\x89HDF\r\n\x1a\n", new Array(99).fill(0)),
      "an HDF5 file, as Keras writes (.h5). Export it with",
    ],
    [
      "TFLite",
      bytesFrom([28, 0, 0, 0], "TFL3", new Array(99).fill(0)),
      "it is a TensorFlow Lite file. Convert it: python",
    ],
    [
      "ORT",
      bytesFrom([24, 0, 0, 0], "ORTM", new Array(99).fill(0)),
      "it is a model in ONNX Runtime's own format (.ort)",
    ],
    ["OpenSSL", bytesFrom("Salted__", [1, 2, 3, 4]), "it is encrypted with OpenSSL. Decrypt it first"],
    ["random bytes", random, "bytes that look random, as in an encrypted or compressed"],
    ["zeros", new Uint8Array(1000), "begins with the bytes 00 00 00 00 00 00 00 00, which stepzero does not know"],
  ])("%s", (_, file, reason) => {
    expect(whyNoModel(file)).toContain(reason);
    expect(() => refuseForeignFile(file, "net.onnx")).toThrow("net.onnx is not an ONNX file: ");
    expect(() => readOnnx(file)).toThrow("not an ONNX file: ");
  });

  it.skipIf(!havePython("torch"))("PyTorch's files, zipped and of before 1.6, and TorchScript", () => {
    runPython(
      `import sys, torch
net = torch.nn.Linear(3, 2)
torch.save(net.state_dict(), sys.argv[1])
torch.save(net, sys.argv[2], _use_new_zipfile_serialization=False)
torch.jit.script(net).save(sys.argv[3])
import pickle
pickle.dump({"w": [1, 2]}, open(sys.argv[4], "wb"))`,
      ["a.pt", "b.pth", "c.pt", "d.pkl"].map(at),
    );
    expect(describeForeignFile(read("a.pt"))?.what).toBe("a PyTorch file (.pt, .pth, .pt2)");
    expect(describeForeignFile(read("a.pt"))?.remedy).toContain('torch.onnx.export(model, (x,), "model.onnx")');
    expect(describeForeignFile(read("b.pth"))?.what).toBe("a PyTorch file of before version 1.6 (.pt, .pth)");
    expect(describeForeignFile(read("c.pt"))?.what).toBe("a PyTorch file (.pt, .pth, .pt2)");
    expect(describeForeignFile(read("d.pkl"))?.what).toBe("a Python pickle");
  });

  it("says of a model that it is cut short, wherever it is cut", () => {
    expect(whyNoModel(model)).toBeUndefined();
    for (let length = 20; length < model.length - 10; length += 97) {
      expect(whyNoModel(model.subarray(0, length)), `${length}`).toMatch(
        /^it is cut short: field 7 at byte \d+ needs \d+ bytes, \d+ are there/,
      );
    }
  });

  it("takes no model for a foreign file, whatever its numbers", () => {
    const constants = { w: { dataType: 1, dims: [5000n], rawData: new Uint8Array(random) } };
    const file = fileOf({ opset: 13, nodes: [{ op: "Add", inputs: ["x", "w"] }], constants });
    expect(whyNoModel(file)).toBeUndefined();
  });
});
