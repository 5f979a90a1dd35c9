import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { tagOf, thisProcess, whetherItRuns, whetherTagRuns } from "./process-identity.js";
import { folderReader } from "./read-within.js";
import { systemOf, systems } from "./system.js";
import { writeAtomically, writing } from "./write-whole.js";
import { RECORD, writeFiles } from "./written-files.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-files-"));
  folders.push(folder);
  return folder;
}

describe("the systems", () => {
  it("have a row each, and what every POSIX system has for others", () => {
    expect(Object.keys(systems)).toEqual(["linux", "darwin", "win32"]);
    expect(systemOf("freebsd")).toBe(systems.darwin);
    expect(systemOf("constructor")).toBe(systems.darwin);
    expect(systems.linux!.stopSignals).toEqual(["SIGINT", "SIGTERM", "SIGHUP"]);
  });
});

describe.runIf(process.platform === "linux")("processes of Linux", () => {
  it("run, from their start on, until they end, a zombie included", async () => {
    const here = thisProcess();
    expect(whetherItRuns(here)).toBe("runs");
    expect(whetherTagRuns(tagOf(here))).toBe("runs");
    // `sleep` becomes a zombie of its parent, which never asks how it ended.
    const parent = spawn("bash", ["-c", "(sleep 0.01 & echo $! ; exec sleep 60)"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const pid = Number(await new Promise((resolve) => parent.stdout!.once("data", (data) => resolve(String(data)))));
    while (whetherItRuns({ ...here, pid, started: here.started }) === "runs")
      await new Promise((r) => setTimeout(r, 5));
    while (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]![0] !== "Z")
      await new Promise((r) => setTimeout(r, 5));
    expect(systems.linux!.lifeOf(pid).kind).toBe("gone");
    parent.kill("SIGKILL");
  });

  it("with the same number, started at another time, are others", () => {
    expect(whetherItRuns({ ...thisProcess(), started: "1" })).toBe("gone");
    expect(whetherTagRuns(tagOf({ ...thisProcess(), started: "1" }))).toBe("gone");
  });

  it("of another machine, another start of this one, or another container are not seen", () => {
    for (const changed of [{ boot: "other" }, { namespace: "other" }, { boot: undefined }, { started: undefined }]) {
      expect(whetherItRuns({ ...thisProcess(), ...changed })).toBe("unknown");
    }
    expect(whetherTagRuns("00000000-1-1")).toBe("unknown");
  });
});

describe("a reader of a folder", () => {
  it("reads regular files and nothing else", () => {
    const folder = temporaryFolder();
    const outside = join(temporaryFolder(), "secret");
    writeFileSync(outside, "secret");
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a", "b"), "words");
    symlinkSync(outside, join(folder, "link"));
    symlinkSync(temporaryFolder(), join(folder, "linked"));
    const reader = folderReader(folder);
    expect(reader.text(["a", "b"], 5)).toBe("words");
    expect(reader.bytes(["a", "c"], 5)).toBeUndefined();
    expect(reader.bytes(["c", "d"], 5)).toBeUndefined();
    expect(() => reader.bytes(["a", "b"], 4)).toThrow("has 5 bytes; a file of this kind has at most 4");
    expect(() => reader.bytes(["link"], 99)).toThrow(
      `${join(folder, "link")} is a symbolic link, expected a regular file`,
    );
    expect(() => reader.bytes(["linked", "x"], 99)).toThrow("is a symbolic link, expected a folder");
    expect(() => reader.bytes(["a"], 99)).toThrow("is a folder, expected a file");
    for (const name of ["..", ".", "", "a/b", "a\\b", "a\0"]) expect(() => reader.bytes([name], 9)).toThrow(InputError);
  });
});

describe("writing", () => {
  it("replaces a link with the file's name, and leaves what it leads to", () => {
    const folder = temporaryFolder();
    const outside = join(temporaryFolder(), "mine");
    writeFileSync(outside, "mine");
    symlinkSync(outside, join(folder, "file"));
    writeAtomically(join(folder, "file"), "new");
    expect(readFileSync(outside, "utf8")).toBe("mine");
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("says in words what the system refuses, and passes defects on", () => {
    expect(() => writing("here", () => writeAtomically("/proc/nothing/x", ""))).toThrow(
      "Results cannot be written to here",
    );
    expect(() =>
      writing("here", () => {
        throw new TypeError("mine");
      }),
    ).toThrow(TypeError);
  });
});

describe("files that are made anew", () => {
  const files = (content: string) => [
    { path: "report.html", content },
    { path: "data/a.csv", content: new TextEncoder().encode(content) },
  ];

  it("replace those of an earlier call, and leave others", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine.txt"), "mine");
    expect(writeFiles(files("one"), folder, "")).toEqual([join(folder, "report.html"), join(folder, "data", "a.csv")]);
    writeFiles(files("two"), folder, "");
    expect(readFileSync(join(folder, "data", "a.csv"), "utf8")).toBe("two");
    expect(readdirSync(folder).sort()).toEqual([RECORD, "data", "mine.txt", "report.html"]);
  });

  it("never replace a file of somebody else, nor one that was changed, and write none then", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "report.html"), "mine");
    expect(() => writeFiles(files("one"), folder, "Move it.")).toThrow(
      `${join(folder, "report.html")} was not written by stepzero, or was changed since, and would be replaced. Move it.`,
    );
    expect(readdirSync(folder)).toEqual(["report.html"]);
    rmSync(join(folder, "report.html"));
    writeFiles(files("one"), folder, "");
    writeFileSync(join(folder, "data", "a.csv"), "changed");
    expect(() => writeFiles(files("two"), folder, "")).toThrow(join("data", "a.csv"));
    expect(readFileSync(join(folder, "report.html"), "utf8")).toBe("one");
  });

  it("follow no link", () => {
    const [folder, outside] = [temporaryFolder(), temporaryFolder()];
    symlinkSync(outside, join(folder, "data"));
    expect(() => writeFiles(files("one"), folder, "")).toThrow(`${join(folder, "data")} is not a folder`);
    const other = temporaryFolder();
    symlinkSync(join(outside, "x"), join(other, "report.html"));
    expect(() => writeFiles(files("one"), other, "")).toThrow("is a symbolic link");
    expect(readdirSync(outside)).toEqual([]);
  });

  it("go on after a call that was cut off between the record and the files", () => {
    const folder = temporaryFolder();
    writeFiles(files("one"), folder, "");
    // As if the process had ended after the first file.
    const record = readFileSync(join(folder, RECORD), "utf8");
    writeFiles(files("two"), folder, "");
    const two = JSON.parse(readFileSync(join(folder, RECORD), "utf8")) as Record<string, string[]>;
    const one = JSON.parse(record) as Record<string, string[]>;
    const both = Object.fromEntries(Object.keys(one).map((path) => [path, [...one[path]!, ...two[path]!]]));
    writeFileSync(join(folder, RECORD), JSON.stringify(both));
    writeFileSync(join(folder, "data", "a.csv"), "one");
    writeFiles(files("three"), folder, "");
    expect(readFileSync(join(folder, "report.html"), "utf8")).toBe("three");
  });
});
