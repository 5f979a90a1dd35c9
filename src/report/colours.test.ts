import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hues, methodLooks } from "./colours.js";

const usual = ["he", "glorot-uniform", "xavier-fan-in", "zero", "random", "orthogonal", "lsuv", "pytorch-default"];

/** WCAG 2.2's contrast ratio of two colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

describe("methods' looks", () => {
  it.each(Object.entries(hues))("%s stands out 3 : 1 from the page in both themes", (_, [light, dark]) => {
    expect(contrast(light, "#ffffff")).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, "#14171a")).toBeGreaterThanOrEqual(3);
  });

  it("of the usual methods are the same whoever else is there", () => {
    const alone = new Map(usual.map((label) => [label, methodLooks([label]).get(label)]));
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 }), (others) => {
        const looks = methodLooks([...others, ...usual]);
        for (const label of usual) expect(looks.get(label)).toEqual(alone.get(label));
      }),
    );
  });

  it("are all different, in any order, for up to 48 methods", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 48 }), (labels) => {
        const looks = methodLooks(labels);
        expect(new Set([...looks.values()].map((look) => JSON.stringify(look))).size).toBe(labels.length);
        expect(methodLooks(labels.toReversed())).toEqual(looks);
      }),
    );
  });

  it.each(["random:std=0.5", "random [adam, lr 0.001]", "random:std=0.5 [sgd]"])(
    "of %s have the hue of random",
    (label) => {
      const looks = methodLooks(["random", label]);
      expect(looks.get(label)!.colour).toBe(looks.get("random")!.colour);
      expect(looks.get(label)!.dash).not.toBe(looks.get("random")!.dash);
      expect(looks.get(label)!.marker).not.toBe(looks.get("random")!.marker);
    },
  );
});
