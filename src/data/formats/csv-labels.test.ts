import { describe, expect, it } from "vitest";
import { InputError } from "../../errors.js";
import { parseCsv } from "./csv-table.js";

/** Features as rows of one number. */
function read(text: string, options = {}) {
  const { features, labels, featureNames } = parseCsv(text, "f.csv", options);
  return { rows: Array.from(features.data, (value) => [value]), labels, featureNames };
}

describe("labels of a table", () => {
  // What pandas' read_csv, R's read.csv and the files of the UCI repository have for a missing
  // value.
  const missing = [
    "",
    " ",
    "nan",
    "NaN",
    "-nan",
    "NA",
    "n/a",
    "N/A",
    "#N/A",
    "<NA>",
    "null",
    "NULL",
    "None",
    "NaT",
    "?",
  ];
  it.each(missing)("refuses %j as a label, by its row, and says what to do", (label) => {
    const table = `a,label\n1,x\n\n2,${label}\n3,y\n4,x\n`;
    const remedy = "Fill it in, or leave out all rows without a label: --missing-labels leave-out.";
    expect(() => read(table)).toThrow(InputError);
    // A spreadsheet counts the header and the empty line.
    expect(() => read(table)).toThrow('f.csv, row 4, column "label":');
    expect(() => read(table)).toThrow(remedy);
    expect(read(table, { missingLabels: "leave-out" })).toEqual({
      rows: [[1], [3], [4]],
      labels: ["x", "y", "x"],
      featureNames: ["a"],
    });
    if (label.trim() === "") expect(() => read(table, { missingLabels: "keep" })).toThrow("the label is missing");
    else expect(read(table, { missingLabels: "keep" }).labels).toEqual(["x", label, "y", "x"]);
  });

  it("takes words for labels that only look like missing ones", () => {
    const labels = ["Nano", "nan1", "nonesuch", "a?", "0", "-1", "no"];
    expect(read(`a,label\n${labels.map((label) => `1,${label}\n`).join("")}`).labels).toEqual(labels);
  });

  it("leaves out what else is wrong in a row without a label, but not a row of another length", () => {
    const options = { missingLabels: "leave-out" };
    expect(read("a,label\n1,x\nbroken,?\n3,y\n", options).rows).toEqual([[1], [3]]);
    expect(() => read("a,label\n1,x\n2,?,3\n3,y\n", options)).toThrow("row 3: 3 fields, expected 2");
    expect(() => read("a,label\n1,?\n2,NA\n", options)).toThrow("a header and no row with a label");
    expect(() => read("a,label\n1,x\n", { missingLabels: "drop" })).toThrow(
      'Unknown value of missingLabels "drop". Known: refuse, leave-out, keep.',
    );
  });
});
