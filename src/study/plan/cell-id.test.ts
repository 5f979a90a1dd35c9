import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bareCell, glyphs, planned } from "../../../test/study/planned.js";
import { defineInitializer } from "../../initializers/index.js";
import { dense, flatten, sequential } from "../../network/layers/index.js";
import { defineNetwork } from "../../network/models/index.js";
import { canonicalJson, cellId } from "./cell-id.js";
import { cellsOf } from "./cells-of.js";
import { sha256 } from "./node/sha256.js";
import type { StudyOptions } from "./options.js";
import { RESULTS_VERSION } from "./study.js";
import type { UserModules } from "./user-modules.js";

const other = { ...glyphs, name: "/data/other set.npz", checksum: "b".repeat(64), trainSamples: 70_001 };
const file = { path: "/home/me/größe.ts", sha256: "d".repeat(64) };
const users: UserModules = {
  models: [
    {
      written: "./own.ts",
      model: defineNetwork({ name: "own", layers: ({ classes }) => sequential(flatten(), dense(classes)) }),
      file,
    },
  ],
  initializers: [
    {
      written: "./mine.ts",
      initializer: defineInitializer({
        name: "mine",
        options: { größe: { default: 0.5, low: 0, high: 1, meaning: "a part" } },
        initialize: (_, { shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1)),
      }),
      file,
    },
  ],
};

/**
 * Studies with every kind of difference that an id knows; the number of their cells, the first id,
 * and the SHA-256 of all ids, one a line. The ids are those that faef59a gives with
 * results version 5: results that are stored under them must stay valid.
 */
const spread: readonly (readonly [StudyOptions, cells: number, first: string, all: string])[] = [
  [{}, 12, "abf6b9d77d0e3fd43813a7859f841477", "7c0b6557875914d670dade9fce65a87729b99540994ba8c0735d0c7f0ca2fdc8"],
  [
    { seeds: 300, inits: "he" },
    600,
    "abf6b9d77d0e3fd43813a7859f841477",
    "750aca690ac49379730d3cf3e4df3628288ff53d3ff02efee8940eca1cb79d62",
  ],
  [
    { seeds: [2_147_483_647, 0, 123_456_789] },
    12,
    "fb3fd361803313d9e0bd58d0ef3ed43e",
    "0062a3b19fbea190e941d440ae3f99454515c85cb0a566ce2973581436ef07ba",
  ],
  [
    { vary: "init", seeds: [7, 3, 0] },
    12,
    "007dfba3ba3c2f660ef910d43da4f18a",
    "a0b8d73b244cc582b90fe456719e7e2b844f855884a26adb178d0fed05261364",
  ],
  [
    { vary: "order", seeds: { first: 5, count: 4 } },
    16,
    "e565af457a79fb3bbabffc37f77e6331",
    "6cc5e73e380e5c7ce74de61b75dbf77d6e3da9a78299570724e1142857584b66",
  ],
  [
    { evaluateTrain: true },
    12,
    "6857ae41bf7ca3c0ffa072b3acc4f237",
    "d252dffc3d64e7de5ddc0340cff3874469b4436d9f43ffa9c8665bed0e01c396",
  ],
  [
    { evaluateTrain: "last", vary: "init", seeds: 3 },
    12,
    "acad5bbbb5e7c700318ae09324ad7355",
    "6d91916e2ae813ec0d360f44ededc6f0f41cc95862c57e8718044224cd5e42ee",
  ],
  [
    { limit: 512, validation: 100, vary: "order" },
    12,
    "32848a1001d3df1a673e2716f094ff89",
    "055f0257d21fecc1609ea64903dbe61a01a4285c2edd4c6a2a1463cc01a66803",
  ],
  [
    { inits: ["random:std=0.1", "kaiming-normal", "orthogonal", "lsuv"], models: ["mlp:depth=2"] },
    24,
    "026cdc44f0379eb925c7e7f58ae49a61",
    "ac7e5556d95744a355b2beb5dda9b6275a9091cfc4a9a133fad7afd7c0604f1f",
  ],
  [
    {
      models: ["mlp", "lenet5"],
      training: [
        { optimizer: "adam", learningRate: 0.002, schedule: { kind: "cosine" } },
        { momentum: 0.5, batch: 17, schedule: { kind: "step", every: 3, factor: 0.5 }, warmupSteps: 9 },
        { optimizer: "adamw", weightDecay: 1e-7, epochs: 41 },
      ],
    },
    72,
    "661ca2be1b0ab1fcde3898cc1629f4b9",
    "e535b56c0815ddb284795fd08379ee82436e21c0095dc650cf38d3d7a63e9323",
  ],
  [
    { models: ["./own.ts", "mlp"], inits: ["./mine.ts", "./mine.ts:größe=0.25", "zero"] },
    36,
    "bb19ee5a508456594da11e281ad44cdf",
    "0bd35bade73f6869f287f6cc29ac189cc531703288d1739643f2ba24297c6eed",
  ],
];

describe("the ids of cells", () => {
  it.each(spread)("of %j are what they were", (options, count, first, all) => {
    const { cells } = planned(options, [glyphs, other], users);
    expect(cells.length).toBe(count);
    expect(cells[0]!.id).toBe(first);
    expect(sha256(cells.map(({ id }) => `${id}\n`).join(""))).toBe(all);
  });

  it("are the hash of one JSON text, whatever the seed and the options", () => {
    const value = fc.oneof(fc.double({ noNaN: true }), fc.string());
    const held = fc.record({ initSeed: fc.nat(), orderSeed: fc.nat(), evaluateTrain: fc.constant("last" as const) });
    const some = fc.tuple(fc.nat(), fc.dictionary(fc.string(), value), held);
    fc.assert(
      fc.property(some, ([seed, options, { evaluateTrain, ...seeds }]) => {
        const { id: _, seed: __, ...bare } = bareCell(seed);
        const cell = {
          ...bare,
          problem: { ...bare.problem, model: { ...bare.problem.model, options } },
          evaluateTrain,
        };
        const decides = (varied: object) =>
          canonicalJson({
            resultsVersion: RESULTS_VERSION,
            data: { dataChecksum: "tiny" },
            model: { name: "mlp", options },
            initializer: { name: "fine", options: {} },
            recipe: bare.method.recipe,
            evaluateTrain,
            ...varied,
          });
        expect(cellId({ ...cell, seed })).toBe(sha256(decides({ seed })).slice(0, 32));
        expect(cellId({ ...cell, seed, ...seeds })).toBe(sha256(decides({ seed, ...seeds })).slice(0, 32));
      }),
    );
  });

  it("read what cells share as often for many seeds as for few", () => {
    const readsOf = (seeds: number): number => {
      let reads = 0;
      const { study } = planned({ inits: "he", seeds, vary: "init" });
      const options = Object.defineProperty({ ...study.models[0]!.options }, "depth", {
        enumerable: true,
        get: () => {
          reads++;
          return 6;
        },
      });
      const cells = cellsOf({ ...study, models: [{ ...study.models[0]!, options }] });
      expect(cells.length).toBe(seeds);
      expect(cells.at(-1)!.problem).toBe(cells[0]!.problem);
      expect(cells.at(-1)!.method).toBe(cells[0]!.method);
      return reads;
    };
    expect(readsOf(3)).toBeGreaterThan(0);
    expect(readsOf(3000)).toBe(readsOf(3));
  });
});
