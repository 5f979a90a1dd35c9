/** How to continue after an interruption. */
import { shellLine } from "../../shell-words.js";

/** The command of this process, with `--out` so that it finds its results. */
export function resumeCommand(argv: readonly string[], out: string): string {
  const hasOut = argv.some((word) => word === "--out" || word.startsWith("--out="));
  return shellLine(["stepzero", ...argv, ...(hasOut ? [] : ["--out", out])]);
}

/** What to do after an interruption that kept results. */
export function resumeText(argv: readonly string[], out: string): string {
  return `To continue:\n  ${resumeCommand(argv, out)}\n`;
}
