/**
 * Workers that share a folder, as processes of their own: their results are those of `compare`,
 * times aside; code is never taken from the folder; and the jobs of clusters are what runs them.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { main, started, stepzero, temporaryFolder } from "../cli/run.js";

const folder = temporaryFolder();
const write = (name: string, text: string): string => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const study = write(
  "study.yaml",
  "data: glyphs\nmodels: mlp:depth=2\ninits: [he, zero, orthogonal]\nseeds: 4\nepochs: 2\nlimit: 512\n",
);

/** Results in a folder by file name, times aside. */
function resultsIn(directory: string): Record<string, string> {
  const cells = join(directory, "cells");
  return Object.fromEntries(
    readdirSync(cells).map((name) => {
      const { result } = JSON.parse(readFileSync(join(cells, name), "utf8")) as { readonly result: unknown };
      return [name, JSON.stringify(result, (key, value: unknown) => (key === "seconds" ? undefined : value))];
    }),
  );
}

const alone = join(folder, "alone");
const compared = stepzero(["compare", study, "--out", alone, "--jobs", "1", "--quiet"]);

describe("the array of Slurm", () => {
  it("runs a submitted study as compare does, whatever its tasks share", { timeout: 120_000 }, async () => {
    expect(compared.code).toBe(0);
    const out = join(folder, "array");
    const { code, stdout, stderr } = stepzero(["jobs", "slurm", study, "--out", out, "--tasks", "3", "--cores", "1"]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("12 runs at most")]);
    expect(stdout).toMatch(/^#!\/bin\/bash\n#SBATCH --job-name=stepzero\n#SBATCH --array=1-3\n/);
    expect(stdout).toMatch(/\n#SBATCH --mem=\d+M\n#SBATCH --time=\d\d:\d\d:00\n/);
    expect(readdirSync(join(out, "cells"))).toEqual([]);
    const script = write("job.sh", stdout);
    const tasks = [1, 2, 3].map(
      (task) =>
        new Promise<number | null>((done) => {
          const env = { ...process.env, SLURM_ARRAY_TASK_ID: String(task) };
          spawn("bash", [script], { cwd: process.cwd(), env, stdio: "ignore" }).on("close", done);
        }),
    );
    expect(await Promise.all(tasks)).toEqual([0, 0, 0]);
    expect(resultsIn(out)).toEqual(resultsIn(alone));
    const { stdout: report } = stepzero(["report", out]);
    expect(report).toContain("report.html");
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as { readonly runs: unknown[] };
    expect(manifest.runs.length).toBeGreaterThan(1);
  });

  it("asks for days, whole mebibytes and cards as Slurm reads them", async () => {
    const { slurm } = await import("../../src/study/run/node/jobs/slurm.js");
    const job = { program: ["npx", "stepzero"], words: ["worker", "/my results"], directory: "/my results" };
    const cluster = { tasks: 2, cores: 8, image: "", volume: "", hasCard: true };
    const text = slurm.text({ ...job, ...cluster, bytes: 1000 * 2 ** 20 + 1, seconds: 86_400 + 9000 + 1 });
    expect(text).toContain("\n#SBATCH --mem=1024M\n#SBATCH --time=1-02:31:00\n#SBATCH --gpus=1\n");
    expect(text).toContain("\nexec npx stepzero worker '/my results'\n");
    expect(spawnSync("bash", ["-n"], { input: text }).status).toBe(0);
  });
});

it("an Indexed Job of Kubernetes has the same workers", () => {
  const out = join(folder, "pods");
  const args = ["jobs", "kubernetes", study, "--out", out, "--tasks", "5", "--cores", "2", "--volume", "nfs"];
  const { code, stdout } = stepzero(args);
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/[&*]a1/);
  const { spec } = parse(stdout) as { readonly spec: Record<string, unknown> };
  expect(spec).toMatchObject({ completions: 5, parallelism: 5, completionMode: "Indexed" });
  const { containers, volumes } = (spec.template as { spec: Record<string, readonly Record<string, unknown>[]> }).spec;
  const [{ command, resources, volumeMounts }] = containers as [Record<string, unknown>];
  expect(command).toEqual(["npx", "stepzero", "worker", out, "--jobs", "2"]);
  expect(resources).toMatchObject({ requests: { cpu: "2", memory: expect.stringMatching(/^\d+Mi$/) } });
  expect(volumeMounts).toEqual([{ name: "results", mountPath: out }]);
  expect(volumes).toEqual([{ name: "results", persistentVolumeClaim: { claimName: "nfs" } }]);
});

describe("a worker", () => {
  it("waits for a study, joins one that runs, and takes over what a killed process had", async () => {
    const out = join(folder, "waited");
    const waiting = started(["worker", out, "--wait", "60s", "--jobs", "1"], () => {});
    let isKilled = false;
    const killed = await started(["compare", study, "--out", out, "--jobs", "1"], (text, process) => {
      if (isKilled || !text.includes("[1/12]")) return;
      isKilled = true;
      process.kill("SIGKILL");
    });
    expect(killed.code).toBeNull();
    const { code, stderr } = await waiting;
    expect([code, stderr]).toEqual([0, expect.stringContaining("has all 12 runs.")]);
    expect(stderr).toContain("Waiting for a study in");
    expect(resultsIn(out)).toEqual(resultsIn(alone));
  }, 120_000);

  it("says what is missing where there is no study", () => {
    const { code, stderr } = stepzero(["worker", join(folder, "nothing")]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("has no study. Begin one with stepzero compare")]);
    expect(stepzero(["worker"]).stderr).toContain("worker needs one folder");
    expect(stepzero(["worker", "a", "--wait", "soon"]).stderr).toContain("--wait must be a time from 1 s to 7 d");
  });

  it("takes no code from the folder: programs are those of its own study file", () => {
    const module =
      'export default { name: "my-tenths", initialize: (_, { shape }) => new Float32Array(shape.reduce((n, m) => n * m, 1)).fill(0.1) };';
    write("programs/mine.mjs", module);
    const options = "data: glyphs\nmodels: mlp:depth=1\ninits: [he, ./mine.mjs]\nseeds: 1\nepochs: 1\nlimit: 128\n";
    const file = write("programs/study.yaml", options);
    const out = join(folder, "with-programs");
    const begun = stepzero(["compare", file, "--out", out, "--jobs", "1", "--quiet"]);
    expect([begun.code, begun.stderr]).toEqual([0, ""]);
    const refused = stepzero(["worker", out]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /runs programs: "[^"]*mine\.mjs"\. A worker takes no code from a folder\. .*--study/,
    );
    expect(stepzero(["worker", out, "--study", file]).code).toBe(0);
    // A copy that differs is another study, which is said.
    write("changed/mine.mjs", module.replace("0.1", "0.2"));
    const changed = stepzero(["worker", out, "--study", write("changed/study.yaml", options)]);
    expect([changed.code, changed.stderr]).toEqual([
      2,
      expect.stringMatching(/another study than that of .*: methods\[1\]\.initializer\.file\.sha256 is/),
    ]);
  });

  it("refuses other data than those of the study, and a request that somebody changed", () => {
    const table = (shift: number): string =>
      `a,b,label\n${Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * shift) % 5},${i % 2}`).join("\n")}\n`;
    const run = (cwd: string, args: readonly string[]) =>
      spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8" });
    write("here/points.csv", table(3));
    write("there/points.csv", table(4));
    const out = join(folder, "points");
    const words = ["--data", "./points.csv", "--model", "mlp:depth=1", "--init", "he", "--seeds", "1", "--epochs", "1"];
    expect(run(join(folder, "here"), ["compare", ...words, "--out", out, "--quiet"]).status).toBe(0);
    expect(run(join(folder, "here"), ["worker", out]).status).toBe(0);
    const other = run(join(folder, "there"), ["worker", out]);
    expect([other.status, other.stderr]).toEqual([2, expect.stringMatching(/checksum is ".*" here, and ".*" there/)]);
    expect(run(folder, ["worker", out]).status).toBe(2);
    const request = join(out, "request.json");
    writeFileSync(request, readFileSync(request, "utf8").replace("points.csv", "others.csv"));
    expect(run(join(folder, "here"), ["worker", out]).stderr).toContain("does not have the SHA-256");
  });
});

it("a race at tuned rates ends as alone: every process decides from the results in the folder", async () => {
  const race = write(
    "race.yaml",
    "data: glyphs\nmodels: mlp:depth=2,width=32\ninits: [he, random, orthogonal]\nepochs: 1\nlimit: 400\nuntilDecided: true\nmaxSeeds: 5\nlearningRate: auto\ntuningSeeds: 1\n",
  );
  const [single, both] = [join(folder, "race-alone"), join(folder, "race-of-two")];
  expect(stepzero(["compare", race, "--out", single, "--jobs", "1", "--quiet"]).code).toBe(0);
  const [begun, joined] = await Promise.all([
    started(["compare", race, "--out", both, "--jobs", "1", "--quiet"], () => {}),
    started(["worker", both, "--wait", "60s", "--jobs", "1"], () => {}),
  ]);
  expect([begun.code, joined.code]).toEqual([0, 0]);
  expect(resultsIn(both)).toEqual(resultsIn(single));
}, 120_000);

it("jobs refuses what it cannot submit", () => {
  expect(stepzero(["jobs"]).stderr).toContain("jobs needs slurm or kubernetes");
  expect(stepzero(["jobs", "slrum", study, "--out", "x"]).stderr).toContain('did you mean "slurm"?');
  expect(stepzero(["jobs", "slurm", study]).stderr).toContain("jobs needs --out DIR");
  const none = stepzero(["jobs", "slurm", "--out", join(folder, "empty")]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("has no study. Name a study file beside it.")]);
});
