import { expect, it } from "vitest";
import { glyphs, planned } from "../../../../test/study/planned.js";
import { InputError } from "../../../errors.js";
import { noUserModules } from "../../plan/user-modules.js";
import { type CellMemoryOptions, cellMemories, mustFitMemory } from "./memory.js";

const GiB = 2 ** 30;

function memories(models: string[], options: CellMemoryOptions = {}, batch = 512) {
  const { cells } = planned({ models, seeds: 2, batch });
  return cellMemories(cells, [{ ...glyphs, type: "uint8" }], noUserModules, options);
}

it("is counted once per network, and refused where one process cannot hold it", () => {
  const both = memories(["mlp", "plain_cnn:depth=100,width=64"]);
  expect(both.map(({ cell }) => cell.problem.model.name)).toEqual(["mlp", "plain_cnn"]);
  const [small, large] = [both[0]!, both[1]!];
  expect(small.least).toBeLessThan(0.3 * GiB);
  expect(large.least).toBeGreaterThan(4 * GiB);
  expect(() => mustFitMemory(both, 4 * GiB, 1)).toThrow(InputError);
  expect(() => mustFitMemory(both, 4 * GiB, 1)).toThrow(
    /^Training plain_cnn:depth=100,width=64 on glyphs needs [\d.]+ GiB of memory at least \(\d+ MiB of parameters, .*[\d.]+ GiB of activations and gradients at batch 512, 9 MiB of data\), and there are 4\.0 GiB\. Take a smaller --batch/,
  );
  expect(mustFitMemory([small], 4 * GiB, 2)).toBeUndefined();
});

it("reads the recipe of a method once, however many seeds it has", () => {
  const readsFor = (seeds: number): number => {
    let reads = 0;
    const { cells } = planned({ seeds, inits: "he" });
    const counting = { ...cells[0]!.method.recipe, toJSON: () => ++reads };
    const method = { ...cells[0]!.method, recipe: counting as never };
    const data = [{ ...glyphs, type: "uint8" as const }];
    expect(
      cellMemories(
        cells.map((cell) => ({ ...cell, method })),
        data,
        noUserModules,
      )[0]!.runs,
    ).toBe(1);
    return reads;
  };
  expect(readsFor(500)).toBe(1);
});

it("is tight where all processes together cannot, and says how many can", () => {
  const { least } = memories(["mlp"])[0]!;
  const there = 3.5 * least;
  expect(mustFitMemory(memories(["mlp"]), there, 3)).toBeUndefined();
  expect(mustFitMemory(memories(["mlp"]), there, 4)).toMatch(/^4 processes that train mlp.* --jobs 3 fits\.$/);
});

it("with recomputation leaves out what it cannot know before", () => {
  const plain = memories(["plain_cnn:depth=100"])[0]!;
  const again = memories(["plain_cnn:depth=100"], { recompute: true })[0]!;
  expect(plain.least - again.least).toBe(plain.activations);
});

it("of runs at once is that of each, over one copy of the data, for as many as there are", () => {
  const [one, three, most] = [undefined, 3, 12].map((replicas) => memories(["mlp"], { replicas })[0]!);
  expect(three!.total - three!.data).toBe(3 * (one!.total - one!.data));
  expect(three!.data).toBe(one!.data);
  expect(most!.runs).toBe(4); // 2 methods × 2 seeds
  expect(() => mustFitMemory([most!], 0.01 * GiB, 1)).toThrow(
    /^Training 4 × mlp.* at once on glyphs needs .* Take fewer --replicas, a smaller/,
  );
});

it("of nothing to run is enough", () => expect(mustFitMemory([], 1, 2)).toBeUndefined());
