/**
 * `npm run test:operators`: the official operator tests of onnx against `readOnnx`. Prints what
 * passed, what was refused and why, and what differs; writes docs/operators.md where all is well.
 */
import { writeFileSync } from "node:fs";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { casesOf, releases } from "../test/operators/case.js";
import { runCase } from "../test/operators/run-case.js";

const { runtime } = await loadRuntime();
const rows: string[] = [];
const counts = new Map<string, number>();
const only = process.argv[2];
for (const release of releases()) {
  for (const test of casesOf(release)) {
    if (only !== undefined && !new RegExp(only).test(`${release} ${test.name} ${test.operator}`)) continue;
    const outcome = await runCase(test, runtime);
    counts.set(outcome.result, (counts.get(outcome.result) ?? 0) + 1);
    if (outcome.gradientChecked) counts.set("gradient", (counts.get("gradient") ?? 0) + 1);
    rows.push(
      [
        release,
        test.opset,
        test.operator,
        test.name,
        outcome.result,
        outcome.inRuntime,
        outcome.gradient,
        outcome.gradientChecked,
        outcome.reason,
      ].join("\t"),
    );
  }
}
writeFileSync("/tmp/operators.tsv", rows.join("\n"));
console.log(counts);
