import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hues, methodLooks } from "./colours.js";

const usual = ["he", "glorot-uniform", "xavier-fan-in", "zero", "random", "orthogonal", "lsuv", "pytorch-default"];

/** WCAG 2.2's contrast ratio of two colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = linear(colour);
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
    "of %s have the hue of random where that is not there, and another beside it",
    (label) => {
      const random = methodLooks(["random"]).get("random")!;
      expect(methodLooks(["he", label]).get(label)!.colour).toBe(random.colour);
      const beside = methodLooks(["random", label]).get(label)!;
      expect(beside.colour).not.toBe(random.colour);
      expect(beside.dash).not.toBe(random.dash);
      expect(beside.marker).not.toBe(random.marker);
    },
  );

  it("are of as many hues as there are methods, up to eight", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom(...usual)), { maxLength: 8 }), (labels) => {
        const colours = [...methodLooks(labels).values()].map(({ colour }) => colour);
        expect(new Set(colours).size).toBe(labels.length);
      }),
    );
  });

  it.each(["light", "dark"] as const)(
    "any two hues of the %s theme are told apart, with any of three sights",
    (theme) => {
      const colours = Object.values(hues).map((both) => both[theme === "light" ? 0 : 1]);
      for (const [sight, matrix] of Object.entries(sights)) {
        const seen = colours.map((colour) => oklab(clamped(product(matrix, linear(colour)))));
        const distances = seen.flatMap((a, i) =>
          seen.slice(i + 1).map((b) => Math.hypot(...a.map((x, k) => x - b[k]!))),
        );
        expect(Math.min(...distances), sight).toBeGreaterThan(0.09);
      }
    },
  );
});

/**
 * What is left of a colour (linear RGB): Machado, Oliveira and Fernandes (2009), "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1.
 */
const sights = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const product = (matrix: readonly (readonly number[])[], vector: readonly number[]) =>
  matrix.map((row) => row.reduce((sum, value, i) => sum + value * vector[i]!, 0));
const clamped = (colour: readonly number[]) => colour.map((value) => Math.min(1, Math.max(0, value)));

function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

/**
 * Ottosson (2020), "A perceptual color space for image processing". A step of 0.02 is just seen.
 */
function oklab(rgb: readonly number[]): number[] {
  const cones = product(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map(Math.cbrt);
  return product(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}
