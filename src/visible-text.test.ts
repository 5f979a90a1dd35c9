import fc from "fast-check";
import { expect, test } from "vitest";
import { visible, visibleLine } from "./visible-text.js";

test.each([
  ["\u001b[2J", "\\u001b[2J"],
  ["a\u0000\u0007\u007f\u009b", "a\\u0000\\u0007\\u007f\\u009b"],
  ["a\tb\r\nc", "a\\tb\\r\nc"],
  ["\u202eexe.txt\u2066", "\\u202eexe.txt\\u2066"],
  ["a\u2028b\u2029", "a\\u2028b\\u2029"],
  ["a\ud800b\udc00", "a\\ud800b\\udc00"],
  ["he\u200b\u200d\ufeff\u00ad", "he\\u200b\\u200d\\ufeff\\u00ad"],
  ["\ufffe\u{1ffff}\u{e0041}", "\\ufffe\\ud83f\\udfff\\udb40\\udc41"],
])("%j is shown as %s", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test("letters of all scripts, emoji, their joiners and backslashes stay", () => {
  // Persian needs U+200C between letters; emoji are joined by U+200D and U+FE0F.
  for (const text of [
    "Größe ± 2 × σ²",
    "می\u200cخواهم",
    "👩\u200d🔬 ❤\ufe0f",
    "C:\\data\\u001b",
    "a\u0301",
    "\u00a0",
  ]) {
    expect(visible(text)).toBe(text);
  }
});

test("a line has no line feed", () => {
  expect(visibleLine("a\nb\u0085")).toBe("a\\nb\\u0085");
});

test("any text: nothing hidden but line feeds is left, twice is once, and JSON stays the same JSON", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = visible(text);
      expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u);
      expect(visible(shown)).toBe(shown);
      expect(JSON.parse(visible(JSON.stringify(text)))).toBe(text);
    }),
  );
});
