/** Bad input: a message that says what to do, exit code 2, nothing on stdout, no stack trace. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stepzero, temporaryFolder } from "./run.js";

describe("bad input", () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  it.each([
    ["comprae", 'Unknown command "comprae"; did you mean "compare"? Known: compare, '],
    ["--json", 'A command must come first: stepzero COMMAND --json …; got "--json". Commands: compare, '],
    ["help compare init", 'help explains one command at a time; got "compare" and "init".'],
    ["help comprae", 'Unknown command "comprae"; did you mean "compare"?'],
    ["compare --sedes 3", 'Unknown option of compare "--sedes"; did you mean "--seeds"? Also near: --seed'],
    ["compare --sedes=3", 'Unknown option of compare "--sedes"; did you mean "--seeds"?'],
    ["compare --json=yes", '--json is a switch and takes no value, got "--json=yes". Write --json alone.'],
    ["list --seeds 3", 'Unknown option of list "--seeds". Known: --json.'],
    ["compare -x", /^stepzero: Unknown option of compare "-x"\. All \d+: stepzero compare --help\.\n$/],
    ["compare extra", "A study is a file that ends in .json, .yaml,"],
    ["compare none.yaml", "There is no file none.yaml ("],
    ["compare a.yaml extra", 'compare does not take "extra".'],
    ["compare -- a.yaml foo", 'compare does not take "foo".'],
    [
      "compare --shard 3/2 --out x",
      'A shard must be written i/n with i from 1 to n, as 2/8 for the second of eight; got "3/2".',
    ],
    ["compare --shard 1/2", "--shard needs --out DIR"],
    ["compare --figures pdf", "--figures needs --out DIR"],
    ["compare --shard 1/2 --out part --figures pdf", "--figures does nothing with --shard"],
    ["compare --validation 10000", "10000 validation samples are to be held out of 10000 training samples of glyphs"],
    ["compare --vary inits", 'Unknown value of --vary "inits"; did you mean "init"?'],
    ["merge", "merge needs the folders to join"],
    ["merge nowhere --out x", "nowhere has no results of stepzero"],
    ["compare --out", "--out needs a value: --out DIR."],
    ["compare --out=", "--out needs a value: --out DIR."],
    ["compare --seeds --json", "--seeds needs a value: --seeds N."],
    ["compare --seeds 3 --seeds 4", "--seeds appears 2 times (3, 4); give it once."],
    ["compare --seeds=-1", '--seeds must be a whole number from 1 to 1000000, got "-1".'],
    ["compare --lr=-1", '--lr must be a number above 0 and at most 1000, got "-1".'],
    ["compare --seeds 007x", '--seeds must be a whole number from 1 to 1000000, got "007x".'],
    ["compare --out=--json --shard 3/2", 'got "3/2".'],
    ["list models data", 'list does not take "data". It takes one argument, [kind]; options begin with --.'],
    ["devices cpu", 'devices does not take "cpu". It takes no argument;'],
    ["compare --seeds -1", '--seeds must be a whole number from 1 to 1000000, got "-1".'],
    ["compare --seeds 0", '--seeds must be a whole number from 1 to 1000000, got "0".'],
    ["compare --seeds 1.5", '--seeds must be a whole number from 1 to 1000000, got "1.5".'],
    ["compare --seeds 1e3", '--seeds must be a whole number from 1 to 1000000, got "1e3".'],
    ["compare --seed -1", '--seed must be a whole number from 0 to 9007199254740991, got "-1".'],
    [
      "compare --seed 9007199254740992",
      '--seed must be a whole number from 0 to 9007199254740991, got "9007199254740992".',
    ],
    [
      "compare --seed 9007199254740991",
      "The study: seeds must be at most 9007199254740991, and 3 from 9007199254740991 on are not.",
    ],
    ["compare --epochs ten", '--epochs must be a whole number from 1 to 100000, got "ten".'],
    ["compare --batch 0x10", '--batch must be a whole number from 1 to 65536, got "0x10".'],
    [
      "compare --model plain_cnn:depth=200,width=512 --batch 8192 --limit 8192 --init he --seeds 1",
      "Training plain_cnn:depth=200,width=512 on glyphs needs ",
    ],
    ["compare --jobs 0", '--jobs must be a whole number from 1 to 1024, got "0".'],
    ["compare --device wbgpu", 'Unknown device "wbgpu"; did you mean "webgpu"? Known: cpu, webgpu, cuda.'],
    [
      "compare --device gpu",
      'Unknown device "gpu"; did you mean "webgpu" (any graphics card) or "cuda" (NVIDIA\'s)? Known: cpu, webgpu, cuda.',
    ],
    ["compare --device webgpu --jobs 2", "--jobs works with --device cpu only: on webgpu one process trains."],
    ["compare --limit 0", '--limit must be a whole number from 1 to 1000000000, got "0".'],
    ["compare --lr -0.1", '--lr must be a number above 0 and at most 1000, got "-0.1".'],
    ["compare --lr 0", '--lr must be a number above 0 and at most 1000, got "0".'],
    ["compare --lr Infinity", '--lr must be a number above 0 and at most 1000, got "Infinity".'],
    ["compare --lr NaN", '--lr must be a number above 0 and at most 1000, got "NaN".'],
    ["compare --momentum 1", '--momentum must be a number from 0 and below 1, got "1".'],
    ["compare --optimizer adam --momentum .9", "momentum is for sgd and rmsprop; the optimizer is adam."],
    ["compare --optimizer sdg", 'Unknown optimizer "sdg"; did you mean "sgd"?'],
    ["compare --init hee", 'Unknown initializer "hee"; did you mean "he"?'],
    ["compare --init xavier", 'Unknown initializer "xavier"; did you mean "xavier-'],
    ["compare --init glorot", 'Unknown initializer "glorot"; did you mean "glorot-'],
    ["compare --init kaiming", 'Unknown initializer "kaiming"; did you mean "kaiming-'],
    [
      "compare --init nothing-like-it",
      /^stepzero: Unknown initializer "nothing-like-it"\. All \d+: stepzero list initializers\.\n$/,
    ],
    ["compare --init random:sdt=1", 'did you mean "std"?'],
    ["compare --init he,,zero", '--init has an empty item: got "he,,zero"'],
    ["compare --init he,he", "The study names he twice; write it once."],
    ["compare --model mpl", 'Unknown model "mpl"; did you mean "mlp"?'],
    ["compare --model mlp:depth=-1", "mlp: depth must be a whole number from 0 to 1000"],
    ["compare --data mnits", "mnist"],
    ["compare --data-dir /nowhere --data mnist", "/nowhere"],
    ["compare --limit 99999999", "The limit is 99999999 training samples, but glyphs has 10000."],
    [`compare --out ${file}`, `Results cannot be written to ${file}`],
    [`compare --out ${file}/results`, `Results cannot be written to ${file}/results`],
    ["list initialisers", 'Unknown kind of list "initialisers"; did you mean "initializers"?'],
  ])("%s", (line, message) => {
    const { code, stdout, stderr } = stepzero(line.split(" "));
    if (typeof message === "string") expect(stderr).toContain(message);
    else expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^stepzero: /);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("a path with a line feed", () => {
  const path = "no\nsuch\n  file";
  it.each([
    [["compare", `${path}.yaml`]],
    [["compare", "--data", `${path}.csv`]],
    [["compare", "--data", "mnist", "--data-dir", path]],
    [["compare", "--init", `./${path}.ts`]],
    [["compare", "--model", `./${path}.onnx`]],
    [["init", "--model", `${path}.onnx`, "--out", "x.onnx"]],
    [["init", "--out", `${path}/weights.npz`]],
    [["init", "--out", path]],
    [["report", path]],
    [["merge", path]],
    [["audit", `${path}.csv`]],
    [["audit", "--paper", "--spread-from", path]],
    [["explain", `./${path}.ts`]],
    [["reproduce", "--docs", "x.md", "--out", path]],
    [["list", path]],
  ])("is one line of the message: %j", (words) => {
    const { code, stderr } = stepzero(words);
    expect([code, stderr.split("\n").length], stderr).toEqual([2, 2]);
    expect(stderr).toContain("no\\nsuch\\n  file");
  });
});

const names = ["compare", "report", "merge", "trainer", "devices", "init", "explain", "list", "reproduce", "audit"];

describe("answers", () => {
  it.each(names)("the help of %s: a sentence, three examples, options with their defaults, in 80 columns", (name) => {
    const { code, stdout } = stepzero([name, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[A-Z][^\n]*(\n[^\n]+)?\.\n\nExamples:\n( {2}stepzero [^\n]+\n){3}\nUsage: /);
    const options = stdout.split(/\n {2}--/).slice(1);
    const last = options.pop()!.split("\n\nHelp:\n")[0]!;
    for (const option of [...options, last]) expect(option.replace(/\s+/g, " ")).toContain("(default: ");
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stepzero(["help", name]).stdout).toBe(stdout);
    expect(stepzero([name, "--seeds=x", "-h"]).stdout).toBe(stdout);
  });

  it("no command is a question too", () => {
    for (const args of [[], ["--help"], ["-h"], ["help"]]) {
      const { code, stdout } = stepzero(args);
      expect(code).toBe(0);
      expect(stdout).toMatch(/compare \[study\] +Train the same networks/);
      for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });

  it("the version is the package's", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    for (const word of ["--version", "-V"]) expect(stepzero([word]).stdout).toBe(`stepzero ${version}\n`);
  });

  it("list names everything, as text and as JSON", () => {
    const { format, ...tables } = JSON.parse(stepzero(["list", "--json"]).stdout) as Record<string, unknown>;
    const listing = tables as Record<string, { name: string }[]>;
    expect(format).toBe("stepzero/list/1");
    expect(Object.keys(listing)).toEqual(["initializers", "models", "data"]);
    expect(listing.initializers!.map(({ name }) => name)).toContain("xavier-fan-in");
    expect(listing.data!.map(({ name }) => name)).toEqual(["glyphs", "mnist", "fashion-mnist", "cifar10"]);
    const text = stepzero(["list"]).stdout;
    for (const { name } of Object.values(listing).flat()) expect(text).toMatch(new RegExp(`^  ${name}(,|$)`, "m"));
    const models = stepzero(["list", "models", "--json"]).stdout;
    expect(Object.keys(JSON.parse(models) as object)).toEqual(["format", "models"]);
  });
});
