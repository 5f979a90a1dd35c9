/**
 * Folders of results that somebody else made: what they hold is data. Nothing outside is read or
 * written, and values that no run gives are refused.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { signedText } from "../../src/study/run/node/signed-json.js";
import { type Ended, stepzero, temporaryFolder } from "../cli/run.js";
import { haveShared, sharedDir } from "../oracles.js";

const words = "compare --model mlp:depth=1,width=8 --init he,zero --seeds 2 --limit 256 --epochs 1 --jobs 1".split(" ");
const whole = join(temporaryFolder(), "whole");
const first = stepzero([...words, "--out", whole]);

/** A copy of the folder, to be changed. */
function copy(): string {
  const folder = join(temporaryFolder(), "results");
  cpSync(whole, folder, { recursive: true });
  return folder;
}

const contents = (folder: string, name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as never;

/** A place in JSON, "study.seeds.0", and what is put there; undefined takes it away. */
type Change = readonly [place: string, value: unknown];

/** Changes a file, and gives it the right checksum. */
function sign(folder: string, name: string, [place, value]: Change): void {
  const { format: _, sha256: __, ...content } = contents(folder, name) as Record<string, unknown>;
  const keys = place.split(".");
  const parent = keys.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, content);
  parent[keys.at(-1)!] = value;
  writeFileSync(join(folder, name), signedText(content));
}

const refuses = ({ code, stderr }: Ended, words: string | RegExp) => {
  expect(stderr).not.toContain("defect");
  expect(stderr).toMatch(words);
  expect(code).toBe(2);
};

const readers = (folder: string): readonly (readonly string[])[] => [
  ["report", folder],
  ["merge", folder, "--out", join(folder, "..", "out")],
];

it("is made by the command", () => expect(first.code).toBe(0));

describe.skipIf(!haveShared("cases/hostile/merge-traversal"))("a folder whose cell has a path as its id", () => {
  it("replaces no file outside", () => {
    const folder = temporaryFolder();
    cpSync(join(sharedDir, "cases/hostile/merge-traversal"), folder, { recursive: true });
    const before = readFileSync(join(folder, "important.json"), "utf8");
    refuses(
      stepzero(["merge", join(folder, "download/part-1"), "--out", join(folder, "download/out")]),
      /study\.json has values that stepzero does not write \(cells\[0\]\.id/,
    );
    expect(readFileSync(join(folder, "important.json"), "utf8")).toBe(before);
    expect(existsSync(join(folder, "download/out"))).toBe(false);
  });
});

describe("study.json", () => {
  const { ids, study } = contents(whole, "study.json") as { ids: string[]; study: { methods: object[] } };
  const changes: Readonly<Record<string, readonly [Change, RegExp]>> = {
    "with a path as an id": [["ids.0", "../../../important"], /ids\[0\]/],
    "with an id twice": [["ids.0", ids[1]], /a cell stands twice/],
    "with fewer ids": [["ids", ids.slice(1)], /lists 3 cells, and the study has 4/],
    "with a method twice": [["study.methods.1", study.methods[0]], /a method stands twice/],
    "with a seed twice": [["study.seeds", [1, 1]], /a seed stands twice/],
    "without seeds": [["study.seeds", []], /study\.seeds/],
    "with a seed that is text": [["study.seeds.0", "0"], /study\.seeds\[0\]/],
    "with a problem of another data set": [["study.problems.0.data", "x"], /is not of the study's data/],
    "without data": [["study.data", []], /study\.data/],
    "with no recipe": [["study.models.0.recipe", undefined], /study\.models\[0\]\.recipe/],
    "with a share of 2": [["study.data.0.majority.share", 2], /majority\.share/],
    "with a key that is not written": [["study.command", "rm -rf"], /Unrecognized key/],
    "with no study": [["study", undefined], /study/],
  };
  for (const [what, [change, words]] of Object.entries(changes)) {
    it(`${what} is refused, though its checksum is right`, () => {
      const folder = copy();
      sign(folder, "study.json", change);
      for (const args of readers(folder)) refuses(stepzero(args), words);
    });
  }

  it("that was changed by hand is refused, and the command that made it writes it anew", () => {
    const folder = copy();
    const file = join(folder, "study.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"zero"', '"nero"'));
    for (const args of readers(folder)) refuses(stepzero(args), /does not have the SHA-256 with which it was written/);
    const again = stepzero([...words, "--out", folder]);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain("4 of 4 runs already done");
    expect(readFileSync(file, "utf8")).toBe(readFileSync(join(whole, "study.json"), "utf8"));
  });

  it("that leads elsewhere is not read", () => {
    const folder = copy();
    rmSync(join(folder, "study.json"));
    symlinkSync(join(whole, "study.json"), join(folder, "study.json"));
    for (const args of readers(folder)) refuses(stepzero(args), /study\.json is a symbolic link/);
  });

  it("of a user is not replaced", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "study.json"), '{"data":"glyphs"}');
    refuses(stepzero([...words, "--out", folder]), /is not a study that stepzero has run/);
    expect(readdirSync(folder)).toEqual(["study.json"]);
  });
});

describe("cells", () => {
  const changes: Readonly<Record<string, Change>> = {
    "an accuracy of 5": ["result.epochs.0.testAccuracy", 5],
    "an accuracy below 0": ["result.epochs.0.trainAccuracy", -0.1],
    "an unknown status": ["result.status", "won"],
    "a missing number": ["result.epochs.0.testLoss", undefined],
    "no epoch": ["result.epochs", []],
    "another seed": ["result.cell.seed", 9],
    "a path in the id": ["result.cell.id", "../x"],
    "epochs that are no list": ["result.epochs", { length: 1 }],
    "a reason that is no text": ["result.reason", { toString: 1 }],
  };
  it.each(Object.entries(changes))("with %s are left out, though the checksum is right", (_, change) => {
    const folder = copy();
    const name = readdirSync(join(folder, "cells"))[0]!;
    sign(folder, join("cells", name), change);
    const report = stepzero(["report", folder, "--out", join(folder, "..", "page")]);
    expect(report.code).toBe(0);
    const page = readFileSync(join(folder, "..", "page", "report.html"), "utf8");
    expect(page).toContain(name);
    const merged = stepzero(["merge", folder, "--out", join(folder, "..", "out")]);
    expect(merged.stderr).toContain(`${name} is left out`);
    expect(existsSync(join(folder, "..", "out", "cells", name))).toBe(false);
  });

  it("whose folder leads elsewhere are neither read nor written", () => {
    const folder = copy();
    const elsewhere = join(temporaryFolder(), "cells");
    renameSync(join(folder, "cells"), elsewhere);
    const before = readdirSync(elsewhere);
    symlinkSync(elsewhere, join(folder, "cells"));
    refuses(stepzero([...words, "--out", folder]), /cells is a symbolic link, and results need a folder/);
    const { stderr, code } = stepzero(["report", folder]);
    expect(code).toBe(2);
    expect(stderr).not.toContain("defect");
    expect(readdirSync(elsewhere)).toEqual(before);
  });
});

describe("the report of a folder", () => {
  it("replaces no page of the user, and the results stay", () => {
    const folder = join(temporaryFolder(), "results");
    expect(stepzero([...words, "--out", folder]).code).toBe(0);
    writeFileSync(join(folder, "report.html"), "mine");
    const again = stepzero([...words, "--out", folder]);
    expect(again.stderr).toContain("report.html was not written by stepzero, or was changed since");
    expect(readFileSync(join(folder, "report.html"), "utf8")).toBe("mine");
    refuses(stepzero(["report", folder]), /Move it away, or write the report into another folder/);
  });

  it("writes nothing through links", () => {
    const folder = copy();
    const outside = temporaryFolder();
    rmSync(join(folder, "figures"), { recursive: true });
    symlinkSync(outside, join(folder, "figures"));
    refuses(stepzero(["report", folder]), /figures is not a folder/);
    expect(readdirSync(outside)).toEqual([]);
  });

  it("names a manifest that was changed, and shows the results", () => {
    const folder = copy();
    const file = join(folder, "manifest.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("started", "Started"));
    mkdirSync(join(folder, "..", "page"));
    const { code } = stepzero(["report", folder, "--out", join(folder, "..", "page")]);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "..", "page", "report.html"), "utf8")).toContain("its record of runs is not used");
  });
});

describe("two processes on one folder", () => {
  it("keep one manifest with both runs", () => {
    const folder = copy();
    const more = words.map((word) => (word === "2" ? "3" : word));
    expect(stepzero([...more, "--out", folder]).code).toBe(0);
    const { runs } = contents(folder, "manifest.json") as { runs: { run: string }[] };
    expect(new Set(runs.map(({ run }) => run)).size).toBe(2);
  });
});
