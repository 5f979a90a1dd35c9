/** `compare --model ./mine.ts`: loaded in the main process and in the workers. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { loadModel } from "../../src/study/plan/node/modules/index.js";
import { output, stepzero, temporaryFolder } from "./run.js";

const small = ["compare", "--limit", "256", "--epochs", "1", "--seeds", "1", "--json"];
const folder = temporaryFolder();
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const network = (width: number, more = "") => `
import { conv, defineNetwork, dense, flatten, maxPool, sequential } from "stepzero";

export default defineNetwork({
  name: "my-cnn",
  layers: sequential(conv(${width}, 3, { activation: "relu" }), maxPool(4), flatten(), dense(10)),
  ${more}
});
`;

describe("a user's network", () => {
  it("is compared like any other; its results belong to the file's contents", () => {
    const path = file("my-cnn.ts", network(4));
    const { runs, study } = output(stepzero([...small, "--init", "he", "--model", `mlp:depth=1,${path}`]));
    expect(runs.map(({ model }) => model)).toEqual(["mlp:depth=1", "my-cnn"]);
    for (const { ending } of runs) expect(["learned", "stuck"]).toContain(ending);
    expect(study.models[1]).toMatchObject({
      label: "my-cnn",
      recipe: { optimizer: { kind: "sgd", learningRate: 0.05 }, batch: 128 },
      file: { path },
    });
    mkdirSync(join(folder, "there"));
    const id = (one: string) => output(stepzero([...small, "--init", "he", "--model", one])).runs[0]!.id;
    expect(id(file("there/same.ts", network(4)))).toBe(runs[1]!.id);
    expect(id(file("wider.ts", network(5)))).not.toBe(runs[1]!.id);
  });

  it("is compared by runStudy too", async () => {
    const { runStudy } = (await import(
      pathToFileURL(resolve("dist/entries/node.js")).href
    )) as typeof import("../../src/entries/node.js");
    const models = [
      file(
        "own.ts",
        network(
          4,
          'recipe: { loss: "cross-entropy", optimizer: { kind: "adam", learningRate: 0.01 }, batch: 64, epochs: 1 },',
        ),
      ),
    ];
    const options = { data: ["glyphs"], models, inits: ["he"], seeds: [0], limit: 128 };
    const { results } = await runStudy(options);
    expect(results.map(({ status, cell }) => [status, cell.method.recipe.optimizer.kind])).toEqual([["done", "adam"]]);
    await expect(runStudy({ ...options, models: [{}] as unknown as string[] })).rejects.toThrow(
      "worker processes cannot be sent objects",
    );
  });

  it("without a recipe, written by hand, gets that of defineNetwork", async () => {
    const path = file(
      "bare.ts",
      'import { dense } from "stepzero"; export const network = { name: "bare", build: () => dense(10) };',
    );
    const { model } = await loadModel(path);
    expect(model).toMatchObject({
      options: {},
      recipe: { optimizer: { kind: "sgd", learningRate: 0.05 }, batch: 128 },
    });
  });

  it("that does not fit is refused before anything runs", () => {
    const path = file("wrong.ts", network(4).replace("dense(10)", "dense(7)"));
    const { code, stdout, stderr } = stepzero([...small, "--init", "he", "--model", path]);
    expect(stderr).toContain('Network "my-cnn" must end in logits [N, classes]');
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("a method that does not fit", () => {
  it("is refused before the first run where a check shows it", () => {
    const { code, stdout, stderr } = stepzero([...small, "--init", "he,fixup", "--model", "mlp:depth=1"]);
    expect(stderr).toMatch(/^stepzero: fixup does not fit mlp:depth=1 on glyphs: Initializer "fixup" acts on /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("that shows only at the start of a run is a failed run: the study goes on and ends with exit code 3", () => {
    const path = file(
      "later.ts",
      `
      export default { name: "later", initialize: (_: unknown, { shape }: { shape: number[] }) => {
        if (typeof process.send === "function") throw new Error("not here");
        return new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.01);
      } };`,
    );
    const args = ["--init", `he,${path}`, "--model", "mlp:depth=1"];
    const ended = stepzero([...small, ...args]);
    expect(ended.code).toBe(3);
    const { runs, summary } = output(ended);
    expect(["learned", "stuck"]).toContain(runs[0]!.ending);
    expect(runs[1]!.ending).toBe("refused");
    expect(runs[1]!.reason).toContain("threw: not here");
    expect(summary[1]).toMatchObject({ method: "later", rank: null, failures: { refused: 1 } });
    const table = stepzero([...small.filter((word) => word !== "--json"), ...args]).stdout;
    expect(table).toContain("later: its one run was refused: ");
  });
});
