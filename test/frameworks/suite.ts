/** All that a framework is asked, in one process of its own. */
import { beforeAll, describe } from "vitest";
import { type Answers, type Asked, ask } from "./ask.js";
import { casesOf, describeInitializers } from "./initializer-suite.js";
import type { Framework } from "./initializers.js";
import { describeLayers, layerQuestions } from "./layer-suite.js";

/** Compares a framework's initializers and layers with the table and with `explain`. */
export function describeFramework(framework: Framework, asked: Asked): void {
  let answers: Answers;
  beforeAll(() => {
    answers = ask(asked, casesOf(framework), layerQuestions(framework));
  });
  describe("initializers", () => describeInitializers(framework, (i) => answers.initializers[i]!));
  describe("layers", () => describeLayers(framework, (i) => answers.layers[i]!));
}
