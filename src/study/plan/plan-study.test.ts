import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { glyphs, labelOf, planned } from "../../../test/study/planned.js";
import { InputError } from "../../errors.js";
import { dense, flatten, sequential } from "../../network/layers/index.js";
import { defineNetwork, findModel } from "../../network/models/index.js";
import { canonicalJson, cellId } from "./cell-id.js";
import { bySeed, parseShard, shardOf } from "./cell-order.js";
import type { UserModules } from "./user-modules.js";

const other = { ...glyphs, name: "other", checksum: "b".repeat(64) };

describe("the baseline of a study", () => {
  const baselineOf = (options: Parameters<typeof planned>[0]) => planned(options).study.baseline;
  it("is one of its methods, by its label or by its initializer, and changes no cell", () => {
    expect(baselineOf({ inits: ["he", "zero"] })).toBeUndefined();
    expect(baselineOf({ inits: ["he", "zero"], baseline: "zero" })).toBe("zero");
    expect(baselineOf({ inits: ["he", "random:std=0.1"], baseline: "random" })).toBe("random:std=0.1");
    const training = [{ optimizer: "sgd" as const }, { optimizer: "adam" as const }];
    expect(baselineOf({ inits: ["he"], training, baseline: "he [adam]" })).toBe("he [adam]");
    expect(planned({ baseline: "he" }).cells).toEqual(planned().cells);
  });

  it("is refused where it is none of them, several, or alone", () => {
    expect(() => planned({ inits: ["he", "zero"], baseline: "hee" })).toThrow(/baseline "hee".*he/);
    const training = [{ optimizer: "sgd" as const }, { optimizer: "adam" as const }];
    expect(() => planned({ inits: ["he"], training, baseline: "he" })).toThrow(
      'The baseline "he" may be he [sgd] or he [adam]: give one of these as the baseline.',
    );
    expect(() => planned({ inits: ["he"], baseline: "he" })).toThrow("The baseline he is the only method");
  });
});

describe("the cells of a study", () => {
  it("are problems × methods × seeds, in this order", () => {
    const { cells } = planned({ models: ["mlp", "mlp:depth=2"], inits: ["he", "random:std=0.1"], seeds: [4, 5] }, [
      glyphs,
      other,
    ]);
    const labels = cells.map(labelOf);
    expect(labels.slice(0, 5)).toEqual([
      "glyphs mlp he 4",
      "glyphs mlp he 5",
      "glyphs mlp random:std=0.1 4",
      "glyphs mlp random:std=0.1 5",
      "glyphs mlp:depth=2 he 4",
    ]);
    expect(labels.length).toBe(16);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(16);
  });

  it("run by seed, all methods of one seed before the next", () => {
    const study = planned({ models: ["mlp", "lenet5"], seeds: [4, 5] });
    expect(bySeed(study).map(labelOf)).toEqual(
      ["mlp", "lenet5"].flatMap((model) =>
        [4, 5].flatMap((seed) => ["he", "zero"].map((method) => `glyphs ${model} ${method} ${seed}`)),
      ),
    );
  });

  it("have ids that differ whenever anything that decides the result does", () => {
    const ids = [
      planned(),
      planned({ inits: "zero" }),
      planned({ inits: "random" }),
      planned({ inits: "random:std=0.02" }),
      planned({ models: "mlp:depth=5" }),
      planned({ models: "lenet5" }),
      planned({ seeds: [7] }),
      planned({ limit: 5000 }),
      planned({ evaluateTrain: true }),
      planned({ epochs: 99 }),
      planned({ batch: 99 }),
      planned({ learningRate: 0.099 }),
      planned({ momentum: 0.99 }),
      planned({ optimizer: "adam" }),
      planned({ weightDecay: 1e-4 }),
      planned({ warmupSteps: 5 }),
      planned({ schedule: { kind: "constant" } }),
      planned({ validation: 10 }),
      planned({ evaluateTrain: "last" }),
      planned({}, [{ ...glyphs, checksum: "c".repeat(64) }]),
    ].map(({ cells }) => cells[0]!.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("have the same id however the study was written", () => {
    const { id } = planned().cells[0]!;
    for (const same of [
      planned({ inits: ["zero", "he"] }).cells.find(({ method }) => method.label === "he"),
      planned({ inits: "kaiming-normal" }).cells[0],
      planned({ models: "mlp:depth=6" }).cells[0],
      planned({ limit: glyphs.trainSamples }).cells[0],
      planned({ epochs: findModel("mlp").recipe.epochs }).cells[0],
      // A file that was moved is still the same data.
      planned({}, [{ ...glyphs, name: "/elsewhere/glyphs.npz" }]).cells[0],
    ]) {
      expect(same!.id).toBe(id);
    }
  });

  it("hash independently of the order of keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    const { id, ...cell } = planned().cells[0]!;
    const shuffled = Object.fromEntries(Object.entries(cell).reverse()) as typeof cell;
    expect(cellId(shuffled)).toBe(id);
  });
});

describe("methods, pairs and what varies", () => {
  it("makes every initializer with every recipe a method, labelled where there are several recipes", () => {
    const { study, cells } = planned({
      models: ["mlp", "lenet5"],
      inits: ["he", "zero"],
      epochs: 2,
      training: [
        { optimizer: "sgd", learningRate: 0.1 },
        { optimizer: "adam", epochs: 3 },
      ],
    });
    expect(study.methods.map(({ label }) => label)).toEqual([
      "he [sgd, lr 0.1]",
      "he [adam, 3 epochs]",
      "zero [sgd, lr 0.1]",
      "zero [adam, 3 epochs]",
    ]);
    expect(study.problems.map(({ model }) => model)).toEqual(["mlp", "lenet5"]);
    const last = cells.at(-1)!;
    expect(labelOf(last)).toBe("glyphs lenet5 zero [adam, 3 epochs] 2");
    expect(last.method.recipe).toMatchObject({ optimizer: { kind: "adam", learningRate: 0.001 }, epochs: 3 });
    // The label decides nothing: in a study of its own it is the same run.
    const alone = planned({ models: "lenet5", inits: "zero", epochs: 3, optimizer: "adam" });
    expect(alone.cells.at(-1)!.id).toBe(last.id);
  });

  it("tells recipes apart that differ in their schedule only", () => {
    const { study } = planned({
      inits: ["he"],
      training: [{ schedule: { kind: "cosine" } }, { schedule: { kind: "cosine", final: 0.1 } }],
    });
    expect(study.methods.map(({ label }) => label)).toEqual(["he [cosine schedule]", "he [cosine schedule to 0.1]"]);
  });

  it("refuses a data set and a network that are in no pair", () => {
    const pairs = [{ data: "glyphs", model: "mlp" }];
    expect(() => planned({ problems: pairs }, [glyphs, other])).toThrow(
      "other is in no pair of problems and would be left out; add a pair, or take it from data.",
    );
    expect(() => planned({ models: ["mlp", "lenet5"], problems: pairs })).toThrow(
      "lenet5 is in no pair of problems and would be left out; add a pair, or take it from models.",
    );
  });

  it("trains only the pairs of the study", () => {
    const pairs = [
      { data: "glyphs", model: "mlp" },
      { data: "other", model: "lenet5" },
    ];
    const { study, cells } = planned({ models: ["mlp", "lenet5"], problems: pairs, seeds: [0] }, [glyphs, other]);
    expect(study.problems).toEqual(pairs);
    expect(cells.map(labelOf)).toEqual([
      "glyphs mlp he 0",
      "glyphs mlp zero 0",
      "other lenet5 he 0",
      "other lenet5 zero 0",
    ]);
    expect(() => planned({ problems: [{ data: "glyphs", model: "mpl" }] })).toThrow(
      'Unknown model of a problem "mpl"; did you mean "mlp"?',
    );
  });

  it("holds the rest at the first seed, which is then the same run whatever varies", () => {
    const seeds = [3, 4];
    const [all, init, order] = (["all", "init", "order"] as const).map((vary) => planned({ seeds, vary }).cells);
    expect([init![0]!.id, order![0]!.id]).toEqual([all![0]!.id, all![0]!.id]);
    expect(init![1]).toMatchObject({ seed: 4, orderSeed: 3 });
    expect(order![1]).toMatchObject({ seed: 4, initSeed: 3 });
    expect(new Set([all![1]!.id, init![1]!.id, order![1]!.id]).size).toBe(3);
  });

  it("refuses to hold out all there is", () => {
    expect(() => planned({ limit: 100, validation: 100 })).toThrow(
      "100 validation samples are to be held out of 100 training samples of glyphs, which leaves none. Legal: 1 to 99.",
    );
  });
});

describe("parts of a study", () => {
  it("are the whole, each cell in one, and about as large", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }), (count, seeds) => {
        const whole = planned({ seeds, models: ["mlp", "lenet5"] });
        const parts = Array.from({ length: count }, (_, i) => shardOf(whole, { index: i + 1, count }));
        const ids = (cells: typeof whole.cells) => cells.map(({ id }) => id).toSorted();
        expect(ids(parts.flat())).toEqual(ids(whole.cells));
        const sizes = parts.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it.each(["0/3", "4/3", "1", "a/b", "1/0"])("%s is refused", (text) => {
    expect(() => parseShard(text)).toThrow(InputError);
  });
});

describe("a user's network", () => {
  const model = defineNetwork({ name: "mine", layers: ({ classes }) => sequential(flatten(), dense(classes)) });
  const plan = (written: string, path: string, digit: string) => {
    const users = { models: [{ written, model, file: { path, sha256: digit.repeat(64) } }], initializers: [] };
    return planned({ models: ["mlp", written], inits: "he", seeds: [0] }, [glyphs], users).cells[1]!;
  };

  it("is shown by its name, with its file in the cell, and the id follows the file's contents", () => {
    const { id, problem, method } = plan("./mine.ts", "/here/mine.ts", "1");
    expect(problem.model).toMatchObject({
      label: "mine",
      file: { path: "/here/mine.ts", sha256: "1".repeat(64) },
    });
    expect(method.recipe).toMatchObject({ optimizer: { kind: "sgd", learningRate: 0.05 }, batch: 128, epochs: 10 });
    expect(plan("../mine.ts", "/there/mine.ts", "1").id).toBe(id);
    expect(plan("./mine.ts", "/here/mine.ts", "2").id).not.toBe(id);
  });

  it("is refused under the name of one of stepzero's", () => {
    const users: UserModules = {
      models: [{ written: "./a.ts", model: { ...model, name: "mlp" }, file: { path: "/a.ts", sha256: "" } }],
      initializers: [],
    };
    expect(() => planned({ models: "./a.ts" }, [glyphs], users)).toThrow(
      "./a.ts: the network's name \"mlp\" is the name of one of stepzero's own",
    );
  });
});

describe("a study that cannot be", () => {
  it.each([
    [{ inits: "hee" }, 'Unknown initializer "hee"; did you mean "he"?'],
    [{ models: "mlq" }, 'Unknown model "mlq"; did you mean "mlp"?'],
    [{ inits: [] }, "inits must be a name or path, or a list of them, got []"],
    [{ inits: ["he", "kaiming-normal"] }, "The study has the method"],
    [{ models: ["mlp", "mlp:depth=6"] }, 'the network "mlp" and "mlp:depth=6" (both are mlp) twice'],
    [{ data: ["glyphs", "glyphs"] }, "names glyphs twice"],
    [{ seeds: [1, 1] }, "names seed 1 twice"],
    [{ seeds: [-1] }, "seeds.0 must be at least 0, got -1"],
    [{ seeds: [0.5] }, "seeds.0 must be a whole number, got 0.5"],
    [{ optimizer: "adam", momentum: 0.5 } as const, "momentum is for sgd and rmsprop; the optimizer is adam."],
    [{ limit: 10_001 }, "The limit is 10001 training samples, but glyphs has 10000. Legal: 1 to 10000."],
  ])("%j is refused", (change, message) => {
    expect(() => planned(change)).toThrow(InputError);
    expect(() => planned(change)).toThrow(message);
  });

  it("is refused where the network does not fit the data", () => {
    const rows = { ...glyphs, shape: [20] };
    expect(() => planned({ models: "mnist_cnn" }, [rows])).toThrow("mnist_cnn takes images [C, H, W]");
    expect(() => planned({ models: "mlp" }, [rows])).not.toThrow();
  });
});
