/**
 * Convolutions over numbers of channels and filters at the edges of what WebGPU computes rightly by
 * itself, in their portable form on WebGPU and on the processor: those that differ, as JSON. Uses
 * the built package.
 */

import { GraphBuilder } from "../../dist/graph/builder.js";
import { compiledSession } from "../../dist/graph/compiler/compile.js";
import { normals, stream } from "../../dist/random/index.js";
import { loadRuntime } from "../../dist/runtime/node/load-runtime.js";

const [cpu, webgpu] = await Promise.all(["cpu", "webgpu"].map(async (device) => (await loadRuntime(device)).runtime));
const combinations = (...lists) =>
  lists.reduce((combinations, list) => combinations.flatMap((before) => list.map((one) => [...before, one])), [[]]);
const cases = [
  ...combinations(["Conv"], [1], [3, 5, 6, 9, 12, 15], [3, 4, 8]),
  ...combinations(["Conv"], [2, 3, 4], [1, 2, 6], [1, 3, 4, 5, 6, 7, 8, 10]),
  ...combinations(["ConvTranspose"], [1, 2, 3], [1, 2, 3, 4, 6], [1, 2, 3, 5]),
];

const g = new GraphBuilder("convolutions");
const inputs = {};
const input = (name, shape) => {
  const count = shape.reduce((a, b) => a * b, 1);
  inputs[name] = { type: "float32", shape, data: Float32Array.from(normals(stream(1, name), count)) };
  return g.input(name, "float32", shape);
};
cases.forEach(([operator, group, channels, filters], i) => {
  const kernel = operator === "Conv" ? [group * filters, channels, 3, 3] : [group * channels, filters, 3, 3];
  const inputs = [
    input(`x${i}`, [2, group * channels, 5, 5]),
    input(`w${i}`, kernel),
    input(`b${i}`, [group * filters]),
  ];
  g.output(`y${i}`, g.apply(operator, inputs, { group, pads: [1, 1, 1, 1] }));
});
const graph = g.build();
const [expected, got] = await Promise.all(
  [cpu, webgpu].map(async (runtime) => (await compiledSession(graph, runtime)).run(inputs)),
);
const different = cases.flatMap(([operator, group, channels, filters], i) => {
  const largest = expected[`y${i}`].data.reduce((most, v, k) => Math.max(most, Math.abs(v - got[`y${i}`].data[k])), 0);
  return largest < 1e-4 ? [] : [`${operator}, ${group} groups of ${channels} → ${filters}: ${largest}`];
});
process.stdout.write(JSON.stringify({ cases: cases.length, different }));
