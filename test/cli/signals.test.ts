/** Signals and terminals that go: real processes, one schedule of each. Linux. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { havePython, python } from "../oracles.js";
import { runPython } from "../python.js";
import { main, stepzero, temporaryFolder } from "./run.js";

/** Forty short runs in two processes. */
const study = (out: string) => [
  ...["compare", "--init", "he,zero", "--seeds", "20", "--epochs", "1", "--limit", "1024"],
  ...["--jobs", "2", "--out", out],
];

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
const ended = (child: ChildProcess): Promise<number | null> => new Promise((done) => child.on("close", done));

/** The files of runs that are finished. */
const finished = (out: string): string[] =>
  existsSync(join(out, "cells")) ? readdirSync(join(out, "cells")).filter((name) => name.endsWith(".json")) : [];

/** Some runs are finished, none of them crashed, and some are still to be run. @returns how many */
function expectSomeRuns(out: string): number {
  const statuses = finished(out).map(
    (name) => JSON.parse(readFileSync(join(out, "cells", name), "utf8")).result.status,
  );
  expect(statuses.length).toBeGreaterThan(0);
  expect(statuses.length).toBeLessThan(40);
  expect(new Set(statuses)).toEqual(new Set(["done"]));
  return statuses.length;
}

/** The processes that a process started. */
function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => parentOf(one) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

async function firstRun(out: string, child: ChildProcess): Promise<void> {
  while (finished(out).length === 0 && child.exitCode === null) await pause(10);
}

describe.skipIf(process.platform !== "linux")("a study", () => {
  it.each(["SIGHUP", "SIGTERM"] as const)(
    "%s to all its processes, twice: what is finished is kept",
    async (signal) => {
      const out = join(temporaryFolder(), "r");
      const child = spawn(process.execPath, [main, ...study(out)], {
        stdio: ["ignore", "ignore", "pipe"],
        detached: true,
      });
      let stderr = "";
      child.stderr!.on("data", (text) => {
        stderr += text;
      });
      await firstRun(out, child);
      const workers = childrenOf(child.pid!);
      expect(workers.length).toBe(2);
      // Workers first: their end may not count as a crash.
      for (const pid of [...workers, child.pid!, child.pid!]) process.kill(pid, signal);
      expect(await ended(child)).toBe(130);
      expect(stderr).toMatch(/Interrupted: \d+ of 40 runs are finished and kept in /);
      expect(workers.filter((pid) => parentOf(pid) !== undefined)).toEqual([]);
      expectSomeRuns(out);
    },
  );

  it("killed: its workers end by themselves, and it goes on later", async () => {
    const out = join(temporaryFolder(), "r");
    const child = spawn(process.execPath, [main, ...study(out)], { stdio: "ignore" });
    await firstRun(out, child);
    const workers = childrenOf(child.pid!);
    expect(workers.length).toBe(2);
    child.kill("SIGKILL");
    await ended(child);
    while (workers.some((pid) => parentOf(pid) !== undefined)) await pause(10);
    const count = expectSomeRuns(out);
    const { code, stderr } = stepzero(study(out));
    expect(stderr).toContain(`${count} of 40 runs already done`);
    expect(code).toBe(0);
  });
});

/** Starts the command of the arguments in a terminal of its own, whose other side is `master`. */
const inTerminal = `
import fcntl, os, pty, struct, sys, termios, time
out, command = sys.argv[1], sys.argv[2:]
pid, master = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
def wait(condition):
    while not condition(): time.sleep(0.02)
def cells():
    try: return len([name for name in os.listdir(out + "/cells") if name.endswith(".json")])
    except OSError: return 0
`;

/** Prints the exit code of the command. */
function terminal(schedule: string, out: string): string {
  return runPython(`${inTerminal}${schedule}`, [out, process.execPath, main, ...study(out)]);
}

describe.skipIf(!havePython("pty") || process.platform !== "linux")(`a study in a terminal (${python})`, () => {
  it("that is closed: what is finished is kept, and nothing stays behind", () => {
    const out = join(temporaryFolder(), "r");
    const code = terminal(
      `
import threading
def read():
    try:
        while os.read(master, 4096): pass
    except OSError: pass
threading.Thread(target=read, daemon=True).start()
wait(lambda: cells() > 0)
os.close(master)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`,
      out,
    );
    // It died of SIGHUP (1), when all was done.
    expect(code).toBe("-1\n");
    expectSomeRuns(out);
  });

  it("that shows nothing more, as one that Ctrl-S stopped: the study is finished meanwhile", () => {
    const out = join(temporaryFolder(), "r");
    const code = terminal(
      `
wait(lambda: os.path.exists(out + "/data/study.json"))
text = b""
try:
    while part := os.read(master, 4096): text += part
except OSError: pass
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), b"by the share of failed runs" in text)`,
      out,
    );
    expect(code).toBe("0 True\n");
    expect(finished(out)).toHaveLength(40);
  });
});
