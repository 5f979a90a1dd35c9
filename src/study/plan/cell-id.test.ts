import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bareCell, glyphs, planned } from "../../../test/study/planned.js";
import { defineInitializer } from "../../initializers/index.js";
import { dense, flatten, sequential } from "../../network/layers/index.js";
import { defineNetwork } from "../../network/models/index.js";
import { canonicalJson, cellId } from "./cell-id.js";
import { sha256 } from "./node/sha256.js";
import type { StudyOptions } from "./options.js";
import { cellsOf } from "./plan-study.js";
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
 * and the SHA-256 of all ids, one a line. The ids are those of f1903b9, whose `cellId` hashed the
 * JSON of each cell by itself: results that are stored under them must stay valid.
 */
const spread: readonly (readonly [StudyOptions, cells: number, first: string, all: string])[] = [
  [{}, 12, "ae1bcb1c65c34bf0e527549f44a5a200", "9a701a7125193f3e34a137f90d74686911bdf6dfa9b9db875cc4fc52cea3d50d"],
  [
    { seeds: 300, inits: "he" },
    600,
    "ae1bcb1c65c34bf0e527549f44a5a200",
    "7f0d94191821cadefb51bf60fea20fac16116a1e17138818bad9fe4b191e2439",
  ],
  [
    { seeds: [2_147_483_647, 0, 123_456_789] },
    12,
    "51260a0e8575732b6349f22694f9d3c5",
    "60025aad537b45a4386b40e261726ee47543004bde533baaad476c41fced91af",
  ],
  [
    { vary: "init", seeds: [7, 3, 0] },
    12,
    "4f448a84db43e992b1f5103d5f086c23",
    "96b27997686d7fe7c01908e7b0fe68c92dd65d0d3eaefcbd82b3d3465d7fc65c",
  ],
  [
    { vary: "order", seeds: { first: 5, count: 4 } },
    16,
    "0ce1363927cd7e409d075a5616d60f38",
    "d787309aeb6fa850162009fb3f5ff510a20dadae0fe2ba0957b29cd2f64d0b99",
  ],
  [
    { evaluateTrain: true },
    12,
    "995b4e3f2aabe038d808233f618153c9",
    "4f72ecf82d9e0625a1e8a623b254a1276476e28820fadb079773fae021398036",
  ],
  [
    { evaluateTrain: "last", vary: "init", seeds: 3 },
    12,
    "75d6e9a38912615fdf057ccdbe20dde9",
    "f40445211af6041f427cc83366de6668bf3421328b15a6a276416965b7cf38a5",
  ],
  [
    { limit: 512, validation: 100, vary: "order" },
    12,
    "b039e5209d7c34a3350119b6a0a2e790",
    "7ca2100b81c0712a0a63829fa473d01c895b5ef73715a481947b59923e54dc85",
  ],
  [
    { inits: ["random:std=0.1", "kaiming-normal", "orthogonal", "lsuv"], models: ["mlp:depth=2"] },
    24,
    "cf48186a0fae174259c3aa2e8d34629c",
    "4765afccf3afa1529f84e1fafe914034f179e34562eecef6a135d7948ec3ea6d",
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
    "f43d6e9482a3446419f0bc2cbd0e85cd",
    "6383680c3e5fd0ed14e5c389bfd27c0424db95f06c6f1141b8c6a3ae5685eb01",
  ],
  [
    { models: ["./own.ts", "mlp"], inits: ["./mine.ts", "./mine.ts:größe=0.25", "zero"] },
    36,
    "0257f969a34378f28a731c1fd7860d5a",
    "621f2b3c159a25460527f392ddef930021e894173130900df898ad0a9e007b88",
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
