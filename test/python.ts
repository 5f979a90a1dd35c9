/** Programs for Python, whose modules are independent references (`havePython` in oracles.ts). */
import { execFileSync } from "node:child_process";
import { python } from "./oracles.js";

/**
 * What a program prints. OpenBLAS is kept to one thread, as other tests run beside it.
 *
 * @param input what the program reads from its standard input
 * @param interpreter Debian's, or `pythonOfToday`
 * @defaultValue `interpreter`: Debian's
 */
export function runPython(program: string, args: readonly string[] = [], input = "", interpreter = python): string {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  return execFileSync(interpreter, ["-c", program, ...args], { encoding: "utf8", env, input, maxBuffer: 2 ** 28 });
}
