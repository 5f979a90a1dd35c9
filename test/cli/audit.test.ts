import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Audit } from "../../src/audit/audit.js";
import { main, stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const results = join(folder, "results");
const compared = stepzero([
  ..."compare --data glyphs --model mlp:depth=1,width=16 --init he,glorot-uniform,zero --limit 1024 --epochs 2 --seeds 3".split(
    " ",
  ),
  "--out",
  results,
]);

function tableFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("audit", () => {
  it("judges a table's ranking by a spread in an option, in a column, or measured", () => {
    const file = tableFile("t.csv", "method,glyphs,sd\nhe,71.2,0.4\nglorot uniform,70.9,0.5\n");
    expect(compared.code).toBe(0);
    const plain = stepzero(["audit", file, "--spread-column", "sd", "--json"]);
    expect(plain.code).toBe(0);
    const { format, ...audit } = JSON.parse(plain.stdout) as Audit & { format: string };
    expect(format).toBe("stepzero/audit/1");
    // Φ(0.3 / √(0.4² + 0.5²)): scipy.stats.norm.cdf(.3 / np.hypot(.4, .5)) = 0.6803
    expect(audit.rankings[0]!.chances!.asGiven.bestIsBest).toBeCloseTo(0.6803, 4);
    const measured = stepzero([
      "audit",
      tableFile("m.csv", "method,Glyphs accuracy\nhe,71.2\nglorot uniform,70.9\n"),
      "--details",
      "--spread-from",
      results,
    ]);
    expect(measured.code, measured.stderr).toBe(0);
    expect(measured.stdout).toMatch(/glorot\s+uniform\s+[\d.]+\s+\(n\s+=\s+3\)/);
  });

  it("asks about a column that mixes fractions and percent", () => {
    const { code, stderr } = stepzero(["audit", tableFile("u.csv", "method,MNIST\nhe,0.95\nxavier,95.2\n")]);
    expect(code).toBe(0);
    expect(stderr).toContain('Column "MNIST" seems to mix fractions and percent (he 0.95, xavier 95.2)');
    expect(stepzero(["audit", tableFile("v.csv", "method,loss\nhe,0.05\nxavier,0.2\n")]).stderr).toBe("");
    expect(stepzero(["audit", "nowhere.csv"]).stderr).toContain("stepzero: There is no file nowhere.csv (");
  });

  it("begins with a verdict per column, within one screen of 80 columns", () => {
    const { code, stdout, stderr } = stepzero(["audit", resolve("examples/table.md"), "--runs", "3"]);
    expect([code, stderr]).toEqual([0, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("• ReLU network: he is the best (at least 95 % sure); the other three are worse.");
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("cuts no name in a pipe, in the table or with --details", () => {
    const long = `CIFAR-10 with ${"very ".repeat(20)}long names`;
    const file = tableFile(
      "long.csv",
      `method,${long},MNIST\nhe,71.2,99.1\n${"glorot ".repeat(12)}uniform,70.9,99.0\n`,
    );
    for (const more of [[], ["--details"]]) {
      const { code, stdout } = stepzero(["audit", file, "--spread", "0.2", ...more]);
      expect(code).toBe(0);
      expect(stdout).not.toContain("…");
      expect(stdout).toMatch(new RegExp(`^${long}  `, "m"));
    }
  });

  it("reads the table from stdin where - stands for it", () => {
    const table = readFileSync(resolve("examples/table.md"));
    const piped = spawnSync(process.execPath, [main, "audit", "-", "--runs", "3"], { input: table, encoding: "utf8" });
    expect([piped.status, piped.stderr]).toEqual([0, ""]);
    expect(piped.stdout).toBe(stepzero(["audit", resolve("examples/table.md"), "--runs", "3"]).stdout);
    const latin = spawnSync(process.execPath, [main, "audit", "-"], { input: Buffer.of(0xe4), encoding: "utf8" });
    expect([latin.status, latin.stderr]).toEqual([2, expect.stringContaining("stdin cannot be read: ")]);
    const empty = spawnSync(process.execPath, [main, "audit", "-"], { input: "", encoding: "utf8" });
    expect([empty.status, empty.stderr]).toEqual([2, expect.stringContaining("stepzero: stdin: expected ")]);
  });

  it("skips a column whose data set has no runs", () => {
    const file = tableFile("s.csv", "method,glyphs,MNIST\nhe,71.2,99.1\nglorot uniform,70.9,99.0\n");
    const { code, stdout, stderr } = stepzero(["audit", file, "--spread-from", results]);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^Skipped, as it has no spread: Column "MNIST": .* has no runs on a data set of that name/);
    expect(stdout).toMatch(/^• glyphs: /);
  });

  it("has the paper's table", () => {
    const { code, stdout } = stepzero(["audit", "--paper", "--spread", "0.3", "--details"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Left out: Zero.");
    expect(stdout).toMatch(/He \(98\.92\) is 0\.32 ahead of Xavier \(98\.60\)/);
  });

  it.each([
    [[], /audit needs a table/],
    [["t.csv", "--paper"], /not both/],
    [["/nonexistent.csv"], /There is no file/],
    [["/dev/zero"], /is a device, expected a regular file/],
    [["src"], /is a folder, expected a file/],
    [["--paper", "--spread", "0"], /--spread must be a number above 0/],
    [["--paper", "--spread", "MNIST=0.1,CIFAR-10=x"], /one per column as .*got "CIFAR-10=x"/],
    [["--paper", "--spread", "MNST=0.1"], /did you mean "MNIST"/],
    [["--paper", "--runs", "0"], /--runs must be a whole number from 1/],
    [["--paper", "--spread", "1", "--spread-from", "x"], /in one way; got --spread and --spread-from/],
    [["--paper", "--spread-from", "/nonexistent"], /has no results of stepzero/],
    [["--paper", "--spread-from", results], /Column "MNIST".*it has glyphs/],
    [["--paper", "--without", "Hee"], /did you mean "He"/],
    [["--paper", "--lower", "MNST"], /did you mean "MNIST"/],
    [["--paper", "--figure", "test-acuracy", "--spread-from", results], /did you mean "test-accuracy"/],
  ])("refuses %j in words, with exit code 2", (args, message) => {
    const { code, stderr, stdout } = stepzero(["audit", ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("reproduce", () => {
  it("writes the document from whatever a folder has, and says what is not there", () => {
    const file = join(folder, "deep", "reproduction.md");
    const { code, stderr } = stepzero(["reproduce", "--docs", file, "--out", results]);
    expect(code, stderr).toBe(0);
    const text = readFileSync(file, "utf8");
    expect(text).toContain("**Not run:** mnist, fashion-mnist, cifar10.");
    expect(text).toContain(
      "| 2 | He has the highest accuracy on every data set, and the highest average (91.41 %). | **cannot be told** |",
    );
  });

  it.each([
    [["--budget", "qick"], /did you mean "quick"/],
    [["--data", "glyphs"], /Unknown data set of the paper "glyphs"/],
    [["--beyond", "--data", "mnist"], /Leave one of them out/],
    [["--seeds", "4"], /has 3 seeds, got 4/],
    [["--docs", "x.md", "--out", "/nonexistent"], /has no results of stepzero/],
  ])("refuses %j before anything runs", (args, message) => {
    const { code, stderr } = stepzero(["reproduce", ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync("reproduction")).toBe(false);
  });
});
