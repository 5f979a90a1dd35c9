import { GraphBuilder } from "../../src/onnx/builder.js";
import { writeOnnx } from "../../src/onnx/write.js";
import { pad, reshape } from "../../src/onnx/expressions.js";
import { tensor, sizeOf } from "../../src/onnx/tensor.js";
import { normals, stream } from "../../src/random/index.js";
import { loadRuntime } from "../../src/runtime/node.js";
import { median } from "../problem.js";
const { runtime } = await loadRuntime();
async function time(label: string, flops: number, build: (g: GraphBuilder) => void) {
  const g = new GraphBuilder("p");
  build(g);
  const graph = g.build();
  const session = await runtime.createSession(writeOnnx(graph));
  const inputs = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, tensor("float32", shape, normals(stream(0, name), sizeOf(shape)))]));
  const ms: number[] = [];
  for (let i = 0; i < 15; i++) { const b = performance.now(); await session.run(inputs); ms.push(performance.now() - b); }
  const best = ms.toSorted((a,b)=>a-b)[2]!;
  console.log(label.padEnd(50), `median ${median(ms).toFixed(3)} ms  p10 ${best.toFixed(3)}  ${(flops/best/1e6).toFixed(0)} GFLOP/s`);
  await session.release();
}
const D = "com.microsoft.nchwc";
const n = 128;
for (const [c, o, s] of [[16, 16, 32], [32, 32, 16], [64, 64, 8], [64,64,13]] as const) {
  const f = 2 * 9 * c * o * s * s * n;
  await time(`dW padded attr ${c} ${o} ${s}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("x", "float32", [c, n, s, s]), g.input("d", "float32", [o, n, s, s])], { kernel_shape: [s, s], pads: [1,1,1,1] })); });
  await time(`dW prepadded ${c} ${o} ${s}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("x", "float32", [c, n, s+2, s+2]), g.input("d", "float32", [o, n, s, s])], { kernel_shape: [s, s] })); });
  await time(`dW pad + conv ${c} ${o} ${s}`, f, (g) => {
    const x = g.input("x", "float32", [c * n / 16, s, s * 16]);
    const p = reshape(g, pad(g, x, [0, 1, 16], [0, 1, 16]), [c, n, s + 2, s + 2]);
    g.output("y", g.apply(`${D}:Conv`, [p, g.input("d", "float32", [o, n, s, s])], { kernel_shape: [s, s] })); });
  await time(`dW 3 col copies in O ${c} ${o} ${s}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("x", "float32", [c, n, s+2, s+2]), g.input("d", "float32", [3*o, n, s, s+2])], { kernel_shape: [s, s+2] })); });
  await time(`fwd ${c} ${o} ${s}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("x", "float32", [n, c, s, s]), g.input("d", "float32", [o, c, 3, 3])], { kernel_shape: [3, 3], pads: [1,1,1,1] })); });
  await time(`fwd prepadded ${c} ${o} ${s}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("x", "float32", [n, c, s+2, s+2]), g.input("d", "float32", [o, c, 3, 3])], { kernel_shape: [3, 3] })); });
}
