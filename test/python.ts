/** Programs for Debian's Python, which is an independent reference (`havePython` in oracles.ts). */
import { execFileSync } from "node:child_process";
import { python } from "./oracles.js";

/**
 * What a program prints. OpenBLAS is kept to one thread, as other tests run beside it.
 *
 * @param input what the program reads from its standard input
 */
export function runPython(program: string, args: readonly string[] = [], input = ""): string {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  return execFileSync(python, ["-c", program, ...args], { encoding: "utf8", env, input, maxBuffer: 2 ** 28 });
}
