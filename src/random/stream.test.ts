import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../errors.js";
import { normals, uint32s } from "./samplers.js";
import { at, type Stream, stream } from "./stream.js";

const address = ({ key, nonce }: Stream) => [...key, ...nonce].join();

test("the same seed and path give the same stream; these addresses and numbers never change", () => {
  expect(stream(7, "init", "conv1.kernel")).toEqual(stream(7, "init", "conv1.kernel"));
  expect([...uint32s(stream(0), 2), ...uint32s(stream(7, "init", "conv1.kernel"), 2)]).toMatchInlineSnapshot(`
    [
      2615302370,
      1404314059,
      3342700307,
      611658692,
    ]
  `);
  expect([...uint32s(at(stream(7, "dropout"), 1000), 2)]).toMatchInlineSnapshot(`
    [
      623714989,
      3834947897,
    ]
  `);
});

test("different seeds, paths, splits of a path and children have different addresses", () => {
  const seen = new Set<string>();
  const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
  const paths = [[], [""], ["", ""], ["a"], ["b"], ["ab"], ["a", "b"], ["b", "a"], ["a", ""], ["abcd"], ["abcd", ""]];
  const long = [
    ["abcdefgh"],
    ["abcd", "efgh"],
    ["a\0"],
    ["a\0\0"],
    ["ä"],
    ["\ud800"],
    ["\ud801"],
    ["conv1"],
    ["conv11"],
  ];
  let count = 0;
  for (const seed of seeds) {
    for (const path of [...paths, ...long]) {
      const parent = stream(seed, ...path);
      for (const one of [parent, at(parent, 0), at(parent, 1), at(parent, 2 ** 32), at(at(parent, 0), 0)]) {
        seen.add(address(one));
        count++;
      }
    }
  }
  expect(seen.size).toBe(count);
});

test("different paths give different streams, however they are cut (property)", () => {
  const path = fc.array(fc.string({ maxLength: 9 }), { maxLength: 4 });
  fc.assert(
    fc.property(path, path, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(address(stream(1, ...a)) === address(stream(1, ...b))).toBe(same);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("one bit of the seed or one letter changes half the bits of the address", () => {
  const bits = (a: Stream, b: Stream) => {
    const words = [...a.key, ...a.nonce].map((word, i) => (word ^ [...b.key, ...b.nonce][i]!) >>> 0);
    return words.reduce((n, word) => n + word.toString(2).replaceAll("0", "").length, 0);
  };
  let total = 0;
  for (let i = 0; i < 500; i++) {
    total += bits(stream(i, "init", "w"), stream(i ^ 1, "init", "w"));
    total += bits(stream(i, "init", "w1"), stream(i, "init", "w2"));
  }
  // 128,000 fair coins: five standard deviations are 895.
  expect(Math.abs(total - 64_000)).toBeLessThan(895);
});

test("streams of different names, seeds and indices are uncorrelated, also at a lag", () => {
  const n = 200_000;
  const base = normals(stream(1, "init", "conv1"), n);
  const others = [
    stream(1, "init", "conv2"),
    stream(2, "init", "conv1"),
    stream(1, "dropout", "conv1"),
    at(stream(1, "init", "conv1"), 0),
    at(stream(1, "init", "conv1"), 1),
  ].map((one) => normals(one, n));
  others.push(normals(stream(1, "init", "conv1"), n, 1), normals(stream(1, "init", "conv1"), n, 4));
  for (const other of others) {
    const dot = base.reduce((sum, z, i) => sum + z * other[i]!, 0);
    expect(Math.abs(dot) / Math.sqrt(n)).toBeLessThan(4);
  }
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("a seed or index of %s is refused", (bad) => {
  expect(() => stream(bad)).toThrow(InputError);
  expect(() => stream(bad)).toThrow("whole number from 0 to 9007199254740991");
  expect(() => at(stream(0), bad)).toThrow(InputError);
});
