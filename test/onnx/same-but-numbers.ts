/** Two .onnx files compared by Debian's onnx (`same_but_numbers.py`): what differs. */
import { execFileSync } from "node:child_process";
import { python } from "../oracles.js";

/** See `same_but_numbers.py`. */
export interface FileDifference {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly renamed: number;
  readonly same: boolean;
  readonly inside: boolean;
  readonly numbers: Readonly<Record<string, readonly number[]>>;
}

/** For each pair of paths, before and after. */
export function differences(pairs: readonly (readonly [string, string])[]): FileDifference[] {
  const program = new URL("same_but_numbers.py", import.meta.url).pathname;
  const output = execFileSync(python, [program, ...pairs.flat()], { encoding: "utf8", maxBuffer: 2 ** 28 });
  return JSON.parse(output) as FileDifference[];
}
