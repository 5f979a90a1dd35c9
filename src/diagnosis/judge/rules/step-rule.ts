/** Gradients that explode over the steps of a recurrent layer. */
import type { Finding } from "../../diagnosis.js";
import type { JudgedLayer, Rule } from "../evidence.js";
import { layerInWords, median, short } from "../numbers.js";
import { thresholds } from "../thresholds.js";

/** ln of gradient² at the first step over that at the last; NaN without both. */
const growthOf = ({ gradientBySteps: steps }: Pick<JudgedLayer, "gradientBySteps">): number =>
  steps === undefined || steps.length < 2 ? Number.NaN : Math.log(steps[0]! / steps.at(-1)!);

/**
 * The first steps may well have less gradient than the last ones: forgetting is what gates do. More
 * of it, beyond what the reference has, is an explosion.
 */
export const stepRule: Rule = {
  title: "gradients do not explode over the steps of recurrent layers",
  find: ({ layers, references, remedy }) => {
    const [reference] = references;
    if (reference === undefined) return [];
    const judged = layers.flatMap((layer, i) => {
      const growth = growthOf(layer);
      const theirs = reference.draws.map((draw) => growthOf(draw.layers[i]!));
      if (layer.recurrent === undefined || !(growth > 0) || theirs.some(Number.isNaN)) return [];
      const usual = median(theirs);
      const noise = Math.max(...theirs) - Math.min(...theirs);
      return growth - Math.max(0, usual) - noise > thresholds.drift ? [{ layer, growth, usual }] : [];
    });
    const [worst] = judged.sort((a, b) => b.growth - a.growth);
    if (worst === undefined) return [];
    const { layer, growth, usual } = worst;
    const steps = layer.gradientBySteps!.length;
    const bad = layers.filter((one) => judged.some((other) => other.layer === one));
    const finding: Finding = {
      kind: "exploding",
      severity: "error",
      layers: bad.map(({ name }) => name),
      tensors: bad.map(({ kernel }) => kernel),
      measured: Math.exp(growth / (steps - 1)),
      expected: Math.exp(usual / (steps - 1)),
      unit: "gradient² per step",
      text:
        `The gradient explodes over the steps of ${layerInWords({ name: layer.recurrent ?? layer.name })}: gradient² by its input changes by ` +
        `×${short(Math.exp(growth / (steps - 1)))} per step backward, by ×${short(Math.exp(growth))} over ${steps} steps (×${short(Math.exp(usual))} with ${reference.method}).`,
      cause: null,
      remedy: `start from ${reference.method}:\n${remedy(reference.method)}`,
    };
    return [finding];
  },
};
