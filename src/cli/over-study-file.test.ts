import { describe, expect, it } from "vitest";
import { InputError } from "../errors.js";
import type { StudyOptions } from "../study/plan/options.js";
import { overStudyFile, type TypedSeeds } from "./over-study-file.js";

const none: TypedSeeds = { first: undefined, count: undefined };
const over = (written: StudyOptions, typed: Omit<StudyOptions, "seeds">, seeds: Partial<TypedSeeds> = {}) =>
  overStudyFile("study.yaml", written, typed, { ...none, ...seeds }, (key) => (key === "learningRate" ? "lr" : key));

describe("an option over a study file", () => {
  it("takes the place of the file's key, and leaves the others", () => {
    const written: StudyOptions = { data: "mnist", inits: ["he"], epochs: 5, margin: 0.01 };
    expect(over(written, { epochs: 1, inits: ["zero"] })).toEqual({ ...written, epochs: 1, inits: ["zero"] });
    expect(over(written, {})).toEqual(written);
  });

  it("holds for every recipe of the file", () => {
    const training: StudyOptions["training"] = [
      { optimizer: "sgd", learningRate: 0.05, epochs: 3 },
      { optimizer: "adam", epochs: 2 },
      { batch: 8 },
    ];
    expect(over({ training, batch: 16 }, { epochs: 1 })).toEqual({
      epochs: 1,
      batch: 16,
      training: [{ optimizer: "sgd", learningRate: 0.05 }, { optimizer: "adam" }, { batch: 8 }],
    });
  });

  it("is refused where two recipes would be the same, with the options that make them so", () => {
    const training = [{ learningRate: 0.1, epochs: 1 }, { batch: 8 }, { learningRate: 0.2 }];
    expect(() => over({ training }, { learningRate: 1, epochs: 2, momentum: 0.5 })).toThrow(InputError);
    expect(() => over({ training }, { learningRate: 1, epochs: 2, momentum: 0.5 })).toThrow(
      'With --epochs and --lr two recipes of study.yaml are the same: training.0 ("lr 0.1, 1 epoch") and training.2 ' +
        '("lr 0.2"). An option holds for every recipe of the file: leave out --epochs and --lr, or all but one of these recipes.',
    );
    expect(over({ training }, { learningRate: 1 }).training).toEqual([{ epochs: 1 }, { batch: 8 }, {}]);
  });

  it("for data or networks trains all pairs, the other side being the file's", () => {
    const problems = [
      { data: "glyphs", model: "mlp" },
      { data: "mnist", model: "lenet5" },
      { data: "mnist", model: "mlp" },
    ];
    expect(over({ problems }, { data: ["cifar10"] })).toEqual({ data: ["cifar10"], models: ["mlp", "lenet5"] });
    expect(over({ problems }, { models: ["vgg_cnn"] })).toEqual({ data: ["glyphs", "mnist"], models: ["vgg_cnn"] });
    const written: StudyOptions = { data: ["glyphs", "mnist"], models: "mlp", problems: problems.slice(0, 1) };
    expect(over(written, { models: ["lenet5"] })).toEqual({ data: ["glyphs", "mnist"], models: ["lenet5"] });
    expect(over({ problems }, { epochs: 1 })).toEqual({ problems, epochs: 1 });
  });

  it("for seeds leaves the first one, or how many, as the file has it", () => {
    const written = { first: 10, count: 5 };
    expect(over({ seeds: written }, {}, { count: 2 }).seeds).toEqual({ first: 10, count: 2 });
    expect(over({ seeds: written }, {}, { first: 3 }).seeds).toEqual({ first: 3, count: 5 });
    expect(over({ seeds: 7 }, {}, { first: 3 }).seeds).toEqual({ first: 3, count: 7 });
    expect(over({ seeds: 7 }, {}).seeds).toBe(7);
    expect(over({}, {}, { first: 3 }).seeds).toEqual({ first: 3 }); // the default completes it
    expect(over({ seeds: [5, 1] }, {}, { count: 2 }).seeds).toEqual({ first: 0, count: 2 });
    expect(() => over({ seeds: [5, 1] }, {}, { first: 3 })).toThrow(
      "--seed 3 needs --seeds N: study.yaml lists its seeds (5, 1), which have no first one to move.",
    );
  });
});
