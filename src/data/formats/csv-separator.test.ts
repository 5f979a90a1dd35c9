import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { tableStart } from "./csv-separator.js";

const characters = [",", ";", "\t", "|"];
const separatorIn = (text: string, isWhole = true, options = {}) =>
  tableStart(text, isWhole, "f.csv", options).separator;

describe("the separator of a table", () => {
  it("is the one that the table was written with, whatever stands in quotes, and wherever the text is cut", () => {
    const number = fc.integer({ min: -999, max: 999 }).map((value) => String(value / 8));
    const quoted = fc
      .string({ unit: fc.constantFrom("a", ...characters, "\n", '""'), maxLength: 6 })
      .map((text) => `"${text}"`);
    const row = fc.tuple(number, number, quoted);
    fc.assert(
      fc.property(fc.constantFrom(...characters), fc.array(row, { minLength: 1, maxLength: 8 }), (separator, table) => {
        const text = `${[["a", "b", "label"], ...table].map((fields) => fields.join(separator)).join("\n")}\n`;
        expect(separatorIn(text)).toBe(separator);
        const header = text.indexOf("\n") + 1;
        for (let length = header; length <= text.length; length++) {
          expect(separatorIn(text.slice(0, length), false)).toBe(separator);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is guessed by no one where two split every row alike", () => {
    const pairs = characters.flatMap((a) => characters.filter((b) => b !== a).map((b) => [a, b] as const));
    for (const [a, b] of pairs) {
      const text = Array.from({ length: 5 }, (_, i) => `${i}${a}2${b}3${a}4\n`).join("");
      expect(() => separatorIn(text)).toThrow(InputError);
      expect(() => separatorIn(text)).toThrow("each split every row alike. Name it: --separator semicolon");
      expect(separatorIn(text, true, { separator: b })).toBe(b);
    }
  });

  it("is no comma where commas are decimal, unless nothing else separates", () => {
    const text = "1,5;2,5;x\n1,5;2,5;y\n";
    expect(() => separatorIn(text)).toThrow('"," and ";" each split every row alike');
    expect(separatorIn(text, true, { decimal: "comma" })).toBe(";");
    expect(separatorIn('"1,5","2,5",x\n', true, { decimal: "comma" })).toBe(",");
  });

  it("is that of a first line which says it, unless an option does", () => {
    expect(tableStart("\uFEFFsep=|\r\na,b|c\r\n", true, "f.csv", {})).toEqual({
      separator: "|",
      text: "a,b|c\r\n",
      linesBefore: 1,
    });
    expect(separatorIn("sep=;\na,b;c\n", true, { separator: "comma" })).toBe(",");
  });

  it("is one character, or a word for one", () => {
    const words = { comma: ",", semicolon: ";", tab: "\t", "\\t": "\t", pipe: "|", "~": "~", " ": " " };
    for (const [word, character] of Object.entries(words)) {
      expect(separatorIn("a\n", true, { separator: word })).toBe(character);
    }
    for (const bad of ["", "::", '"', "\n", "constructor"]) {
      expect(() => separatorIn("a\n", true, { separator: bad })).toThrow("expected one character, and no quote");
    }
  });
});
