/**
 * Gradients of .onnx models equal those of PyTorch in double precision, or central differences of
 * onnx's reference evaluator, to 1e-4 of the tensor's largest; or to three times what PyTorch's in
 * single precision are off, where a model loses more digits. A gradient that is zero but for
 * rounding is compared on the scale of the model. `test/oracles/gradients.py` makes the files:
 *
 *     python test/oracles/gradients.py FOLDER MODEL.onnx …
 *     export STEPZERO_GRADIENTS=FOLDER STEPZERO_MODELS=FOLDERS
 *     npx vitest run -c vitest.long.config.ts oracle-gradients
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { arraysOf, gradientsOf, magnitude } from "../../bench/real-models/file-gradients.js";
import { parseNpz } from "../../src/data/formats/npz.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";

const folder = process.env.STEPZERO_GRADIENTS ?? "";
const models = (process.env.STEPZERO_MODELS ?? "../shared/models").split(":");
const stems = folder === "" ? [] : readdirSync(folder).flatMap((name) => /^(.*)\.npz$/.exec(name)?.[1] ?? []);

describe.skipIf(stems.length === 0)("gradients equal another program's", () => {
  it.each(stems)("%s", async (stem) => {
    const path = models.map((one) => join(one, `${stem}.onnx`)).find((one) => existsSync(one));
    if (path === undefined) throw new Error(`${stem}.onnx is in none of ${models.join(", ")}: set STEPZERO_MODELS`);
    const arrays = parseNpz(readFileSync(join(folder, `${stem}.npz`)), stem);
    const [places, expected] = [arraysOf(arrays, "index"), arraysOf(arrays, "gradient")];
    const { runtime } = await loadRuntime();
    const got = await gradientsOf(runtime, readOnnxFile(path), arraysOf(arrays, "input"), arraysOf(arrays, "weight"));
    const single = arraysOf(arrays, "single");
    const relevant = [...expected.keys()].flatMap((name) => got.get(name) ?? []);
    const floor = 1e-3 * relevant.reduce((most, data) => Math.max(most, magnitude(data)), 0);
    const wrong: string[] = [];
    for (const [name, { data }] of expected) {
      const ours = got.get(name);
      if (ours === undefined) {
        wrong.push(`${name}: stepzero has no such constant`);
        continue;
      }
      const largest = Math.max(magnitude(ours), floor);
      const tolerance = Math.max(1e-4, 3 * (single.get(name)?.data[0] ?? 0));
      const at = [...places.get(name)!.data];
      const worst = at.reduce((most, place, i) => Math.max(most, Math.abs(ours[place]! - data[i]!)), 0);
      if (!(worst <= tolerance * largest)) wrong.push(`${name}: ${worst} of ${largest}`);
    }
    expect(wrong).toEqual([]);
  });
});
