/**
 * `doctor` calls the tensors of a file as the module that it was exported from does, whatever the
 * exporter made of the names; the numbers that it draws stay those of `init`.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { moduleNames } from "../../src/diagnosis/module-names.js";
import { compareNamedFiles } from "../../src/diagnosis/node/compare-named-files.js";
import { diagnoseNamed } from "../../src/diagnosis/node/diagnose-named.js";
import { parseInitializer } from "../../src/initializers/index.js";
import { initializeOnnx } from "../../src/weights/index.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { shared } from "../onnx/shared-models.js";
import { haveShared } from "../oracles.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-module-names-"));
afterAll(() => rmSync(folder, { recursive: true }));

const path = (name: string) => shared(`models/${name}.onnx`);
const diagnosed = (model: string, init?: string) =>
  diagnoseNamed({ model, init, seed: 3, seeds: 1, rows: 8, remedy: (method) => method });

describe.skipIf(!haveShared("models"))("names of layers and tensors", () => {
  it.each([
    ["torch-gpt-op16", ["b.0.qkv", "b.0.o", "b.0.f1", "b.0.f2", "b.1.qkv", "b.1.o", "b.1.f1", "b.1.f2", "head"]],
    ["torch-vit-op17", ["p", "b.0.qkv", "b.0.o", "b.0.f1", "b.0.f2", "b.1.qkv", "b.1.o", "b.1.f1", "b.1.f2", "fc"]],
  ])("%s", async (name, layers) => {
    const { diagnosis } = await diagnosed(path(name));
    expect(diagnosis.layers.map((layer) => layer.name)).toEqual(layers);
    expect(diagnosis.layers.map(({ kernel }) => kernel)).toEqual(layers.map((layer) => `${layer}.weight`));
    expect(JSON.stringify(diagnosis.findings)).not.toContain("onnx::");
  });

  it("a gate of a recurrent layer is a part of the module's tensor", () => {
    const { bytes, externalData } = readOnnxFile(path("torch-lstm-op12"));
    const names = [...moduleNames(bytes, externalData).values()];
    expect(names).toContain("r.weight_ih_l0[input forget]");
    expect(names).toContain("r.weight_hh_l1[hidden cell]");
    expect(new Set(names).size).toBe(names.length);
  });

  it("draws what init writes into the file", async () => {
    const { bytes } = readOnnxFile(path("torch-gpt-op16"));
    const fresh = join(folder, "fresh.onnx");
    writeFileSync(fresh, initializeOnnx(bytes, { method: parseInitializer("orthogonal"), seed: 3 }).onnx());
    const [drawn, written] = [await diagnosed(path("torch-gpt-op16"), "orthogonal"), await diagnosed(fresh)];
    const readings = ({ diagnosis }: typeof drawn) =>
      diagnosis.layers.map(({ name, after, gradientSecondMoment }) => [name, after.secondMoment, gradientSecondMoment]);
    expect(readings(drawn)).toEqual(readings(written));
  });

  it("pairs the tensors of two files by these names", () => {
    const pairs = compareNamedFiles(path("torch-gpt-op16"), path("torch-gpt-op16"));
    expect(pairs.map(({ names: [first, second] }) => first === second)).not.toContain(false);
    expect(pairs.map(({ names: [first] }) => first)).toContain("b.1.f2.weight");
  });
});
