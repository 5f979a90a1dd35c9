/** Data of one's own on the command line: what a person types and sees. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { haveShared, sharedDir } from "../oracles.js";
import { output, stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const short = ["--model", "mlp:depth=1", "--epochs", "1", "--init", "he", "--seeds", "1"];
const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const refused = (...args: string[]) => {
  const { code, stderr, stdout } = stepzero(["compare", ...args, ...short]);
  expect([code, stdout], stderr).toEqual([2, ""]);
  return stderr;
};

/** 30 German rows: semicolons, decimal commas, an identifier, a missing label, Latin-1. */
const german = `nr;Länge;Breite;Art\n${Array.from(
  { length: 30 },
  (_, i) => `${i + 1};${i % 7},${i % 10};${(i * 3) % 8},25;${i === 11 ? "n/a" : ["Bär", "Löwe"][i % 2]}\n`,
).join("")}`;

describe("a table as spreadsheets save it", () => {
  const table = write("tiere.csv", Buffer.from(german, "latin1"));

  it("is refused step by step, each time with the option that helps", () => {
    const args = ["--data", `${table}#Art`];
    for (const [message, ...option] of [
      ["--encoding latin-1.", "--encoding", "latin-1"],
      ["--decimal comma.", "--decimal", "comma"],
      ['row 13, column "Art": "n/a" stands for a missing label.', "--missing-labels", "leave-out"],
    ] as const) {
      const stderr = refused(...args);
      expect(stderr).toContain(message);
      expect(stderr).toContain(option.join(" "));
      args.push(...option);
    }
    const { code, stderr, stdout } = stepzero(["compare", ...args, ...short, "--json"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("1 sample has no label and is left out of tiere.csv; 29 remain.");
    expect(stderr).toContain('The column "nr" has a different whole number in each row, as an identifier does,');
    expect(stderr).toContain("--leave-out nr.");
    const [data] = output({ code, stderr, stdout }).study.data;
    expect([data!.shape, data!.classes, data!.trainSamples, data!.testSamples]).toEqual([[3], 2, 23, 6]);
    expect(data!.notes?.[0]).toContain("1 sample has no label");
  });

  it("is refused with all that is in the way, whose remedies together are enough", () => {
    const stderr = refused("--data", table);
    const options = `--data "${table}#Art" --encoding latin-1 --decimal comma --missing-labels leave-out`.split(" ");
    const last = stderr.trimEnd().split("\n").at(-1)!.replace("All together: ", "");
    expect(last.split(" ").sort()).toEqual([...options].sort());
    for (const word of ["is no UTF-8", "Read so, there is more:", "no column named label", '"0,0" is not', '"n/a"']) {
      expect(stderr).toContain(word);
    }
    const words = last.replaceAll('"', "").split(" ");
    const { code, stdout } = stepzero(["compare", ...words, ...short, "--json"]);
    expect(code).toBe(0);
    expect(output({ code, stderr, stdout }).study.data[0]!.shape).toEqual([3]);
  });

  it("names every column of words, as one list to leave out", () => {
    const words = write("words.csv", "age,city,street,label\n1,Rome,Via A,x\n2,Oslo,Gate 2,y\n3,Rome,Via B,x\n");
    const stderr = refused("--data", words);
    expect(stderr).toContain('column "city": "Rome" is not a finite number.');
    expect(stderr).toContain('column "street": "Via A" is not a finite number.');
    expect(stderr).toMatch(/\nAll together: --leave-out city,street\n$/);
    // One obstacle is told in one line.
    expect(refused("--data", write("one.csv", "a,label\n1,x\n2,\n")).split("\n")).toHaveLength(2);
  });

  it("gives init the same notices", () => {
    const reading = ["--encoding", "latin-1", "--decimal", "comma", "--missing-labels", "leave-out"];
    for (const [i, method] of ["he", "lsuv"].entries()) {
      const file = join(folder, `fresh-${i}.npz`);
      const words = ["init", "--data", `${table}#Art`, ...reading, "--model", "mlp:depth=1", "--init", method];
      const { code, stderr } = stepzero([...words, "--out", file]);
      expect(code, stderr).toBe(0);
      expect(stderr).toContain("tiere.csv#Art: 1 sample has no label and is left out of tiere.csv; 29 remain.");
      expect(stderr).toContain("--leave-out nr.");
    }
  });

  it("is read by a study file's keys, whose report says how, and how to run it again", () => {
    const out = join(folder, "out");
    const study = write(
      "study.yaml",
      'data: "./tiere.csv#Art"\nencoding: latin-1\ndecimal: comma\nmissingLabels: leave-out\nleaveOut: nr\ninits: he\nmodels: "mlp:depth=1"\nseeds: 1\nepochs: 1\n',
    );
    const { code, stderr, stdout } = stepzero(["compare", study, "--out", out, "--json"]);
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain("identifier");
    const ended = output({ code, stderr, stdout });
    expect(ended.study.reading).toEqual({
      encoding: "latin-1",
      decimal: "comma",
      missingLabels: "leave-out",
      leaveOut: "nr",
    });
    expect(ended.study.data[0]!.shape).toEqual([2]);
    const page = readFileSync(join(out, "report.html"), "utf8");
    for (const option of ["--encoding latin-1", "--decimal comma", "--missing-labels leave-out", "--leave-out nr"]) {
      expect(page).toContain(option);
    }
    expect(page).toContain("1 sample has no label and is left out of tiere.csv; 29 remain.");
    // An option overrides the file's key.
    const again = stepzero(["compare", study, "--leave-out", "nr,Breite", "--json"]);
    expect(output(again).study.data[0]!.shape).toEqual([1]);
  });
});

describe("options of reading", () => {
  it.each([
    [["--data", "glyphs", "--shape", "1,28,28"], "--shape is for data of your own, and glyphs is built in."],
    [["--data", "glyphs", "--separator", ";"], "--separator is for data of your own, and glyphs is built in."],
    [["--data", "x.csv", "--decimal", "."], 'Unknown value of --decimal ".". Known: point, comma.'],
    [["--data", "x.csv", "--encoding", "latin1"], 'Unknown value of --encoding "latin1"; did you mean "latin-1"?'],
    [["--data", "x.csv", "--shape", "8x8"], "--shape must be channels, rows and columns, as 1,28,28 or 3,32,32"],
    [["--data", "x.csv", "--missing-labels", "drop"], "Known: refuse, leave-out, keep."],
  ])("%j are refused in words", (args, message) => {
    expect(refused(...args)).toContain(message);
  });

  it("make images of rows, for compare and for init", () => {
    const rows = Array.from({ length: 20 }, (_, i) => [
      ...Array.from({ length: 36 }, (_, p) => (i * p) % 17),
      ["a", "b"][i % 2],
    ]);
    const header = [...Array(36).keys(), "label"].join();
    const table = write("pixels.csv", `${header}\n${rows.join("\n")}\n`);
    const network = ["--model", "resnet20"];
    const { code, stderr } = stepzero(["compare", "--data", table, ...network, "--init", "he", "--seeds", "1"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("state its channels, rows and columns: --shape 1,6,6")]);
    const args = ["--shape", "1,6,6", "--epochs", "1", "--init", "he", "--seeds", "1", "--json"];
    const ended = stepzero(["compare", "--data", table, ...network, ...args]);
    expect(output(ended).study.data[0]!.shape).toEqual([1, 6, 6]);
    const weights = join(folder, "w.npz");
    const init = ["init", "--data", table, ...network, "--out", weights, "--json"];
    expect(stepzero(init).stderr).toContain("--shape 1,6,6 (--input of init)");
    expect(stepzero([...init, "--shape", "1,6,6"]).code).toBe(0);
    const noData = ["init", ...network, "--out", weights, "--force", "--input", "1,6,6", "--classes", "2"];
    expect(stepzero([...noData, "--shape", "1,6,6"]).stderr).toContain("--shape has no effect beside --input");
  });

  it("say which classes a limit loses", () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${i % 5},${i < 20 ? "low" : "high"}`);
    const table = write("sorted.csv", `a,b,label\n${rows.join("\n")}\n`);
    const { code, stderr } = stepzero(["compare", "--data", table, "--limit", "10", ...short]);
    expect(code).toBe(0);
    expect(stderr).toContain('The first 10 training samples have no sample of 1 of the 2 classes ("high").');
  });

  it("name what a folder of a competition lacks", () => {
    const kaggle = join(folder, "titanic");
    mkdirSync(kaggle);
    const rows = Array.from({ length: 40 }, (_, i) => `${i + 1},${i % 2},${i % 3},${20 + (i % 11)}`).join("\n");
    writeFileSync(join(kaggle, "train.csv"), `PassengerId,Survived,Pclass,Age\n${rows}\n`);
    writeFileSync(join(kaggle, "test.csv"), "PassengerId,Pclass,Age\n41,3,34\n42,1,20\n");
    const stderr = refused("--data", `${kaggle}#Survived`, "--leave-out", "PassengerId");
    expect(stderr).toContain('test.csv has no column named "Survived"');
    const [, remedy] = /--data "(.*?)"/.exec(stderr)!;
    expect(remedy).toBe(`${join(kaggle, "train.csv")}#Survived`);
    const alone = stepzero(["compare", "--data", remedy!, "--leave-out", "PassengerId", ...short]);
    expect(alone.code, alone.stderr).toBe(0);
  });
});

it.skipIf(!haveShared("cases/data"))("a test set of one class is said before anything is trained", () => {
  const path = join(sharedDir, "cases/data/test-one-class.npz");
  const { code, stderr } = stepzero(["compare", "--data", path, ...short, "--dry-run"]);
  expect(code).toBe(0);
  expect(stderr).toContain('The test set has one class only, "1" (21 samples). No run could be told from always');
});
