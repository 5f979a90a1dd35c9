/** A study that is probed: it has what `doctor` says of the same weights, and trains as without. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { glyphs } from "../../src/data/index.js";
import type { LayerDiagnosis } from "../../src/diagnosis/diagnosis.js";
import { measure } from "../../src/diagnosis/measure/measure.js";
import { diagnoseNamed } from "../../src/diagnosis/node/diagnose-named.js";
import { type LayerColumn, layerColumns, recorded } from "../../src/diagnosis/probe/record.js";
import { sampledBatch } from "../../src/diagnosis/subject.js";
import { he } from "../../src/initializers/index.js";
import { parametersOf, parseModel } from "../../src/network/models/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { compare } from "../../src/study/compare.js";
import type { CellResult } from "../../src/study/plan/cell.js";
import { sha256 } from "../../src/study/plan/node/sha256.js";
import { cellResultSchema } from "../../src/study/plan/stored-schema.js";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/study/run/checkpoint.js";
import type { Checkpoint } from "../../src/study/run/train-cells.js";
import { train } from "../../src/training/train.js";
import { temporaryFolder } from "../cli/run.js";
import { cellsOn, runnerOn } from "./local-runner.js";

const { runtime } = await loadRuntime();
// Workers are files of their own: those of the build. `npm run build` comes first.
const { mergeFolders, runStudy } = (await import(
  resolve("dist/entries/node.js")
)) as typeof import("../../src/entries/node.js");
const model = "mlp:depth=3,width=16";
const small = { models: model, epochs: 2, batch: 256 } as const;

/** A result without times. */
const timeless = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === "seconds" ? undefined : part)));

const withoutReadings = ({ cell: _, readings: __, ...result }: CellResult): unknown => timeless(result);

/** The columns of a record, of layers that were measured by themselves. */
const columnsOf = (layers: readonly Omit<LayerDiagnosis, "predicted" | "recipe">[]) =>
  Object.fromEntries(
    Object.entries(layerColumns).map(([name, of]) => [name, layers.map((layer) => recorded(of(layer)))]),
  );

const columnsAt = (result: CellResult, epoch: number) => {
  const now = result.readings!.epochs[epoch]!;
  return Object.fromEntries(Object.keys(layerColumns).map((name) => [name, now[name as LayerColumn]]));
};

describe("a run that is probed", () => {
  const dataset = glyphs();

  it.each(["sgd", "adam"] as const)(
    "has at step 0 what doctor says of the same network, trained by %s",
    async (optimizer) => {
      const options = { ...small, optimizer, probe: true, inits: ["he", "random"], seeds: [3] };
      const runner = runnerOn(runtime, dataset);
      const results = await runner.run(cellsOn(dataset, options));
      await runner.release();
      for (const result of results) {
        const { name } = result.cell.method.initializer;
        const request = {
          model,
          data: "glyphs",
          init: name,
          seed: 3,
          seeds: 1,
          rows: 128,
          optimizer,
          remedy: () => "",
        };
        const { diagnosis } = await diagnoseNamed({
          ...request,
          learningRate: result.cell.method.recipe.optimizer.learningRate,
        });
        expect(columnsAt(result, 0)).toEqual(columnsOf(diagnosis.layers));
        expect(result.readings!.epochs[0]!.loss).toBe(recorded(diagnosis.network.loss));
        expect(result.readings!.layers.map(({ name: layer }) => layer)).toEqual(
          diagnosis.layers.map((one) => one.name),
        );
      }
    },
  );

  it("has after its last epoch the readings of the weights that train() ends with", async () => {
    const [cell] = cellsOn(dataset, { ...small, probe: true, inits: ["he"], seeds: [1] });
    const runner = runnerOn(runtime, dataset);
    const [result] = await runner.run([cell!]);
    await runner.release();
    const { recipe } = cell!.method;
    const training = train({ dataset, model, init: he, seed: 1, recipe, runtime });
    for await (const _ of training);
    const { model: network, options } = parseModel(model);
    const problem = { input: dataset.shape, classes: dataset.classes };
    const { layers } = await measure(
      {
        name: model,
        layers: network.build(problem, options),
        shape: dataset.shape,
        parameters: parametersOf(network, problem, options).parameters,
        weights: training.weights(),
        batch: sampledBatch(dataset, 128, 1),
        labelled: true,
      },
      { runtime, optimizer: recipe.optimizer },
    );
    expect(columnsAt(result!, 2)).toEqual(columnsOf(layers));
    expect(columnsAt(result!, 2)).not.toEqual(columnsAt(result!, 0));
  });

  it("trains to the same figures, digit by digit, alone and with others in one graph", async () => {
    const options = { ...small, inits: ["he", "lsuv", "standard-normal", "mup"], seeds: [0], validation: 64 };
    const runner = runnerOn(runtime, dataset);
    const [plain, probed] = [cellsOn(dataset, options), cellsOn(dataset, { ...options, probe: true })];
    expect(probed.map(({ id }) => id)).not.toEqual(plain.map(({ id }) => id));
    for (const [i, cell] of probed.entries()) {
      const [[without], [having]] = [await runner.run([plain[i]!]), await runner.run([cell])];
      expect(withoutReadings(having!)).toEqual(withoutReadings(without!));
      expect(having!.readings!.epochs).toHaveLength(having!.epochs.length + 1);
      expect(without!.readings).toBeUndefined();
    }
    const [without, having] = [await runner.run(plain), await runner.run(probed)];
    expect(having.map(withoutReadings)).toEqual(without.map(withoutReadings));
    const [alone] = await runner.run([probed[0]!]);
    expect(having[0]!.readings!.epochs[0]).toEqual(alone!.readings!.epochs[0]);
    await runner.release();
  });

  it("resumes from a checkpoint to the same readings", async () => {
    const [cell] = cellsOn(dataset, { ...small, epochs: 3, probe: true, inits: ["he"], seeds: [0] });
    const runner = runnerOn(runtime, dataset);
    const files: Uint8Array[] = [];
    const [whole] = await runner.run([cell!], {
      onCheckpoint: async (make) => {
        for (const { from } of await make()) files.push(encodeCheckpoint(cell!.id, from, sha256));
      },
    });
    expect(files).toHaveLength(2);
    for (const bytes of files) {
      const from = decodeCheckpoint(bytes, cell!.id, sha256) as Checkpoint;
      const [resumed] = await runner.run([cell!], { from: new Map([[cell!, from]]) });
      expect(timeless(resumed)).toEqual(timeless(whole));
    }
    await runner.release();
  });

  it("has the readings of its step 0 where it diverges, and none where it is refused", async () => {
    const options = {
      ...small,
      optimizer: "sgd",
      learningRate: 50,
      probe: true,
      inits: ["random:std=100", "fixup"],
      seeds: [0],
    } as const;
    const runner = runnerOn(runtime, dataset);
    const results: CellResult[] = [];
    for (const cell of cellsOn(dataset, options)) results.push(...(await runner.run([cell])));
    await runner.release();
    expect(results.map(({ status, readings }) => [status, readings?.epochs.length])).toEqual([
      ["diverged", 1],
      ["refused", undefined],
    ]);
  });
});

describe("a folder of a probed study", () => {
  const options = { ...small, limit: 512, inits: ["he", "zero"], seeds: 2, probe: true } as const;

  it("is resumed, joined from parts, and read; a study without probe does not use its runs", async () => {
    const [whole, parts, joined] = ["whole", "parts", "joined"].map((name) => join(temporaryFolder(), name)) as [
      string,
      string,
      string,
    ];
    const first = await runStudy(options, { out: whole, jobs: 2 });
    expect(first.results.map(({ readings }) => readings?.epochs.length)).toEqual([3, 3, 3, 3]);
    const again = await runStudy(options, { out: whole });
    expect(again.results).toEqual(first.results);
    const halves = [1, 2].map((index) => ({ index, count: 2, out: `${parts}-${index}` }));
    for (const { out, ...shard } of halves) await runStudy(options, { out, shard, replicas: 2 });
    await mergeFolders(
      halves.map(({ out }) => out),
      joined,
      (message) => expect.fail(message),
    );
    const merged = await runStudy(options, { out: joined });
    expect(merged.results.map(({ readings }) => readings!.epochs[0])).toEqual(
      first.results.map(({ readings }) => readings!.epochs[0]),
    );
    const plain = await runStudy({ ...options, probe: false }, { out: whole });
    expect(plain.results.map(({ readings }) => readings)).toEqual([undefined, undefined, undefined, undefined]);
    expect(plain.results.map(withoutReadings)).toEqual(first.results.map(withoutReadings));
  });

  it("is not trusted where readings are missing, too many or of other layers", async () => {
    const out = join(temporaryFolder(), "results");
    await runStudy(options, { out });
    const [file] = readdirSync(join(out, "cells"));
    const { result } = JSON.parse(readFileSync(join(out, "cells", file!), "utf8")) as { result: CellResult };
    const { readings } = result;
    const [start] = readings!.epochs;
    const fits = (value: unknown) => cellResultSchema.safeParse(value).success;
    expect(fits(result)).toBe(true);
    const {
      cell: { probe: _, ...plainCell },
    } = result;
    for (const wrong of [
      { ...result, readings: undefined },
      { ...result, cell: plainCell },
      { ...result, readings: { ...readings, epochs: [start] } },
      { ...result, readings: { ...readings, epochs: [start, start, start] } },
      { ...result, readings: { ...readings, layers: readings!.layers.slice(1) } },
      { ...result, readings: { ...readings, epochs: readings!.epochs.map((one) => ({ ...one, mean: ["x"] })) } },
    ]) {
      expect(fits(wrong)).toBe(false);
    }
  });
});

describe("a probe that cannot be", () => {
  it("is refused on another device, with the remedy", async () => {
    await expect(runStudy({ probe: true }, { device: "webgpu" })).rejects.toThrow(
      "A study with probe (--probe) trains on the processor only, and this one is to train on webgpu. Leave out probe, or train on the processor (device, --device).",
    );
    const memory = { read: async () => ({}), write: async () => ({}), free: () => {}, bytes: () => 0 };
    await expect(compare(["he"], { probe: true, runtime: { ...runtime, memory } })).rejects.toThrow(
      "trains on the processor only",
    );
  });
});
