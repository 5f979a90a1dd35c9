/**
 * `npm run test:operators [pattern]`: the official operator tests of onnx against `readOnnx`.
 * Prints what came of them and each that differs; without a pattern it writes docs/operators.md.
 */
import { writeFileSync } from "node:fs";
import { runAll } from "../test/operators/run-all.js";
import { pageOf } from "../test/operators/table.js";

const pattern = process.argv[2];
const results = await runAll(pattern === undefined ? undefined : new RegExp(pattern));
for (const { test, result, reason } of results) {
  if (result === "differs" || (pattern !== undefined && result === "refused")) {
    console.log(`${result}: ${test.release} ${test.name} (${test.operator} ${test.opset}): ${reason}`);
  }
}
for (const result of ["passed", "refused", "superseded", "differs"] as const) {
  console.log(`${result}: ${results.filter((one) => one.result === result).length}`);
}
if (pattern === undefined) writeFileSync("docs/operators.md", pageOf(results));
process.exitCode = results.some(({ result }) => result === "differs") ? 1 : 0;
