/** All official operator tests, one after another. */
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { casesOf, releases } from "./case.js";
import { runCase } from "./run-case.js";
import type { Result } from "./table.js";

/** @param pattern of release, operator and name; all tests if left out */
export async function runAll(pattern?: RegExp): Promise<Result[]> {
  const { runtime } = await loadRuntime();
  const results: Result[] = [];
  for (const release of releases()) {
    for (const { name, operator, opset, ...rest } of casesOf(release)) {
      if (pattern !== undefined && !pattern.test(`${release} ${operator} ${name}`)) continue;
      const outcome = await runCase({ name, operator, opset, ...rest }, runtime);
      results.push({ test: { release, name, operator, opset }, ...outcome });
    }
  }
  return results;
}
