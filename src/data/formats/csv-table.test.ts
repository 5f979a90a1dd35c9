import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { parseCsv } from "./csv-table.js";

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
    expect(() => read("a,b,species\n1,2,cat")).toThrow(
      new InputError(
        'f.csv has no column named label, class, target, y, which would be the label; its columns are: a, b, species. Rename the label\'s column to "label", or name it after the path: --data "f.csv#species" takes the last.',
      ),
    );
    for (const text of ["1,2,cat\n3,4,dog", "1,2,3\n4,5,6"]) expect(() => read(text)).toThrow("f.csv has no header");
    expect(() => read("1,2,cat\n3,4,dog")).toThrow("its first row is: 1, 2, cat. Add a first row of names");
    expect(() => read("1,2,cat\n3,4,dog")).toThrow('--data "f.csv#2" takes the last');
    expect(() => read("a,label\n1,cat", { header: false })).toThrow("no header");
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
    expect(read("1\t2\tx", { delimiter: "\t", label: 2 }).rows).toEqual([[1, 2]]);
  });

  it("gives back any table that is written by the rules", () => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    const row = fc.tuple(value, fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "é", "0") }), value);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.constantFrom("\n", "\r\n"), (table, end) => {
        const text = ["u,label,v", ...table.map(([a, label, b]) => [a, quoted(label), b].join(","))].join(end);
        const { rows, labels } = read(text);
        expect(labels).toEqual(table.map(([, label]) => label.trim()));
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
