import { expect, it } from "vitest";
import { drawnBy, normalBatch, subjectOf } from "../../../test/measured-network.js";
import { he } from "../../initializers/index.js";
import { dense, type Layer, sequential } from "../../network/layers/index.js";
import { predictions } from "./predict.js";

it("a network of more nodes than theory follows is refused in words", () => {
  const chain: Layer = {
    kind: "chain",
    apply: (x, { g }) => {
      let value = x;
      for (let i = 0; i < 6000; i++) value = g.apply("Neg", [value]);
      return value;
    },
  };
  const subject = subjectOf(sequential(chain, dense(4)), [8], normalBatch([8], 4, 4), drawnBy(he));
  expect(() => predictions(subject, { mode: "measure" })).toThrow(/has 600\d nodes, and theory follows at most 5000/);
});
