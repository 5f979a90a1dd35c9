/**
 * The process in which inputs are read: `child.js READER SEED FROM TO FOLDER`. It writes a line of
 * JSON to descriptor 3 before and after each input, so that its parent knows what it died of.
 */
import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { attempt } from "./attempt.js";
import { inputOf } from "./input.js";
import { wholeCorpus } from "./reader.js";
import { readers } from "./readers/index.js";

/** A line that the child writes. */
export type Report =
  | { readonly kind: "start"; readonly index: number }
  | ({ readonly kind: "end"; readonly index: number; readonly seconds: number; readonly peak: number } & Awaited<
      ReturnType<typeof attempt>
    >)
  /** A promise that nobody waits for was rejected. */
  | { readonly kind: "stray"; readonly message: string };

const [name, seed, from, to, folder] = process.argv.slice(2);
const reader = readers.find((one) => one.name === name)!;
const say = (report: Report) => writeSync(3, `${JSON.stringify(report)}\n`);
process.on("unhandledRejection", (error) => void say({ kind: "stray", message: String(error) }));

const corpus = wholeCorpus(reader);
for (let index = Number(from); index < Number(to); index++) {
  say({ kind: "start", index });
  const { bytes } = inputOf(reader, corpus, Number(seed), index);
  forgetPeak();
  const before = process.cpuUsage();
  const result = await attempt(reader, bytes, folder!);
  const { user, system } = process.cpuUsage(before);
  say({ kind: "end", index, seconds: (user + system) / 1e6, peak: peak(), ...result });
}

/** Linux counts the peak of resident memory anew from here on. */
function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    return; // the peak is that of the whole process then
  }
}

/** Most resident memory since `forgetPeak`, in bytes. */
function peak(): number {
  try {
    const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))!;
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
