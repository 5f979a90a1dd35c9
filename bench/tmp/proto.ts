import { GraphBuilder } from "../../src/onnx/builder.js";
import { writeOnnx } from "../../src/onnx/write.js";
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
  for (let i = 0; i < 100; i++) { const b = performance.now(); await session.run(inputs); ms.push(performance.now() - b); }
  const best = ms.toSorted((a,b)=>a-b)[5]!;
  console.log(label.padEnd(40), `median ${median(ms).toFixed(3)} ms  p5 ${best.toFixed(3)}  ${(flops/best/1e6).toFixed(0)} GFLOP/s`);
  await session.release();
}
const n = 128;
const D = "com.microsoft.nchwc";
for (const [i, o] of [[784, 512], [512, 512]] as const) {
  const f = 2 * n * i * o;
  // repeat product R times inside one graph by using different outputs reduces JS overhead
  await time(`gemm fwd ${i}x${o}`, f, (g) => { g.output("y", g.apply("Gemm", [g.input("x", "float32", [n, i]), g.input("w", "float32", [i, o])])); });
  await time(`gemm dW  ${i}x${o}`, f, (g) => { g.output("y", g.apply("Gemm", [g.input("x", "float32", [n, i]), g.input("d", "float32", [n, o]), g.input("w","float32",[i,o])], { transA: 1, alpha: -1 , beta: 1})); });
  await time(`gemm dX  ${i}x${o}`, f, (g) => { g.output("y", g.apply("Gemm", [g.input("d", "float32", [n, o]), g.input("w", "float32", [i, o])], { transB: 1 })); });
  for (const [h, w] of [[1, 128], [8, 16], [128,1]] as const)
  await time(`conv fwd ${i}x${o} spatial ${h}x${w}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("x", "float32", [1, i, h, w]), g.input("w", "float32", [o, i, 1, 1]), g.input("b","float32",[o])], { kernel_shape: [1, 1], activation: "Relu" })); });
  await time(`conv dW+W ${i}x${o}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("x", "float32", [1, n, 1, i]), g.input("d", "float32", [o, n, 1, 1]), undefined, g.input("w", "float32", [1, o, 1, i])], { kernel_shape: [1, 1] })); });
  await time(`conv dW ${i}x${o}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("x", "float32", [1, n, 1, i]), g.input("d", "float32", [o, n, 1, 1])], { kernel_shape: [1, 1] })); });
  await time(`conv dX ${i}x${o}`, f, (g) => { g.output("y", g.apply(`${D}:Conv`, [g.input("w", "float32", [1, o, 1, i]), g.input("d", "float32", [n, o, 1, 1])], { kernel_shape: [1, 1] })); });
  await time(`reorderInput rows ${i}`, 0, (g) => { g.output("y", g.apply(`${D}:ReorderInput`, [g.input("x", "float32", [1, n, 1, i])])); });
  await time(`reorderInput cols ${i}`, 0, (g) => { g.output("y", g.apply(`${D}:ReorderInput`, [g.input("x", "float32", [1, n, 1, i])], { channels_last: 1 })); });
}
