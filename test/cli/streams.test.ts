/**
 * Studies whose stdout or stderr is closed, full, or read by nobody: real processes with real
 * streams. Nothing is lost, nothing waits for good, and the exit code says what happened.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareSchema } from "../../src/study/results/schema.js";
import { main, temporaryFolder } from "./run.js";

const study = ["compare", "--init", "he,zero", "--seeds", "1", "--epochs", "1", "--limit", "256"];

/** Runs a line of bash; `$S` is the command. @returns the exit code, and the files of its folder */
function bash(line: string) {
  const folder = temporaryFolder();
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, S: `${process.execPath} ${main}`, STUDY: study.join(" ") },
  });
  const text = (file: string) => readFileSync(join(folder, file), "utf8");
  return { code: status, stdout, stderr, folder, text };
}

/** Both runs of the study are in the folder, and its report. */
function expectResults(folder: string): void {
  expect(readdirSync(join(folder, "r/cells"))).toHaveLength(2);
  expect(existsSync(join(folder, "r/report.html"))).toBe(true);
}

it("all text of the command goes through src/cli/terminal/text-stream.ts", () => {
  const files = readdirSync("src/cli", { recursive: true, encoding: "utf8" }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  );
  const speaking = files.filter((name) =>
    /process\.std(out|err)|console\.|{ *std(out|err)/.test(readFileSync(join("src/cli", name), "utf8")),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(speaking).toEqual([]);
});

describe("a stream that is closed or full", () => {
  it("closed from the start, all three: the study ends, and its results are there", () => {
    const { code, folder } = bash("$S $STUDY --out r <&- >&- 2>&-");
    expect(code).toBe(0);
    expectResults(folder);
  });

  it("stdout full: exit code 4, and stderr says why", () => {
    const { code, stderr, folder } = bash("$S $STUDY --out r >/dev/full");
    expect(code).toBe(4);
    expect(stderr).toContain("stepzero: stdout did not take all of the text: ENOSPC");
    expectResults(folder);
  });

  it("stdout full, and no folder: the results are kept in a file, which report reads", () => {
    const { code, stderr } = bash("$S $STUDY >/dev/full");
    expect(code).toBe(4);
    const file = /The results are kept in (\S+results\.json)\./.exec(stderr)![1]!;
    expect(compareSchema.parse(JSON.parse(readFileSync(file, "utf8"))).runs).toHaveLength(2);
    execFileSync("rm", ["-r", join(file, "..")]);
  });

  it("stderr full: nothing else changes", () => {
    const { code, stdout, folder } = bash("$S $STUDY --out r --json 2>/dev/full");
    expect(code).toBe(0);
    expect(compareSchema.parse(JSON.parse(stdout)).runs).toHaveLength(2);
    expectResults(folder);
  });

  it("both full: bad input is still told from a full disk", () => {
    expect(bash("$S compare --init hee >/dev/full 2>/dev/full").code).toBe(2);
    expect(bash("$S list >/dev/full 2>/dev/full").code).toBe(4);
  });

  it("a file that takes only a part: no text is half written in silence", () => {
    // At most 1024 bytes a file.
    const { code, stderr, folder } = bash("ulimit -f 1; $S list > all.txt");
    expect(code).toBe(4);
    expect(stderr).toContain("stepzero: stdout did not take all of the text: EFBIG");
    expect(statSync(join(folder, "all.txt")).size).toBe(1024);
  });
});

describe("a reader that dies", () => {
  it("of stdout, before anything comes: the study's report is written, and the exit code is 4", () => {
    const { stdout, folder, text } = bash("$S $STUDY --out r 2>err | true; echo $PIPESTATUS");
    expect(stdout).toBe("4\n");
    expect(text("err")).toContain("stepzero: stdout was closed before all of the text was written.");
    expectResults(folder);
  });

  it("of stdout, in the middle: a head ends the list", () => {
    const { stdout } = bash("$S list --json 2>/dev/null | head -c 1; echo $PIPESTATUS");
    expect(stdout).toBe("{4\n");
  });

  it("of stderr: nothing else changes", () => {
    const { code, stdout, folder } = bash("$S $STUDY --out r --json 2> >(true)");
    expect(code).toBe(0);
    expect(compareSchema.parse(JSON.parse(stdout)).runs).toHaveLength(2);
    expectResults(folder);
  });
});

/** A pipe that is full, and that nobody reads until `text` reads what is there. */
function fullPipe(): { readonly end: number; readonly text: () => string } {
  const path = join(temporaryFolder(), "pipe");
  execFileSync("mkfifo", [path]);
  // Whoever starts a process with an end makes it wait for its reader; the other one never waits.
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const end = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const [page, byte] = [Buffer.alloc(4096, "."), Buffer.from(".")];
  for (const filler of [page, byte]) {
    try {
      for (;;) writeSync(end, filler);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("EAGAIN");
    }
  }
  return {
    end,
    text() {
      let read = "";
      const buffer = Buffer.alloc(1 << 16);
      try {
        for (let count = 1; count > 0; ) {
          count = readSync(reader, buffer);
          read += buffer.toString("utf8", 0, count);
        }
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe("EAGAIN");
      }
      return read.replace(/^\.+/, "");
    },
  };
}

const ended = (child: ChildProcess): Promise<number | null> => new Promise((done) => child.on("close", done));
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe("a reader that stops reading", () => {
  it("of stderr: the study ends as always", async () => {
    const folder = temporaryFolder();
    const { end } = fullPipe();
    const child = spawn(process.execPath, [main, ...study, "--out", join(folder, "r")], {
      stdio: ["ignore", "pipe", end],
    });
    let stdout = "";
    child.stdout!.on("data", (text) => {
      stdout += text;
    });
    expect(await ended(child)).toBe(0);
    expect(stdout).toContain("by the share of failed runs");
    expectResults(folder);
    closeSync(end);
  });

  it("of stdout: the study is finished while it waits, and all arrives when it is read", async () => {
    const folder = temporaryFolder();
    const { end, text } = fullPipe();
    const child = spawn(process.execPath, [main, ...study, "--out", join(folder, "r"), "--json"], {
      stdio: ["ignore", end, "ignore"],
    });
    const code = ended(child);
    while (!existsSync(join(folder, "r/data/study.json"))) await pause(20);
    expectResults(folder);
    let read = text();
    while (child.exitCode === null) {
      await pause(20);
      read += text();
    }
    expect(await code).toBe(0);
    expect(compareSchema.parse(JSON.parse(read + text())).runs).toHaveLength(2);
    closeSync(end);
  });

  it("of stdout, where results have no folder: a signal ends the wait, and they are kept", async () => {
    const { end } = fullPipe();
    const child = spawn(process.execPath, [main, ...study], { stdio: ["ignore", end, "pipe"] });
    let stderr = "";
    child.stderr!.on("data", (text) => {
      const isFirst = !stderr.includes("[2/2]");
      stderr += text;
      // All runs are finished: what remains is to print them.
      if (isFirst && stderr.includes("[2/2]")) child.kill("SIGTERM");
    });
    expect(await ended(child)).toBe(130);
    const file = /The results are kept in (\S+results\.json)\./.exec(stderr)![1]!;
    expect(compareSchema.parse(JSON.parse(readFileSync(file, "utf8"))).runs).toHaveLength(2);
    execFileSync("rm", ["-r", join(file, "..")]);
    closeSync(end);
  });

  it("of stderr, with 30 MB to say: what waits is bounded, and how much is left out is said", async () => {
    const { end, text } = fullPipe();
    const program = `
      const { openTerminal } = await import(${JSON.stringify(join(main, "../terminal/terminal.js"))});
      const terminal = openTerminal(process);
      let most = 0;
      for (let i = 0; i < 300_000; i++) {
        terminal.err.write("x".repeat(99) + "\\n");
        most = Math.max(most, process.stderr.writableLength);
      }
      process.send(most);
      process.once("message", async () => {
        // The parent has read what was there.
        await terminal.err.flushed();
        terminal.err.write("the end\\n");
        await terminal.close(0);
        process.disconnect();
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "ignore", end, "ipc"],
    });
    const most = await new Promise((done) => child.once("message", done));
    expect(most).toBeLessThan(2 ** 19);
    let read = text();
    child.send("read");
    while (child.exitCode === null) {
      await pause(20);
      read += text();
    }
    const lines = read.split("\n").filter((line) => line.startsWith("x")).length;
    const left = Number(/… (\d+) lines are left out, as nothing read them\.\nthe end\n$/.exec(read + text())![1]);
    expect(lines + left).toBe(300_000);
    closeSync(end);
  });
});
