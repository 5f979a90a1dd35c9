/** Results of version 3 and before stay readable, and no later results are mixed with them. */
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFolder } from "../../src/study/results/node/read-folder.js";
import { stepzero, temporaryFolder } from "./run.js";

const small = "compare --model mlp:depth=1,width=8 --init he --seeds 1 --epochs 1 --limit 64".split(" ");

/** The reproduction's results on MNIST, of version 2 and in version 3's form, in a new folder. */
function version3(manifest?: object): string {
  const folder = join(temporaryFolder(), "results");
  cpSync("docs/reproduction/results/mnist", folder, { recursive: true });
  if (manifest !== undefined) writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  return folder;
}

describe("a folder of version 3", () => {
  it("is reported, every run of it", () => {
    const folder = version3();
    const { code, stderr } = stepzero(["report", folder, "--out", join(folder, "report")]);
    expect(code, stderr).toBe(0);
    const page = readFileSync(join(folder, "report/report.html"), "utf8");
    expect(page).toContain("mnist × mnist_cnn");
    expect(page).not.toContain("missing");
    const { study, records, missing } = readFolder(folder, (message) => expect.fail(message));
    expect({ version: study.resultsVersion, runs: records.length, missing }).toEqual({
      version: 2,
      runs: study.methods.length * study.seeds.length * study.problems.length,
      missing: [],
    });
  });

  it.each([
    ["with its manifest", { format: 1, runs: [] }, "manifest.json"],
    ["without it", undefined, "study.json"],
  ])("takes no new results, %s: another folder is the remedy", (_, manifest, file) => {
    const folder = version3(manifest);
    const before = readFileSync(join(folder, "study.json"), "utf8");
    const { code, stdout, stderr } = stepzero([...small, "--out", folder]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`${folder} holds results of another version of stepzero: ${join(folder, file)} has`);
    expect(stderr).toContain(`Choose another folder. "stepzero report ${folder}" still shows what is there.`);
    expect(readFileSync(join(folder, "study.json"), "utf8")).toBe(before);
  });

  it("is not merged", () => {
    const folder = version3();
    const out = join(folder, "joined");
    const { code, stderr } = stepzero(["merge", folder, "--out", out]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${folder} holds results of an older version of stepzero; merge them with that version.`);
    expect(existsSync(out)).toBe(false);
  });
});
