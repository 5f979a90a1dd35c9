/** All official operator tests, one after another. */
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { casesOf, releases } from "./case.js";
import { runCase } from "./run-case.js";
import type { Result } from "./table.js";

/**
 * Tests that several releases have alike, byte for byte, are run once.
 *
 * @param pattern of release, operator and name; all tests if left out
 */
export async function runAll(pattern?: RegExp): Promise<Result[]> {
  const { runtime } = await loadRuntime();
  const results: Result[] = [];
  const digests = new Set<string>();
  for (const release of releases()) {
    for (const test of casesOf(release)) {
      const { name, operator, opset, digest } = test;
      if (pattern !== undefined && !pattern.test(`${release} ${operator} ${name}`)) continue;
      if (digests.has(digest)) continue;
      digests.add(digest);
      results.push({ test: { release, name, operator, opset }, ...(await runCase(test, runtime)) });
    }
  }
  return results;
}
