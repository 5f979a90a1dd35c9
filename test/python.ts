/**
 * Debian's Python as an independent reference; tests that need a missing module skip and say why.
 */
import { execFileSync, spawnSync } from "node:child_process";

const python = "/usr/bin/python3";

/** Whether Debian's Python has a module; prints why the tests skip where it does not. */
export function havePython(module: string): boolean {
  const { status } = spawnSync(python, ["-c", `import ${module}`], { stdio: "ignore" });
  if (status === 0) return true;
  console.warn(`skipped: ${python} has no module ${module}; install Debian's python3-${module}`);
  return false;
}

/** What a program prints. OpenBLAS keeps to one thread beside the tests. */
export function runPython(program: string, args: readonly string[] = []): string {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  return execFileSync(python, ["-c", program, ...args], { encoding: "utf8", env, maxBuffer: 2 ** 28 });
}
