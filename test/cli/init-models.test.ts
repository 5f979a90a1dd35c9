/** `stepzero init` on real models: nothing that was not asked for is changed. */
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { differences } from "../onnx/same-but-numbers.js";
import { shared } from "../onnx/shared-models.js";
import { havePython, haveShared } from "../oracles.js";
import { at } from "./init-files.js";
import { stepzero } from "./run.js";

const run = (path: string) => {
  const out = at(`fresh-${basename(path)}`);
  const { code, stderr } = stepzero(["init", "--model", path, "--init", "he", "--seed", "1", "--out", out, "--force"]);
  return { name: basename(path), path, out, code, stderr };
};

describe.skipIf(!haveShared("models") || !havePython("onnx"))("init of real models", () => {
  it("changes numbers of float tensors; nodes, types, shapes and texts stay", { timeout: 300_000 }, () => {
    const names = readdirSync(shared("models")).filter((name) => name.endsWith(".onnx"));
    const runs = names.map((name) => run(join(shared("models"), name)));
    // 2: refused, and no file; 3: not everything could be initialized.
    for (const { name, code, out, stderr } of runs) {
      expect([0, 2, 3], `${name}: ${stderr}`).toContain(code);
      expect(existsSync(out), name).toBe(code !== 2);
    }
    const written = runs.filter(({ code }) => code !== 2);
    expect(written.length).toBeGreaterThan(25);
    differences(written.map(({ path, out }) => [path, out] as const)).forEach(
      ({ same, inside, changed, added, renamed }, i) => {
        const { name, code } = written[i]!;
        expect({ same, inside }, name).toEqual({ same: true, inside: true });
        expect(renamed, name).toBeGreaterThanOrEqual(added.length);
        if (code === 0) expect(changed.length + added.length, name).toBeGreaterThan(0);
      },
    );
  });

  it("keeps half precision, Constant nodes, and the float32 of a side file in the file", () => {
    const files = [
      "models/torch-mlp-fp16-op13.onnx",
      "cases/onnx/constant-nodes-const.onnx",
      "models/torch-mlp-external-op15.onnx",
    ];
    const runs = files.map((path) => run(shared(path)));
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, expect.anything()]));
    const kernels = ["initializer 0.weight", "Constant W", "initializer 0.weight"];
    differences(runs.map(({ path, out }) => [path, out] as const)).forEach(({ same, inside, changed }, i) => {
      expect({ same, inside }).toEqual({ same: true, inside: true });
      expect(changed).toContain(kernels[i]);
    });
  });
});

describe.skipIf(!haveShared("models"))("init of files that are no models, or reach for other files", () => {
  it.each([
    [
      "a table",
      () => copy("models/MANIFEST.tsv"),
      "table.onnx is not an ONNX file: it is a text file, which begins with",
    ],
    [
      "external data above",
      () => shared(`${hostile}/external-data/download/models/m.onnx`),
      "a file outside its folder",
    ],
    ["/dev/zero", () => shared(`${hostile}/external-data-devzero.onnx`), "asks for a file outside its folder"],
  ])("%s", (_, path, message) => {
    const { code, stderr, out } = run(path());
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });
});

const hostile = "cases/hostile";

function copy(path: string): string {
  copyFileSync(shared(path), at("table.onnx"));
  return at("table.onnx");
}
