/** Which methods draw the same weights, against all pairs of whole draws. */
import { describe, expect, it } from "vitest";
import { planned } from "../../../test/study/planned.js";
import { allInitializers, findInitializer, initialWeights, isDataDriven } from "../../initializers/index.js";
import { parametersOf, parseModel } from "../../network/models/index.js";
import type { StudyOptions } from "./options.js";
import { sameWeightNotes } from "./same-weights.js";
import { noUserModules } from "./user-modules.js";

const notesOn = (options: StudyOptions) => sameWeightNotes(planned({ seeds: 3, ...options }).study, noUserModules);

describe("methods with the same weights", () => {
  it("are named once, with what leaving them out saves", () => {
    expect(notesOn({ models: "mlp:depth=2", inits: ["he", "constant:value=0", "zero", "he:negativeSlope=1"] })).toEqual(
      [
        "mlp:depth=2 on glyphs: zero draws the same weights as constant:value=0 (seed 0) and will be judged as one method with it. Leaving it out saves 3 runs.",
      ],
    );
    expect(notesOn({ models: ["mlp", "lenet5"], inits: ["constant:value=1", "ones", "zero"], seeds: 1 })).toEqual([
      "mlp on glyphs, lenet5 on glyphs: ones draws the same weights as constant:value=1 (seed 0) and will be judged as one method with it. Leaving it out saves 2 runs.",
    ]);
  });

  it("are others where the recipe or the learning rates of tensors differ", () => {
    const inits = ["zero", "constant:value=0"];
    const training = [{ optimizer: "sgd" as const }, { optimizer: "adam" as const }];
    expect(notesOn({ inits: "zero", training })).toEqual([]);
    expect(notesOn({ inits, training })).toEqual([
      expect.stringMatching(/constant:value=0 \[sgd\] draws the same weights as zero \[sgd\] .* saves 3 runs\.$/),
      expect.stringMatching(/constant:value=0 \[adam\] draws the same weights as zero \[adam\] .* saves 3 runs\.$/),
    ]);
  });

  it.each(["mlp:depth=2,width=20", "lenet5", "mlp:depth=2,activation=tanh"])(
    "are those of %s whose whole draws have the same bits",
    (models) => {
      const { model, options } = parseModel(models);
      const { parameters } = parametersOf(model, { input: [1, 28, 28], classes: 10 }, options);
      const draws = allInitializers.flatMap((method) => {
        if (isDataDriven(method) || method.learningRateMultipliers !== undefined) return [];
        try {
          const weights = Object.values(initialWeights(findInitializer(method.name), parameters, 0));
          return [{ name: method.name, bits: Buffer.concat(weights.map((w) => Buffer.from(w.buffer.slice(0)))) }];
        } catch {
          return [];
        }
      });
      const expected = draws.flatMap(({ name: label, bits }, i) => {
        const first = draws.findIndex((one) => one.bits.equals(bits));
        return first === i ? [] : [`${draws[first]!.name} ${label}`];
      });
      const notes = notesOn({ models, inits: draws.map((one) => one.name), seeds: 1 });
      const pairs = notes.flatMap((note) => {
        const [, others, first] = /: (.*) draws? the same weights as (\S+) /.exec(note)!;
        return others!.split(" and ").map((other) => `${first} ${other}`);
      });
      expect(pairs.sort()).toEqual(expected.sort());
      expect(pairs.length).toBeGreaterThan(0);
    },
  );
});
