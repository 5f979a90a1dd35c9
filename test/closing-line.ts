/**
 * A vitest reporter that ends the run with one plain line: "512 passed, 0 failed, 0 skipped". With
 * CI=true, which .ci/run sets, a skipped test fails the run.
 */
import type { Reporter, TestModule } from "vitest/node";

export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    const skipped: string[] = [];
    for (const module of modules) {
      // A file that fails to load has no tests to count.
      if (module.errors().length > 0) count.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state]++;
        if (state === "skipped") skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    const fails = process.env.CI === "true" && skipped.length > 0;
    if (fails) process.exitCode = 1;
    process.on("exit", () => {
      if (fails) console.log(`With CI=true no test may be skipped, but these were:\n${skipped.join("\n")}`);
      console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
    });
  }
}
