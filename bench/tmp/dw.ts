import { GraphBuilder } from "../../src/onnx/builder.js";
import { writeOnnx } from "../../src/onnx/write.js";
import { reduceSum, reshape, mul, add, sub } from "../../src/onnx/expressions.js";
import { tensor, sizeOf } from "../../src/onnx/tensor.js";
import { normals, stream } from "../../src/random/index.js";
import { loadRuntime } from "../../src/runtime/node.js";
import { median } from "../problem.js";
const { runtime } = await loadRuntime();
async function time(label: string, build: (g: GraphBuilder) => void) {
  const g = new GraphBuilder("p");
  build(g);
  const graph = g.build();
  const session = await runtime.createSession(writeOnnx(graph));
  const inputs = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, tensor("float32", shape, normals(stream(0, name), sizeOf(shape)))]));
  const ms: number[] = [];
  for (let i = 0; i < 30; i++) { const b = performance.now(); await session.run(inputs); ms.push(performance.now() - b); }
  console.log(label.padEnd(50), `median ${median(ms).toFixed(3)} ms  p10 ${ms.toSorted((a,b)=>a-b)[3]!.toFixed(3)}`);
  await session.release();
}
const D = "com.microsoft.nchwc";
// outputs are summed so that they are not copied out
const tail = (g: GraphBuilder, v: any) => g.output("y", reduceSum(g, v, [0,1,2,3]));
for (const [c, s] of [[16, 32], [32, 16], [64, 8]] as const) {
  const sh = [128, c, s, s];
  const x = (g: GraphBuilder, n="x") => g.input(n, "float32", sh);
  const dw = (g: GraphBuilder, x: any, bias=false, sum?: any, act?: any) => g.apply(`${D}:Conv`, [x, g.input("w", "float32", [c, 1, 1, 1]), bias ? g.input("b", "float32", [c]) : undefined, sum], { kernel_shape: [1, 1], group: c, ...(act ? { activation: "Relu" } : {}) });
  await time(`sum only ${c}`, (g) => tail(g, x(g)));
  await time(`dw ${c}`, (g) => tail(g, dw(g, x(g))));
  await time(`dw bias relu`, (g) => tail(g, dw(g, x(g), true, undefined, true)));
  await time(`dw bias sum relu`, (g) => tail(g, dw(g, x(g), true, x(g, "z"), true)));
  await time(`dw bias, sum of computed in place`, (g) => tail(g, dw(g, x(g), true, mul(g, x(g, "z"), x(g,"z2")))));
  await time(`mul xx`, (g) => tail(g, mul(g, x(g), x(g, "z"))));
  await time(`mul channel plain`, (g) => tail(g, mul(g, x(g), g.input("c", "float32", [c, 1, 1]))));
  await time(`sub+mul+add channel plain`, (g) => tail(g, add(g, mul(g, sub(g, x(g), g.input("c", "float32", [c, 1, 1])), g.input("d", "float32", [c, 1, 1])), g.input("e", "float32", [c, 1, 1]))));
  await time(`sum spatial, batch`, (g) => g.output("y", reduceSum(g, reshape(g, reduceSum(g, reshape(g, x(g), [128 * c / 16, s * s, 16]), [1], false), [128, c]), [0])));
  await time(`sum KR plain`, (g) => g.output("y", reduceSum(g, reduceSum(g, reshape(g, x(g), [128, c, s * s]), [2], false), [0])));
}
