/** All that a framework is asked, in one process of its own. */
import { beforeAll, describe, expect, it } from "vitest";
import { type Answers, type Asked, ask } from "./ask.js";
import { frameworkFacts } from "./facts.js";
import { casesOf, describeInitializers } from "./initializer-suite.js";
import type { Framework } from "./initializers.js";
import { describeLayers, layerQuestions } from "./layer-suite.js";

/** Compares a framework's initializers and layers with the table and with `explain`. */
export function describeFramework(framework: Framework, program: Asked): void {
  const facts = frameworkFacts[framework];
  let answers: Answers;
  beforeAll(() => {
    const expressions = facts.map(([, , expression]) => expression);
    answers = ask(program, casesOf(framework), layerQuestions(framework), expressions);
  });
  describe("initializers", () => describeInitializers(framework, (i) => answers.initializers[i]!));
  describe("layers", () => describeLayers(framework, (i) => answers.layers[i]!));
  it.each(facts.map(([where, claim, expression, value], i) => [`${where}: ${claim}`, expression, value, i] as const))(
    "%s",
    (_, expression, value, i) => {
      expect(answers.facts[i], expression).toEqual(value);
    },
  );
}
