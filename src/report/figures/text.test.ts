import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortLabels, textWidth, wrapName, wrapText } from "./text.js";

describe("texts", () => {
  it("are broken at spaces", () => {
    expect(wrapText("a line of words", textWidth("a line of", 12), 12)).toEqual(["a line of", "words"]);
    expect(wrapText("its 95 % interval", textWidth("its 95", 12), 12)).toEqual(["its", "95 %", "interval"]);
  });

  it("are broken behind the signs that join words, and within what is still too wide", () => {
    expect(wrapName("mlp:depth=10", textWidth("mlp:depth=", 12), 12)).toEqual(["mlp:depth=", "10"]);
    const name = fc.string({ minLength: 1, maxLength: 60 }).map((text) => `x${text.replaceAll(/\s+/g, " ").trim()}`);
    fc.assert(
      fc.property(name, fc.integer({ min: 20, max: 200 }), (text, width) => {
        const lines = wrapName(text, width, 12);
        for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  it("are shortened where they are too wide, and stay different", () => {
    const labels = ["he", "he [adam, learning rate 0.001]", "he [adam, learning rate 0.002]"];
    const short = shortLabels(labels, 100, 12);
    expect(short.get("he")).toBe("he");
    expect(new Set(short.values()).size).toBe(3);
    for (const text of short.values()) expect(textWidth(text, 12)).toBeLessThanOrEqual(100);
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 8 }), (any) => {
        expect(new Set(shortLabels(any, 60, 12).values()).size).toBe(any.length);
      }),
    );
  });
});
