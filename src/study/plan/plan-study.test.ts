import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { glyphs, study } from "../../../test/study/made-up.js";
import { InputError } from "../../errors.js";
import { conv, dense, flatten, sequential } from "../../network/layers/index.js";
import { defineNetwork, findModel } from "../../network/models/index.js";
import { sha256 } from "../run/node/store.js";
import { canonicalJson, cellId, labelsOf, planStudy } from "./plan.js";
import { overrideRecipe } from "./recipe-overrides.js";
import { shardOf } from "./shard.js";
import { checkOptions, type StudyOptions } from "./specification.js";

const other = { ...glyphs, name: "other", checksum: "b".repeat(64) };

describe("a study's cells", () => {
  it("are data × models × initializers × seeds, in this order", () => {
    const { cells } = study({ models: ["mlp", "mlp:depth=2"], inits: ["he", "random:std=0.1"], seeds: [4, 5] }, [
      glyphs,
      other,
    ]);
    const labels = cells.map((cell) => [...Object.values(labelsOf(cell)), cell.seed].join(" "));
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

  it("have ids that differ whenever anything that decides the result does", () => {
    const [base] = study().cells;
    const ids = [
      base!.id,
      ...[
        study({ inits: ["zero"] }),
        study({ inits: ["random"] }),
        study({ inits: ["random:std=0.02"] }),
        study({ models: ["mlp:depth=5"] }),
        study({ models: ["lenet5"] }),
        study({ seeds: [7] }),
        study({ limit: 5000 }),
        study({ evaluateTrain: true }),
        study({ recipe: { epochs: 99 } }),
        study({ recipe: { batch: 99 } }),
        study({ recipe: { learningRate: 0.099 } }),
        study({ recipe: { momentum: 0.99 } }),
        study({ recipe: { optimizer: "adam" } }),
        study({ recipe: { weightDecay: 1e-4 } }),
        study({ recipe: { warmupSteps: 5 } }),
        study({ recipe: { schedule: { kind: "constant" } } }),
        study({ validation: 10 }),
        study({ evaluateTrain: "last" }),
        study({}, [{ ...glyphs, checksum: "c".repeat(64) }]),
      ].map(({ cells }) => cells[0]!.id),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("have the same id however the study was asked for", () => {
    const { id } = study().cells[0]!;
    for (const same of [
      study({ inits: ["zero", "he"] }).cells.find(({ init }) => init === "he"),
      study({ inits: ["kaiming-normal"] }).cells[0],
      study({ models: ["mlp:depth=6"] }).cells[0],
      study({ limit: glyphs.trainSamples }).cells[0],
      study({ recipe: { epochs: findModel("mlp").recipe.epochs } }).cells[0],
      // A file that was moved is still the same data.
      study({}, [{ ...glyphs, name: "/elsewhere/glyphs.npz" }]).cells[0],
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
    const { id, ...cell } = study().cells[0]!;
    const shuffled = Object.fromEntries(Object.entries(cell).reverse()) as typeof cell;
    expect(cellId(shuffled, sha256)).toBe(id);
  });
});

describe("recipes, pairs and what varies", () => {
  it("trains each network by each recipe, labelled where there are several", () => {
    const { models, problems, cells } = study({
      models: ["mlp", "lenet5"],
      recipe: { epochs: 2 },
      training: [
        { optimizer: "sgd", learningRate: 0.1 },
        { optimizer: "adam", epochs: 3 },
      ],
    });
    expect(models.map(({ label }) => label)).toEqual([
      "mlp [sgd, lr 0.1]",
      "mlp [adam, 3 epochs]",
      "lenet5 [sgd, lr 0.1]",
      "lenet5 [adam, 3 epochs]",
    ]);
    expect(models[1]!.recipe).toMatchObject({ optimizer: { kind: "adam", learningRate: 0.001 }, epochs: 3 });
    expect(problems.map(({ model }) => model)).toEqual(models.map(({ label }) => label));
    expect(labelsOf(cells.at(-1)!).model).toBe("lenet5 [adam, 3 epochs]");
    // The label decides nothing: asked for alone it is the same run.
    const alone = study({ models: ["lenet5"], recipe: { epochs: 3, optimizer: "adam" } });
    expect(alone.cells.at(-1)!.id).toBe(cells.at(-1)!.id);
  });

  it("trains only the pairs asked for", () => {
    const pairs = [
      { data: "glyphs", model: "mlp" },
      { data: "other", model: "lenet5" },
    ];
    const { problems, cells } = study({ models: ["mlp", "lenet5"], problems: pairs, seeds: [0] }, [glyphs, other]);
    expect(problems).toEqual(pairs);
    expect(cells.map(({ data, model }) => `${data} ${model}`)).toEqual([
      "glyphs mlp",
      "glyphs mlp",
      "other lenet5",
      "other lenet5",
    ]);
    expect(() => study({ problems: [{ data: "glyphs", model: "mpl" }] })).toThrow(
      'Unknown model of a problem "mpl"; did you mean "mlp"?',
    );
  });

  it("holds the rest at the first seed, which is then the same run whatever varies", () => {
    const seeds = [3, 4];
    const [all, init, order] = (["all", "init", "order"] as const).map((vary) => study({ seeds, vary }).cells);
    expect([init![0]!.id, order![0]!.id]).toEqual([all![0]!.id, all![0]!.id]);
    expect(init![1]).toMatchObject({ seed: 4, orderSeed: 3 });
    expect(order![1]).toMatchObject({ seed: 4, initSeed: 3 });
    expect(new Set([all![1]!.id, init![1]!.id, order![1]!.id]).size).toBe(3);
  });

  it("refuses to hold out all there is", () => {
    expect(() => study({ limit: 100, validation: 100 })).toThrow(
      "100 validation samples are to be held out of 100 training samples of glyphs, which leaves none. Legal: 1 to 99.",
    );
  });
});

describe("parts of a study", () => {
  it("are the whole, each cell in one, and about as large", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }), (count, seeds) => {
        const whole = study({ seeds: Array.from({ length: seeds }, (_, i) => i), models: ["mlp", "lenet5"] });
        const parts = Array.from({ length: count }, (_, i) => shardOf(whole, { index: i + 1, count }));
        expect(
          parts
            .flat()
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(whole.cells.map(({ id }) => id).toSorted());
        const sizes = parts.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a network of the user's own", () => {
  const model = defineNetwork({ name: "mine", layers: ({ classes }) => sequential(flatten(), dense(classes)) });
  const plan = (written: string, path: string, digit: string) => {
    const own = { models: [{ written, model, file: { path, sha256: digit.repeat(64) } }] };
    const options = { data: ["glyphs"], models: ["mlp", written], inits: ["he"], seeds: [0] };
    return planStudy(checkOptions(options, own), [glyphs], sha256, own).cells[1]!;
  };

  it("is shown by its name, with its file in the cell, and the id is that of the file's contents", () => {
    const cell = plan("./mine.ts", "/here/mine.ts", "1");
    expect(labelsOf(cell).model).toBe("mine");
    expect(cell.modelFile).toEqual({ path: "/here/mine.ts", sha256: "1".repeat(64), label: "mine" });
    expect(cell.recipe).toMatchObject({ optimizer: { kind: "sgd", learningRate: 0.05 }, batch: 128, epochs: 10 });
    expect(plan("../mine.ts", "/there/mine.ts", "1").id).toBe(cell.id);
    expect(plan("./mine.ts", "/here/mine.ts", "2").id).not.toBe(cell.id);
  });

  it("is refused under a name of stepzero's", () => {
    const own = {
      models: [{ written: "./a.ts", model: { ...model, name: "mlp" }, file: { path: "/a.ts", sha256: "" } }],
    };
    const options = { data: ["glyphs"], models: ["./a.ts"], inits: ["he"], seeds: [0] };
    expect(() => checkOptions(options, own)).toThrow("./a.ts: the network's name \"mlp\" is stepzero's own");
  });
});

describe("a study that cannot be", () => {
  const asked = { data: ["glyphs"], models: ["mlp"], inits: ["he"], seeds: [0] };
  it.each([
    [{ inits: ["hee"] }, 'Unknown initializer "hee"; did you mean "he"?'],
    [{ models: ["mlq"] }, 'Unknown model "mlq"; did you mean "mlp"?'],
    [{ inits: [] }, "At least one initializer is needed."],
    [{ inits: ["he", "kaiming-normal"] }, 'The initializer "he" is given twice.'],
    [{ models: ["mlp", "mlp:depth=6"] }, 'The model "mlp" is given twice.'],
    [{ data: ["glyphs", "glyphs"] }, 'The data set "glyphs" is given twice.'],
    [{ seeds: [1, 1] }, 'The seed "1" is given twice.'],
    [{ seeds: [-1] }, "A seed must be a whole number from 0"],
    [{ seeds: [0.5] }, "A seed must be a whole number from 0"],
  ])("%j is refused", (change, message) => {
    expect(() => checkOptions({ ...asked, ...change })).toThrow(InputError);
    expect(() => checkOptions({ ...asked, ...change })).toThrow(message);
  });

  it("is refused where the limit exceeds the data, or the network does not fit it", () => {
    expect(() => study({ limit: 10_001 })).toThrow(
      "The limit is 10001 training samples, but glyphs has 10000. Legal: 1 to 10000.",
    );
    const rows = { ...glyphs, shape: [20] };
    expect(() => study({ models: ["mnist_cnn"] }, [rows])).toThrow("mnist_cnn takes images [C, H, W]");
    expect(() => study({ models: ["mlp"] }, [rows])).not.toThrow();
  });

  it.each([
    ["mlp", "fixup", "fixup does not fit mlp on glyphs: ", "residual branches"],
    ["lenet5", "mimetic", "mimetic does not fit lenet5 on glyphs: ", "attention"],
  ])("is refused where a method does not fit the network: %s, %s", (model, init, ...messages) => {
    const attempt = () => study({ models: [model], inits: ["he", init] });
    for (const message of messages) expect(attempt).toThrow(message);
  });

  it("is refused where a kernel's shape does not suit the method, and not where that would take large draws to tell", () => {
    const narrowing = defineNetwork({
      name: "narrowing",
      layers: ({ classes }) => sequential(conv(16, 3), conv(4, 3), flatten(), dense(classes)),
    });
    const own = { models: [{ written: "./n.ts", model: narrowing, file: { path: "/n.ts", sha256: "d".repeat(64) } }] };
    const options = checkOptions({ ...asked, models: ["./n.ts"], inits: ["delta-orthogonal"] }, own);
    const attempt = () => planStudy(options, [glyphs], sha256, own);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow("delta-orthogonal does not fit narrowing on glyphs: ");
  });

  it.each([
    [
      { models: [findModel("mlp")] },
      "models[0] must be a text: a name, or the path of a file with a network of your own",
    ],
    [{ inits: ["he", { name: "mine" }] }, "inits[1] must be a text: a name, or the path of a file with an initializer"],
    [{ data: "glyphs" }, "data must be a list"],
  ])("is refused in words where a choice is no text: %#", (change, message) => {
    const attempt = () => checkOptions({ ...asked, ...(change as Partial<StudyOptions>) });
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
  });
});

describe("recipe overrides", () => {
  const own = findModel("mnist_cnn").recipe;

  it("leave what is not named", () => {
    expect(overrideRecipe(own, {})).toEqual(own);
    expect(overrideRecipe(own, { epochs: 2, batch: 64 })).toEqual({ ...own, epochs: 2, batch: 64 });
    expect(overrideRecipe(own, { learningRate: 0.5 }).optimizer).toEqual({ ...own.optimizer, learningRate: 0.5 });
  });

  it("take another optimizer with its usual settings", () => {
    expect(overrideRecipe(own, { optimizer: "sgd" }).optimizer).toEqual({ kind: "sgd", learningRate: 0.01 });
    expect(overrideRecipe(own, { optimizer: "sgd", learningRate: 0.05, momentum: 0.9 }).optimizer).toEqual({
      kind: "sgd",
      learningRate: 0.05,
      momentum: 0.9,
    });
    expect(overrideRecipe(own, { optimizer: "adadelta" }).optimizer).toEqual(own.optimizer);
  });

  it("refuse a momentum where there is none", () => {
    expect(() => overrideRecipe(own, { momentum: 0.9 })).toThrow(
      "A momentum is for sgd and rmsprop; the optimizer is adadelta.",
    );
  });
});
