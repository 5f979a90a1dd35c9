/**
 * What sessions on WebGPU do with the device's memory, and when several are run at once, as JSON.
 * Uses the built package.
 */
import { GraphBuilder } from "../../dist/graph/builder.js";
import { writeOnnx } from "../../dist/graph/file/write.js";
import { tensor } from "../../dist/graph/tensor.js";
import { loadRuntime } from "../../dist/runtime/node/load-runtime.js";
import { filled } from "../../dist/training/state.js";

const { runtime } = await loadRuntime("webgpu");
const { memory } = runtime;

function doubling(shape) {
  const g = new GraphBuilder("double");
  const x = g.input("x", "float32", shape);
  g.output("twice", g.apply("Add", [x, x]));
  g.output("sum", g.apply("ReduceSum", [x], { keepdims: 0 }));
  return writeOnnx(g.build());
}

const report = { description: runtime.description };

// There and back.
const pair = { a: tensor("float32", [2, 2], [1, 2, 3, 4]), b: tensor("int32", [3], [5, 6, 7]) };
const there = await memory.write(pair);
report.bytes = memory.bytes();
try {
  report.unread = Array.from(there.a.data);
} catch (error) {
  report.unread = error.message;
}
report.same = (await memory.write(there)).a === there.a;
const back = await memory.read(there);
report.back = [Array.from(back.a.data), Array.from(back.b.data)];
memory.free(there);
report.freed = memory.bytes();

// A megabyte, fed back 200 times.
const large = await runtime.createSession(doubling([512, 512]), { resident: ["twice"] });
let x = filled("float32", [512, 512], 0);
const megabytes = () => process.memoryUsage().rss / 2 ** 20;
let before;
for (let i = 0; i < 220; i++) {
  const { twice } = await large.run({ x });
  memory.free({ x });
  x = twice;
  if (i === 20) before = megabytes();
}
report.grown = megabytes() - before;
report.fedBack = memory.bytes();
await large.release();
report.released = memory.bytes();
report.afterRelease = await large.run({ x }).then(
  () => "ran",
  (error) => error.message,
);

// Two sessions, twelve runs that start at once.
const [one, two] = [await runtime.createSession(doubling([64])), await runtime.createSession(doubling([64]))];
const runs = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? one : two).run({ x: filled("float32", [64], i) }));
report.atOnce = (await Promise.all(runs)).map(({ twice, sum }) => [twice.data[63], sum.data[0]]);
await one.release();
await two.release();

process.stdout.write(JSON.stringify(report));
