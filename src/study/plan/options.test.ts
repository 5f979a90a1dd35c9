import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { InputError } from "../../errors.js";
import { parseStudy, studyFileSchema } from "./study-file.js";

describe("a study's file", () => {
  it("asks for what its keys say", () => {
    expect(
      parseStudy(
        {
          data: "mnist",
          models: ["mlp", "./mine.ts"],
          inits: ["he", "zero"],
          seeds: { first: 3, count: 2 },
          epochs: 2,
          training: [{ optimizer: "sgd", learningRate: 0.1 }, { optimizer: "adam" }],
          validation: 100,
          evaluateTrain: "last",
        },
        "study.yaml",
        (text) => text.replace("./", "there/"),
      ),
    ).toEqual({
      data: ["mnist"],
      models: ["mlp", "there/mine.ts"],
      inits: ["he", "zero"],
      seeds: [3, 4],
      recipe: { epochs: 2 },
      training: [{ optimizer: "sgd", learningRate: 0.1 }, { optimizer: "adam" }],
      validation: 100,
      evaluateTrain: "last",
    });
    expect(parseStudy({ seeds: 3 }, "s").seeds).toEqual([0, 1, 2]);
    expect(parseStudy({ seeds: [5, 1] }, "s").seeds).toEqual([5, 1]);
  });

  it("takes data and models from its problems", () => {
    const problems = [
      { data: "mnist", model: "mnist_cnn" },
      { data: "fashion-mnist", model: "mnist_cnn" },
      { data: "cifar10", model: "cifar10_cnn" },
    ];
    const { data, models } = parseStudy({ problems }, "s");
    expect(data).toEqual(["mnist", "fashion-mnist", "cifar10"]);
    expect(models).toEqual(["mnist_cnn", "cifar10_cnn"]);
  });

  it.each([
    [{ seed: 3 }, 'unknown key "seed"; did you mean "seeds"?'],
    [{ training: [{ lerningRate: 1 }] }, 'unknown key "lerningRate" at training.0; did you mean "learningRate"?'],
    [{ seeds: 0 }, "seeds must be how many (a whole number from 1 on), a list of them, or { first, count }, got 0."],
    [{ seeds: [0, -1] }, "seeds.1 must be at least 0, got -1."],
    [{ data: [] }, "data must be a name or path, or a list of them, got []."],
    [{ optimizer: "sdg" }, 'optimizer must be sgd, adam, adamw, rmsprop or adadelta, got "sdg"; did you mean "sgd"?'],
    [{ problems: [{ data: "mnist" }] }, "problems.0.model is missing: expected a text."],
    [
      { schedule: { kind: "cosin" } },
      "schedule must be { kind: constant }, { kind: step, every, factor } or { kind: cosine, final }, got",
    ],
    [{ limit: 1.5, margin: 2 }, "limit must be a whole number, got 1.5; margin must be less than 1, got 2."],
    [{ epochs: "ten" }, 'epochs must be a number, got "ten".'],
    [{ schedule: { kind: "step", every: 2 } }, "schedule.factor is missing: expected a number."],
    [[], "got []"],
    [null, "it is empty"],
    [{ lr: 0.1 }, 'unknown key "lr"; did you mean "learningRate"?'],
    [{ training: [{ lr: 0.1 }] }, 'unknown key "lr" at training.0; did you mean "learningRate"?'],
    ["he", 'got "he"'],
    [{}, "it is empty"],
    [{ $schema: "x" }, "it is empty"],
  ])("%j is refused in words", (value, message) => {
    expect(() => parseStudy(value, "study.yaml")).toThrow(InputError);
    expect(() => parseStudy(value, "study.yaml")).toThrow("study.yaml is not a study: ");
    expect(() => parseStudy(value, "study.yaml")).toThrow(message);
  });

  it("says how several names are written", () => {
    expect(() => parseStudy({ inits: "he, zero" }, "study.yaml")).toThrow(
      'study.yaml: "he, zero" is read as one name; write a list: [he, zero].',
    );
    expect(parseStudy({ models: "mlp:depth=2,width=8" }, "s").models).toEqual(["mlp:depth=2,width=8"]);
  });

  it("has the published JSON Schema", () => {
    const published = JSON.parse(readFileSync("schemas/study.schema.json", "utf8")) as unknown;
    expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(studyFileSchema, { io: "input" }))));
  });
});
