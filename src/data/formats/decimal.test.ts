import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDecimal } from "./decimal.js";

const read = (text: string) => parseDecimal(`1${text}1`, 1, text.length + 1);

describe("parseDecimal", () => {
  it("gives back every float64 from its shortest digits", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        fc.pre(Number.isFinite(value));
        expect(read(Object.is(value, -0) ? "-0" : String(value))).toBe(value);
      }),
      { numRuns: 5000 },
    );
  });

  it("is the nearest float64 to the digits (ECMA-262's StringToNumber), bit by bit", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 22 });
    const exponent = fc.option(fc.integer({ min: -340, max: 340 }), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom("", "+", "-"), digits, fc.boolean(), digits, exponent, (sign, a, point, b, e) => {
        fc.pre(a.length + (point ? b.length : 0) > 0);
        const text = `${sign}${a}${point ? `.${b}` : ""}${e === undefined ? "" : `e${e}`}`;
        expect(read(text)).toBe(Number(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it("reads commas as it reads points, where the table has those, and only those", () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer().map((i) => i / 1000),
    );
    fc.assert(
      fc.property(number, (value) => {
        const text = Object.is(value, -0) ? "-0" : String(value);
        const withComma = text.replace(".", ",");
        expect(parseDecimal(withComma, 0, text.length, "comma")).toBe(value);
        if (text.includes(".")) expect(parseDecimal(text, 0, text.length, "comma")).toBeNaN();
      }),
      { numRuns: 5000 },
    );
    const long = "0,12345678901234567890123";
    expect(parseDecimal(long, 0, long.length, "comma")).toBe(Number(long.replace(",", ".")));
    for (const text of ["1,2,3", "1.234,5", "1 234,5", ","])
      expect(parseDecimal(text, 0, text.length, "comma")).toBeNaN();
  });

  it("reads no text that is no decimal number", () => {
    const text = fc.string({ unit: fc.constantFrom(..."01.+-eE_xI ,"), maxLength: 8 });
    const isDecimal = (one: string) => /^[ \t]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[ \t]*$/.test(one);
    fc.assert(
      fc.property(text, (one) => {
        expect(Number.isNaN(read(one)), one).toBe(!isDecimal(one));
      }),
      { numRuns: 20_000 },
    );
  });
});
