/**
 * "The same bits in every JavaScript engine" for every method that needs no data: Node beside
 * Chromium.
 */
import { expect, test } from "vitest";
import { kernelTensor } from "../src/initializers/draw.js";
import { initialWeights } from "../src/initializers/initial-weights.js";
import { initializers } from "../src/initializers/table.js";
import { parseModel } from "../src/network/models/models.js";
import { parametersOf } from "../src/network/models/parameter-table.js";
import { inChromium } from "./chromium.js";
import { haveChromium } from "./oracles.js";

/**
 * Draws the smaller tensors of a resnet20 (with and without scales) and a vit_tiny, and of shapes
 * that some methods want, from every method, and gives the SHA-256 of all bits, their number, and
 * how many of the lists each method serves.
 */
const program = `
  const chunks = [];
  let drawn = 0;
  const tensorsOf = (text, input) => {
    const { model, options } = parseModel(text);
    const { parameters } = parametersOf(model, { input, classes: 10 }, options);
    return parameters.filter(({ shape }) => shape.reduce((n, m) => n * m, 1) <= 5000);
  };
  const lists = [
    tensorsOf("resnet20:norm=scale", [3, 16, 16]),
    tensorsOf("resnet20", [3, 16, 16]),
    tensorsOf("vit_tiny:width=32,depth=3", [3, 16, 16]),
    [kernelTensor([24, 24])],
    [kernelTensor([24, 16, 3, 3])],
    [kernelTensor([16, 24, 2, 2], { operation: "transposed-convolution", stride: [2, 2] })],
    [kernelTensor([30, 7], { activation: "tanh" })],
    [kernelTensor([140, 130])], // large enough for WebAssembly in products of reflections
  ];
  const per = {};
  for (const method of initializers) {
    let served = 0;
    for (const tensors of lists) {
      let weights;
      try { weights = initialWeights(method, tensors, 7); } catch { continue; }
      served++;
      for (const tensor of tensors) {
        const data = weights[tensor.name];
        chunks.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        drawn += data.length;
      }
    }
    per[method.name] = served;
  }
  const whole = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) { whole.set(chunk, at); at += chunk.length; }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return JSON.stringify({ drawn, per, sha256: [...digest].map((b) => b.toString(16).padStart(2, "0")).join("") });
`;
const names = ["initializers", "initialWeights", "parseModel", "parametersOf", "kernelTensor"];

test.skipIf(!haveChromium())("initial weights are the same bits in Chromium", async () => {
  const run = new Function(...names, `return (async () => {${program}})();`) as (
    ...modules: unknown[]
  ) => Promise<string>;
  const here = await run(initializers, initialWeights, parseModel, parametersOf, kernelTensor);
  const { per } = JSON.parse(here) as { per: Record<string, number> };
  expect(Object.entries(per).filter(([, served]) => served === 0)).toEqual([]);
  const there = await inChromium(`
    import { initializers } from "./initializers/table.js";
    import { initialWeights } from "./initializers/initial-weights.js";
    import { parseModel } from "./network/models/models.js";
    import { parametersOf } from "./network/models/parameter-table.js";
    import { kernelTensor } from "./initializers/draw.js";
    const result = await (async () => {${program}})();`);
  expect(JSON.parse(there)).toEqual(JSON.parse(here));
});
