/** Every method that is named after a framework is compared with it, or has its reason. */
import { expect, it } from "vitest";
import { uniform } from "../../src/explain/distribution.js";
import { frameworks } from "../../src/explain/index.js";
import { frameworkMethods, kerasDefault, pytorchDefault } from "../../src/initializers/index.js";
import { stream, uniforms } from "../../src/random/index.js";
import { contradictions, twoSampleDistance } from "./agree.js";
import { conventions, counterpartsOf, orthogonalOf, withoutCounterpart } from "./initializers.js";
import { layersInWords } from "./layers.js";

it("has every method of a framework, or the reason why not", () => {
  const rows = [...Object.values(counterpartsOf), ...Object.values(orthogonalOf)].flat();
  const compared = new Set(rows.map(({ method }) => method.split(":")[0]!));
  const names = [pytorchDefault, kerasDefault, ...frameworkMethods].map(({ name }) => name);
  expect(names.filter((name) => !compared.has(name) && !(name in withoutCounterpart))).toEqual([]);
  expect(Object.keys(withoutCounterpart).filter((name) => compared.has(name) || !names.includes(name))).toEqual([]);
});

it("has the layers of every framework that explain describes; JAX has Flax's, Caffe is of the past", () => {
  const names = frameworks.map(({ name }) => name).filter((name) => name !== "jax" && name !== "caffe");
  expect(Object.keys(layersInWords).sort()).toEqual(names.sort());
  expect(Object.keys(conventions).sort()).toEqual(names.sort());
});

it("tells distributions apart that differ by two percent, and numbers beyond a bound", () => {
  const draws = Float32Array.from(uniforms(stream(0, "init", "w"), 60_000), (x) => 2 * x - 1);
  expect(contradictions(draws, uniform(1))).toEqual([]);
  expect(contradictions(draws, uniform(1.02)).join()).toMatch(/^std .* standard errors off$/);
  expect(contradictions(draws, uniform(0.999)).join()).toMatch(/is beyond 0.999$/);
  expect(contradictions(draws, { ...uniform(1), kind: "truncated-normal" }).join()).toContain("distribution function");
  expect(
    contradictions(
      draws.map((x) => x + 0.02),
      uniform(1),
    ).join(),
  ).toMatch(/^mean/);
  const others = Float32Array.from(uniforms(stream(1, "init", "w"), 60_000), (x) => 2 * x - 1);
  expect(twoSampleDistance(draws, others)).toBeLessThan(1);
  expect(
    twoSampleDistance(
      draws,
      others.map((x) => 1.05 * x),
    ),
  ).toBeGreaterThan(1);
});
