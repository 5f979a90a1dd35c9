import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { parseCsv, tableReader } from "./csv-table.js";
import { joined } from "./row-blocks.js";

/** Features as rows. */
function read(text: string, options = {}) {
  const { features, labels, featureNames } = parseCsv(text, "f.csv", options);
  const width = features.shape[1]!;
  const rows = labels.map((_, row) => Array.from(features.data.slice(row * width, (row + 1) * width)));
  return { rows, labels, featureNames };
}

describe("parseCsv", () => {
  it("finds the label by its usual name, wherever it stands", () => {
    const expected = { rows: [[1, 2]], labels: ["cat"], featureNames: ["a", "b"] };
    for (const name of ["label", "Class", "target", "y"]) expect(read(`a,${name},b\n1,cat,2\n`)).toEqual(expected);
  });

  it("prefers label to class, class to target, target to y, whatever their order", () => {
    expect(read("x,y,Label\n1,2,cat").featureNames).toEqual(["x", "y"]);
    expect(read("y,target,class\n1,2,cat").labels).toEqual(["cat"]);
    expect(read("y,target\n1,2").labels).toEqual(["2"]);
  });

  it("refuses to guess the label, naming the columns and what to do", () => {
    const message =
      'f.csv has no column named label, class, target, y, which would be the label; its columns are: a, b, species. Rename the label\'s column to "label", or name it after the path: --data "f.csv#species" takes the last.';
    expect(() => read("a,b,species\n1,2,cat")).toThrow(expect.objectContaining({ message }));
    for (const text of ["1,2,cat\n3,4,dog", "1,2,3\n4,5,6"]) expect(() => read(text)).toThrow("f.csv has no header");
    expect(() => read("1,2,cat\n3,4,dog")).toThrow("its first row is: 1, 2, cat. Add a first row of names");
    expect(() => read("1,2,cat\n3,4,dog")).toThrow('--data "f.csv#2" takes the last');
    expect(() => read("a,label\n1,cat", { header: false })).toThrow("no header");
  });

  it("takes a number for the column's place, unless another column has it for a name", () => {
    // What pandas writes of a table without names, with its index.
    const table = ",0,1,2\n0,7,8,cat\n1,9,8,dog\n";
    expect(() => read(table)).toThrow('--data "f.csv#-1" takes the last');
    expect(() => read(table, { label: 2 })).toThrow(
      'f.csv: 2 is the number of column "1" (from 0) and the name of another. Count from the end: #-2 is column 2, "1"; #-1 is column 3, "2".',
    );
    expect(read(table, { label: -1, leaveOut: 0 })).toEqual(read(table, { label: -1, leaveOut: "-4" }));
    // A name stands before a number.
    expect(read(table, { label: -1, leaveOut: "0" }).featureNames).toEqual(["", "1"]);
    expect(read(table, { label: -1, leaveOut: 0 }).featureNames).toEqual(["0", "1"]);
    expect(read("0,1,2\n3,4,x\n", { label: 2, header: true }).labels).toEqual(["x"]);
    // The same without the index could be a sample.
    expect(() => read("0,1,2,3\n7,8,9,5\n", { label: -1 })).toThrow("counts the columns, as pandas names them");
    expect(read("0,1,2,3\n7,8,9,5\n", { label: -1, header: false }).rows.length).toBe(2);
  });

  it("says what thousands, and lines above the header, need", () => {
    for (const number of ["1.234,5", "1,234.5", "12'345.6", "1 234 567,8"]) {
      expect(() => read(`a|label\n${number}|x\n`)).toThrow("Write thousands without a separator.");
    }
    expect(() => read("My measurements\na,b,label\n1,2,x\n")).toThrow(
      "its first row is: My measurements. Take out what stands above the header; or, where another character",
    );
    expect(read("a b label\n1 2 x\n", { separator: "space" }).rows).toEqual([[1, 2]]);
  });

  it("reads tables without a header if the column is stated", () => {
    expect(read("1,2,cat\n3,4,dog", { label: -1 })).toEqual({
      rows: [
        [1, 2],
        [3, 4],
      ],
      labels: ["cat", "dog"],
      featureNames: ["0", "1"],
    });
  });

  it("takes the stated column, by name, by number or from the end", () => {
    expect(read("k,a,b\nx,1,2", { label: "k" }).labels).toEqual(["x"]);
    expect(read("x,1,2", { label: 0 }).labels).toEqual(["x"]);
    expect(read("1,x,2", { label: -2 }).rows).toEqual([[1, 2]]);
    expect(read("1,2,3\n4,5,6", { label: -1, header: true }).featureNames).toEqual(["1", "2"]);
  });

  it("reads what RFC 4180 quotes, both line ends, a byte order mark and blank lines", () => {
    expect(read('\uFEFF"a","la ""x"""\r\n"1","c,\r\nd"\r\n\r\n 2 ,e\n', { label: 'la "x"' })).toEqual({
      rows: [[1], [2]],
      labels: ["c,\r\nd", "e"],
      featureNames: ["a"],
    });
    expect(read("1\t2\tx", { separator: "\t", label: 2 }).rows).toEqual([[1, 2]]);
  });

  it("gives back any table that is written by the rules", () => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    const row = fc.tuple(value, fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "é", "0") }), value);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.constantFrom("\n", "\r\n"), (table, end) => {
        const text = ["u,label,v", ...table.map(([a, label, b]) => [a, quoted(`a${label}`), b].join(","))].join(end);
        const { rows, labels } = read(text);
        expect(labels).toEqual(table.map(([, label]) => `a${label}`.trim()));
        expect(rows).toEqual(table.map(([a, , b]) => [a, b].map((x) => (Object.is(x, -0) ? 0 : x))));
      }),
    );
  });

  it.each([
    ["", "f.csv is empty"],
    ["a,label\n", "header but no rows"],
    ["1\n2\n", "has one column"],
    ["a,b,label\n1,2,x\n1,x\n", "row 3: 2 fields, expected 3"],
    ["a,b,label\n1,?,x\n", 'row 2, column "b": "?" is not a finite number'],
    ["a,b,label\n1,,x\n", 'column "b": "" is not'],
    ["a,label\nInfinity,x\n", '"Infinity" is not a finite number'],
    ['1,"x\n', "quote opened at character 2 is never closed"],
    ['1,"x"y\n', 'character 5 follows a closing quote, expected ","'],
  ])("refuses %j", (text, message) => {
    expect(() => read(text)).toThrow(InputError);
    expect(() => read(text)).toThrow(message);
  });

  /*
   * Decimal numbers are a sign or none, digits with a point or none, an exponent or none. Python's
   * float(), NumPy and pandas read some of these forms, and JavaScript others, each as another
   * number.
   */
  it.each(["0x10", "0b1", "0o7", "1_000", "1e", "e5", ".", "+", "--1", "1 2", "١", "１", "∞", "1e+ 5", "NaN"])(
    "refuses %s as a number, by row and column",
    (text) => {
      const attempt = () => read(`a,label,b\n1,x,2\n3,y,"${text}"\n`);
      expect(attempt).toThrow(InputError);
      expect(attempt).toThrow(
        expect.objectContaining({
          message: `f.csv, row 3, column "b": "${text}" is not a finite number. Write a decimal number such as -1.5 or 2e-3; fill missing values, and encode words as numbers, first. Or leave the column out: --leave-out b.`,
        }),
      );
    },
  );

  it("refuses numbers beyond float64, and reads those at its ends", () => {
    expect(() => read("a,label\n1e400,x")).toThrow(
      'row 2, column "a": "1e400" is beyond the range of float64, 1.8e308.',
    );
    const ends = ["1.7976931348623157e308", "-4.9e-324", "1e-400", "9007199254740993", "+.5", "5.", " \t7 "];
    expect(read(`a,label\n${ends.join(",x\n")},x`).rows.flat()).toEqual([
      Number.MAX_VALUE,
      -Number.MIN_VALUE,
      0,
      9007199254740992, // the even one of two that are equally near
      0.5,
      5,
      7,
    ]);
  });

  it("names the remedy for decimal commas", () => {
    expect(() => read("a;label\n1,5;x", { separator: ";" })).toThrow(
      '"1,5" is not a finite number. If this table writes fractions behind a comma: --decimal comma.',
    );
    expect(() => read('a,label\n"1,5",x')).toThrow("--decimal comma.");
    expect(() => read("a;label\n1.5;x", { separator: ";", decimal: "comma" })).toThrow(
      '"1.5" is not a finite number. If this table writes fractions behind a point: --decimal point.',
    );
  });

  it.each([
    ["x,label,label\n0,0,0", "f.csv has 2 columns that could be the label: label, label."],
    ["x,Label,label\n0,0,0", "f.csv has 2 columns that could be the label: Label, label."],
    ["x,label,x\n0,a,0", 'f.csv: columns 0 and 2 (from 0) are named "x". Give each column a name of its own'],
    ["x, x ,label\n0,0,a", 'columns 0 and 1 (from 0) are named "x"'],
    [",label,\n0,a,0", "columns 0 and 2 (from 0) have no name"],
  ])("refuses columns of one name: %j", (text, message) => {
    expect(() => read(text)).toThrow(InputError);
    expect(() => read(text)).toThrow(message);
  });

  it("refuses columns of one name where the label is named or numbered", () => {
    for (const label of ["label", 1, -1])
      expect(() => read("x,label,label\n0,0,0", { label })).toThrow('columns 1 and 2 (from 0) are named "label"');
  });

  it("refuses a first row that is neither names nor numbers, of which a sample could be lost", () => {
    expect(() => read("0x10,1,cat\n3,4,dog", { label: -1 })).toThrow(
      'f.csv: the first row is neither names nor numbers: 0x10, 1, cat. "0x10" is not a number.',
    );
    expect(read("2019,b,label\n1,2,x").featureNames).toEqual(["2019", "b"]); // by name
  });

  it.each([
    ["a field", `a,label\n${"1".repeat(2 ** 20 + 1)},x\n`, "row 2: the field that begins at character 8 has over"],
    [
      "a quote that is never closed",
      `a,label\n"${",1\n".repeat(2 ** 19)}`,
      "row 2: the field that begins at character 8 has",
    ],
    ["a label", `a,label\n1,${"x".repeat(1001)}\n`, 'column "label": "xxx'],
    ["a name", `${"x".repeat(1001)},label\n1,x\n`, "row 1, column 0"],
    ["a first row", `${"1,".repeat(1_000_000)}1\n`, "over 1000000 fields in its first row"],
  ])("refuses %s without end in a short message", (_, text, message) => {
    expect(() => read(text)).toThrow(InputError);
    expect(() => read(text)).toThrow(message);
    try {
      read(text);
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(400);
    }
  });

  it("reads a text in pieces as it reads it whole, wherever it is cut", () => {
    const text = '\uFEFF"a ""1""",label,b\r\n1.25e1,"x,\n""y""",-3\r\n\r\n\n4,"z",5\r6,z,"7"\n8,z,';
    const pieces = (cuts: readonly number[], more: string) => {
      const reader = tableReader("f.csv");
      const whole = text + more;
      const places = [0, ...cuts.map((cut) => cut % whole.length).sort((a, b) => a - b), whole.length];
      for (let i = 1; i < places.length; i++) reader.push(whole.slice(places[i - 1], places[i]));
      const { features, words, labels, columns } = reader.end();
      return {
        numbers: Array.from(joined(features)),
        labels: Array.from(joined(labels), (index) => words[index]),
        featureNames: columns.features.map((i) => columns.names[i]),
      };
    };
    const expected = {
      numbers: [12.5, -3, 4, 5, 6, 7, 8, 9],
      labels: ['x,\n"y"', "z", "z", "z"],
      featureNames: ['a "1"', "b"],
    };
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), fc.constantFrom("9", "9\n", "9\r\n"), (cuts, more) => {
        expect(pieces(cuts, more)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("refuses a label column that is not there", () => {
    expect(() => read("a,b\n1,2", { label: "species" })).toThrow('no column named "species"; its first row is: a, b.');
    expect(() => read("a,b\n1,2", { label: 2 })).toThrow("no column 2: it has 2");
  });

  it("never fails otherwise, whatever the text", () => {
    const text = fc.string({ unit: fc.constantFrom("1", "a", ",", '"', "\n", "\r", " "), maxLength: 30 });
    fc.assert(
      fc.property(text, (input) => {
        try {
          read(input);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
