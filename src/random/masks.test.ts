import { expect, test } from "vitest";
import { InputError } from "../errors.js";
import { bytes, keepMask } from "./masks.js";
import { uint32s } from "./samplers.js";
import { stream } from "./stream.js";

const place = stream(1, "dropout");

/** The definition, read off the documentation: bits of an element, and whether it is 1. */
function defined(length: number, dropped256ths: number): number[] {
  const bits = [1, 2, 4, 8].find((b) => Number.isInteger((dropped256ths * 2 ** b) / 256))!;
  const words = uint32s(place, Math.ceil((length * bits) / 32));
  return Array.from({ length }, (_, i) => {
    const draw = Math.floor(words[Math.floor((i * bits) / 32)]! / 2 ** ((i * bits) % 32)) % 2 ** bits;
    return draw < (dropped256ths * 2 ** bits) / 256 ? 0 : 1;
  });
}

test("masks follow their definition at every rate, length and alignment", () => {
  for (let k = 0; k <= 256; k++) {
    const length = 100 + k;
    const buffer = new ArrayBuffer(length + 8);
    const shifted = new Uint8Array(buffer, k % 5, length);
    expect(keepMask(place, shifted, k).join(""), `rate ${k}/256`).toBe(defined(length, k).join(""));
  }
  for (const k of [64, 128, 26, 16]) {
    const length = 300_007;
    const expected = defined(length, k);
    expect(keepMask(place, new Uint8Array(length), k).every((x, i) => x === expected[i])).toBe(true);
  }
});

test("nothing outside the view is written", () => {
  for (const offset of [0, 1, 4]) {
    const all = new Uint8Array(256).fill(9);
    keepMask(place, all.subarray(offset, offset + 101), 64);
    expect(all.subarray(0, offset).every((x) => x === 9)).toBe(true);
    expect(all.subarray(offset + 101).every((x) => x === 9)).toBe(true);
  }
});

test.each([1, 26, 64, 128, 192, 255])("%d of 256 are dropped", (k) => {
  const n = 1_000_000;
  const rate = k / 256;
  const count = keepMask(stream(2, "rate"), new Uint8Array(n), k).reduce((sum, x) => sum + x, 0);
  expect(Math.abs(count - n * (1 - rate)) / Math.sqrt(n * rate * (1 - rate))).toBeLessThan(4);
});

test("neighbouring elements are dropped independently", () => {
  const n = 1_000_000;
  for (const lag of [1, 2, 16]) {
    const mask = keepMask(stream(3, "lag"), new Uint8Array(n + lag), 64);
    let both = 0;
    for (let i = 0; i < n; i++) both += mask[i]! & mask[i + lag]!;
    expect(Math.abs(both / n - 0.5625)).toBeLessThan(4e-3);
  }
});

test("bytes are the words' bytes, least significant first", () => {
  const words = uint32s(place, 10_000);
  for (const length of [0, 1, 3, 4, 33, 32_768, 32_771, 40_000]) {
    const got = bytes(place, new Uint8Array(length));
    expect(got.every((x, i) => x === Math.floor(words[i >> 2]! / 256 ** (i % 4)) % 256)).toBe(true);
  }
});

test.each([-1, 257, 0.25, Number.NaN])("a rate of %d 256ths is refused", (bad) => {
  expect(() => keepMask(place, new Uint8Array(4), bad)).toThrow(InputError);
});
