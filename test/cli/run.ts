/** The built command as a process of its own: `npm run build` comes first. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";
import { type CompareOutput, compareSchema } from "../../src/study/results/schema.js";

export const main = resolve("dist/cli/main.js");
if (!existsSync(main)) throw new Error("dist/cli/main.js is missing: npm run build comes before these tests");

const { CI: _, NO_COLOR: __, STEPZERO_DEBUG: ___, ...env } = process.env;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function stepzero(args: readonly string[], more: Record<string, string> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    env: { ...env, ...more },
  });
  return { code: status, stdout, stderr };
}

/** Starts it, and calls `onStderr` with all it wrote to stderr so far whenever that grows. */
export function started(
  args: readonly string[],
  onStderr: (text: string, process: ChildProcess) => void,
  more: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, ...more },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    onStderr(stderr, child);
  });
  return new Promise((done) => child.on("close", (code) => done({ code, stdout, stderr })));
}

/** The one object that `--json` prints, held to its schema. */
export function output({ stdout }: Ended): CompareOutput {
  return compareSchema.parse(JSON.parse(stdout));
}

/** Everything but the times, as text. */
export function figures(ended: Ended): string {
  return ended.stdout.replace(/"seconds":[\d.e-]+/g, '"seconds":0');
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-cli-"));
  folders.push(folder);
  return folder;
}
