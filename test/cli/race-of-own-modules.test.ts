/** A race of users' initializers that fail in every way: each is recorded, and the race goes on. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { output, stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const zeros = "new Float32Array(shape.reduce((n, m) => n * m, 1))";
const module = (name: string, body: string): string => {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `export default { name: "my-${name}", initialize: (_, { shape }) => { ${body} } };`);
  return path;
};
/** Worker processes have a channel to their parent. */
const inRuns = "process.send !== undefined && shape.length > 1";

it("records crashes, wrong lengths, NaN, constants and endless loops, and goes on", () => {
  const paths = [
    module("crash", 'throw new Error("boom");'),
    module("short", "return new Float32Array(3);"),
    module("nan", `return ${zeros}.fill(NaN);`),
    module("constant", `return ${zeros}.fill(0.5);`),
    module(
      "late",
      `if (${inRuns}) throw new Error("later"); return ${zeros}.fill(0.01).map((x, i) => x * Math.sin(i));`,
    ),
    module("exit", `if (${inRuns}) process.exit(7); return ${zeros}.map((_, i) => Math.sin(i));`),
    module("forever", "for (;;) {}"),
  ];
  const out = join(folder, "results");
  const race = ["--until-decided", "--max-seeds", "3", "--model", "mlp:depth=1,width=16", "--epochs", "1"];
  const run = ["--limit", "640", "--time-limit", "20s", "--jobs", "2", "--json", "--out", out];
  const ended = stepzero(["compare", ...race, ...run, "--init", ["he", "glorot-uniform", ...paths].join(",")]);
  const { runs, races, study } = output(ended);
  const [problem] = races!;
  const reasons = new Map(problem!.nonStarters!.map(({ method, reason }) => [method, reason]));
  expect([...reasons.keys()].sort()).toEqual(["my-constant", "my-crash", "my-nan", "my-short"]);
  expect(reasons.get("my-crash")).toContain("threw: boom");
  expect(reasons.get("my-short")).toContain("returned 3 numbers, expected 12544");
  expect(reasons.get("my-nan")).toContain("returned NaN at index 0");
  expect(reasons.get("my-constant")).toContain("all units of each hidden layer start equal");
  expect(study.race!.nonStarters).toHaveLength(4);
  // Ten pairs: five methods race.
  expect(problem!.pairs).toHaveLength(10);
  expect(problem!.seeds).toBe(3);
  const endings = (name: string) => runs.filter(({ method }) => method === name).map(({ ending }) => ending);
  for (const name of ["my-exit", "my-forever"]) expect(endings(name)).toEqual(["crashed", "crashed", "crashed"]);
  expect(endings("my-late")).toEqual(["refused", "refused", "refused"]);
  expect(runs.find(({ method }) => method === "my-forever")!.reason).toBe(
    "took longer than 20 s, the time limit of a run (--time-limit)",
  );
  for (const name of ["he", "glorot-uniform"]) {
    expect(endings(name)).toHaveLength(3);
    expect(endings(name).some((ending) => ending === "crashed" || ending === "refused")).toBe(false);
  }
  // Said before the first run: three seeds and ten pairs tell next to nothing.
  expect(ended.stderr).toContain("This race may end without an answer: with at most 3 seeds and 5 methods (10 pairs");
}, 200_000);

it.each([
  [["--max-seeds", "2"], "--max-seeds must be a whole number from 3 to 40"],
  [["--max-seeds", "41"], "--max-seeds must be a whole number from 3 to 40"],
  [["--confidence", "1"], "--confidence must be a number from 0.8 and below 1"],
  [["--confidence", "0.5"], "--confidence must be a number from 0.8 and below 1"],
  [["--margin", "0"], "margin"],
  [["--margin", "0.2"], "margin"],
  [["--time-limit", "soon"], '--time-limit must be a time from 1 s to 2000000 s, as 90s, 10m or 2h, got "soon"'],
  [["--time-limit", "0s"], "--time-limit must be a time from 1 s"],
])("%j is refused before any run", (args, message) => {
  const { code, stderr, stdout } = stepzero(["compare", "--until-decided", ...args]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});
