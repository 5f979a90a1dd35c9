import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { InputError } from "../../errors.js";
import { requestStudy, type StudyOptions, studyOptionsSchema } from "./options.js";

const names = (count: number) => Array.from({ length: count }, (_, i) => `name-${i}`);
const recipes = (count: number) => Array.from({ length: count }, (_, i) => ({ epochs: i + 1 }));

describe("the options of a study", () => {
  it("ask for what their keys say", () => {
    const request = requestStudy({
      data: "mnist",
      models: ["mlp", "./mine.ts"],
      inits: ["he", "zero"],
      seeds: { first: 3, count: 2 },
      epochs: 2,
      training: [{ optimizer: "sgd", learningRate: 0.1 }, { optimizer: "adam" }],
      validation: 100,
      evaluateTrain: "last",
    });
    expect(request).toEqual({
      data: ["mnist"],
      models: ["mlp", "./mine.ts"],
      ofGroups: [],
      probe: false,
      inits: ["he", "zero"],
      problems: undefined,
      reading: undefined,
      seeds: [3, 4],
      limit: undefined,
      validation: 100,
      evaluateTrain: "last",
      vary: "all",
      recipe: { epochs: 2 },
      recipes: [{ optimizer: "sgd", learningRate: 0.1 }, { optimizer: "adam" }],
      metric: undefined,
      margin: undefined,
      target: undefined,
    });
    const reading = { separator: "tab", decimal: "comma", leaveOut: ["id", 3], shape: [1, 8, 8] };
    expect(requestStudy({ ...reading, encoding: undefined }).reading).toEqual(reading);
    expect(requestStudy({ seeds: 3 }).seeds).toEqual([0, 1, 2]);
    expect(requestStudy({ seeds: [5, 1] }).seeds).toEqual([5, 1]);
    expect(requestStudy({ evaluateTrain: true }).evaluateTrain).toBe("every");
  });

  it("may be constants", () => {
    const constant = {
      inits: ["he", "zero"],
      seeds: [3, 1],
      schedule: { kind: "step", every: 2, factor: 0.5 },
      training: [{ learningRate: 0.1 }, { augmentation: "none" }],
    } as const satisfies StudyOptions;
    expect(requestStudy(constant).recipes).toEqual(constant.training);
  });

  it("name groups of initializers, whose methods stand once", () => {
    const { inits, ofGroups } = requestStudy({
      inits: ["gradinit", "group:learned", "random:std=0.1", "group:activation"],
    });
    expect(inits).toEqual(["gradinit", "metainit", "random:std=0.1", "siren", "activation-aware", "edge-of-chaos"]);
    expect(ofGroups).toEqual(["metainit", "siren", "activation-aware", "edge-of-chaos"]);
    expect(() => requestStudy({ inits: "group:scald" })).toThrow(
      'Unknown group of initializers "scald"; did you mean "scaled"? Known: constant, scaled, orthogonal, activation, ',
    );
  });

  it("take data and models from the problems", () => {
    const problems = [
      { data: "mnist", model: "mnist_cnn" },
      { data: "fashion-mnist", model: "mnist_cnn" },
      { data: "cifar10", model: "cifar10_cnn" },
    ];
    const { data, models } = requestStudy({ problems });
    expect(data).toEqual(["mnist", "fashion-mnist", "cifar10"]);
    expect(models).toEqual(["mnist_cnn", "cifar10_cnn"]);
  });

  it.each([
    [{ seed: 3 }, 'unknown key "seed"; did you mean "seeds"?'],
    [{ training: [{ lerningRate: 1 }] }, 'unknown key "lerningRate" at training.0; did you mean "learningRate"?'],
    [
      { seeds: 0 },
      "seeds must be how many (a whole number from 1 to 1,000,000), a list of them, or { first, count }, got 0.",
    ],
    [{ seeds: 1_000_000_000 }, "seeds must be at most 1,000,000, got 1000000000; split the study."],
    [{ seeds: { first: 0, count: 1e9 } }, "seeds.count must be at most 1,000,000, got 1000000000; split the study."],
    [{ inits: Array(1001).fill("he") }, 'inits must be a list of at most 1,000, got ["he","he"'],
    [{ training: Array(1001).fill({}) }, "training must be a list of at most 1,000, got [{},{}"],
    [{ problems: Array(1001).fill({ data: "a", model: "b" }) }, "problems must be a list of at most 1,000, got ["],
    [{ models: "x".repeat(5001) }, `models must be a text of at most 5,000 characters, got "${"x".repeat(56)}….`],
    [{ data: ["x".repeat(5001)] }, "data.0 must be a text of at most 5,000 characters, got"],
    [{ [`lr${"x".repeat(1000)}`]: 1 }, `unknown key "lr${"x".repeat(58)}… (1002 characters)" (known: `],
    [{ inits: Array(1000).fill(1) }, "inits.4 must be a text, got 1; and 995 more."],
    [{ seeds: [0, -1] }, "seeds.1 must be at least 0, got -1."],
    [{ data: [] }, "data must be a name or path, or a list of them, got []."],
    [{ optimizer: "sdg" }, 'optimizer must be sgd, adam, adamw, rmsprop or adadelta, got "sdg"; did you mean "sgd"?'],
    [{ problems: [{ data: "mnist" }] }, "problems.0.model is missing: expected a text."],
    [
      { schedule: { kind: "cosin" } },
      "schedule must be { kind: constant }, { kind: step, every, factor } or { kind: cosine, final }, got",
    ],
    [{ limit: 1.5 }, "limit must be a whole number, got 1.5."],
    [{ decimal: "," }, 'decimal must be point or comma, got ",".'],
    [{ missingLabels: "drop" }, 'missingLabels must be refuse, leave-out or keep, got "drop".'],
    [{ shape: [8, 8] }, "shape must be channels, rows and columns of one sample: [1, 28, 28], got [8,8]."],
    [{ shape: "1,8,8" }, 'shape must be channels, rows and columns of one sample: [1, 28, 28], got "1,8,8".'],
    [{ leaveOut: 1.5 }, "leaveOut must be a column's name, or its number from 0, or a list of them, got 1.5."],
    [
      { margin: 0.3 },
      "margin must be a difference in test accuracy as a fraction, above 0 and at most 0.1 (0.003 is 0.3 points), got 0.3.",
    ],
    [{ target: 1 }, "target must be a test accuracy as a fraction, above 0 and below 1, got 1."],
    [{ epochs: "ten" }, 'epochs must be a number, got "ten".'],
    [{ schedule: { kind: "step", every: 2 } }, "schedule.factor is missing: expected a number."],
    [[], "got []"],
    [{ lr: 0.1 }, 'unknown key "lr"; did you mean "learningRate"?'],
    [{ training: [{ lr: 0.1 }] }, 'unknown key "lr" at training.0; did you mean "learningRate"?'],
    ["he", 'got "he"'],
    [{ inits: ["he", { name: "mine" }] }, "inits.1 must be a text, got"],
  ])("%j are refused in words", (value, message) => {
    expect(() => requestStudy(value, "study.yaml")).toThrow(InputError);
    expect(() => requestStudy(value, "study.yaml")).toThrow("study.yaml is not a study: ");
    expect(() => requestStudy(value, "study.yaml")).toThrow(message);
  });

  it.each([
    [{ seeds: 1_000_000, inits: "he" }, undefined],
    [
      { seeds: 200_001 },
      "study.yaml has 1,000,005 runs (1 problems × 5 methods × 200,001 seeds), and at most 1,000,000 are possible; " +
        "split it into several studies.",
    ],
    [{ inits: names(32), training: recipes(32), seeds: 1 }, "study.yaml has 1,024 methods, and at most 1,000"],
    [{ data: names(501), models: names(2), seeds: 1 }, "study.yaml has 1,002 problems, and at most 1,000"],
    [{ inits: names(1000), models: names(2), seeds: 1 }, undefined],
    [
      { inits: names(1000), models: names(3), seeds: 1 },
      "study.yaml has 1,498,500 pairs of methods to judge (3 problems × 1,000 methods), and at most 1,000,000",
    ],
  ])("are bounded in number: case %#", (value, message) => {
    const request = () => requestStudy(value, "study.yaml");
    if (message === undefined) expect(request).not.toThrow();
    else expect(request).toThrow(message);
  });

  it("name the first of 100,000 problems, and count the others", () => {
    const wrong = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key-${i}`, i]));
    expect(() => requestStudy(wrong)).toThrow(/unknown key "key-4" \(known: [^)]*\); and 99,995 more\.$/);
    expect(() => requestStudy({ inits: Array(200_000).fill(0) })).toThrow(/inits must be a list of at most 1,000/);
  });

  it("refuse a key of the recipe that every recipe of training has, too", () => {
    const training = [{ epochs: 1, learningRate: 0.1 }, { epochs: 2 }];
    expect(() => requestStudy({ epochs: 3, training }, "study.yaml")).toThrow(
      "study.yaml: epochs: 3 would hold for no run, because every recipe of training has its own epochs. " +
        "Leave out the study's epochs, or that of the recipes that the study's is for.",
    );
    const schedules = [{ schedule: { kind: "constant" } }];
    expect(() => requestStudy({ schedule: { kind: "cosine" }, training: schedules })).toThrow(
      'The study: schedule: {"kind":"cosine"} would hold for no run',
    );
    // It holds for the second recipe.
    expect(requestStudy({ learningRate: 0.2, training })).toMatchObject({
      recipe: { learningRate: 0.2 },
      recipes: training,
    });
    expect(requestStudy({ epochs: undefined, training }).recipe).toEqual({});
  });

  it("say how several names are written", () => {
    expect(() => requestStudy({ inits: "he, zero" }, "study.yaml")).toThrow(
      'study.yaml: "he, zero" is read as one name; write a list: [he, zero].',
    );
    expect(requestStudy({ models: "mlp:depth=2,width=8" }).models).toEqual(["mlp:depth=2,width=8"]);
  });

  it("have the published JSON Schema", () => {
    const published = JSON.parse(readFileSync("schemas/study.schema.json", "utf8")) as unknown;
    expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(studyOptionsSchema, { io: "input" }))));
  });
});
