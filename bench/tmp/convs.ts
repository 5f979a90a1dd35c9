import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadRuntime } from "../../src/runtime/node.js";
import { runStreams, trainEpoch } from "../../src/training/epoch.js";
import { noiseProblem } from "../problem.js";
const [model = "resnet20", op = "Conv"] = process.argv.slice(2);
const folder = mkdtempSync("/tmp/prof-");
const { runtime } = await loadRuntime();
let k = 0;
const profiled = { ...runtime, createSession: (m: Uint8Array, o = {}) => runtime.createSession(m, { ...o, profile: join(folder, `s${k++}`) }) };
const steps = 5;
const { problem, start } = await noiseProblem(model, profiled, { batch: 128, steps });
await trainEpoch(problem, start, runStreams(0));
await problem.release();
const rows = new Map<string, number[]>();
for (const f of readdirSync(folder)) {
  const events = JSON.parse(readFileSync(join(folder, f), "utf8"));
  for (const e of events) {
    if (e.cat !== "Node" || !e.name.endsWith("kernel_time")) continue;
    if (op !== "all" && e.args.op_name !== op) continue;
    const shapes = (s: any[]) => s.map((o) => Object.values(o)[0]).map((x: any) => `[${x.join(",")}]`).join(" ");
    const key = `${e.args.op_name} ${shapes(e.args.input_type_shape)} -> ${shapes(e.args.output_type_shape)}`;
    if (!rows.has(key)) rows.set(key, []);
    rows.get(key)!.push(e.dur / 1000);
  }
}
for (const [key, ds] of [...rows].sort((a, b) => b[1].reduce((x, y) => x + y, 0) - a[1].reduce((x, y) => x + y, 0)).slice(0, Number(process.argv[4] ?? 30))) {
  const total = ds.reduce((a, b) => a + b, 0) / steps;
  console.log(total.toFixed(2).padStart(8), "ms", (ds.length / steps).toFixed(0).padStart(4), "x", (ds.toSorted((a, b) => a - b)[ds.length >> 1]!).toFixed(3).padStart(8), key.slice(0, 170));
}
