/** Tables as people have them: separators, encodings, columns, test sets. */
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { UserDataOptions } from "../../src/data/node/user-data-options.js";
import { loadUserData } from "../../src/data/node/user-files.js";
import { decimalComma, folderPerTest, refusal, rows, samplesOf, tableOf } from "./own-files.js";

const folder = folderPerTest();
const { write } = folder;

describe("a table of the same numbers", () => {
  const plain = async () => samplesOf(await loadUserData(`${write("plain.csv", tableOf(","))}#species`));

  it.each<[string, string | Uint8Array, UserDataOptions]>([
    ["tabs", tableOf("\t"), {}],
    ["pipes", tableOf("|"), {}],
    ["semicolons and decimal commas", tableOf(";", decimalComma), { decimal: "comma" }],
    ["tabs and decimal commas", tableOf("\t", decimalComma, "\r\n"), { decimal: "comma" }],
    ["quoted decimal commas between commas", tableOf(",", (x) => `"${decimalComma(x)}"`), { decimal: "comma" }],
    ["Excel's first line", `sep=;\r\n${tableOf(";")}`, {}],
    ["a stated separator", tableOf("~"), { separator: "~" }],
    ["a separator by its word", tableOf("\t"), { separator: "tab" }],
    ["a byte order mark", Buffer.from(`\uFEFF${tableOf(",")}`), {}],
    ["UTF-16, little-endian", Buffer.from(`\uFEFF${tableOf(";")}`, "utf16le"), {}],
    ["UTF-16, big-endian", Buffer.from(`\uFEFF${tableOf(",")}`, "utf16le").swap16(), {}],
    ["UTF-16 without a mark", Buffer.from(tableOf(","), "utf16le"), { encoding: "utf-16le" }],
    ["Latin-1", Buffer.from(tableOf(","), "latin1"), { encoding: "latin-1" }],
  ])("is read with %s", async (_, content, options) => {
    const path = write("table.csv", content);
    expect(samplesOf(await loadUserData(path, { ...options, label: "species" }))).toEqual(await plain());
  });

  it("is read with Windows-1252, byte by byte as Python decodes it", async () => {
    // python3 -c 'print("".join(chr(b) for b in [0x80, 0x93, 0x9f,
    // 0xe9]).encode("latin1").decode("cp1252"))' → €“Ÿé
    const bytes = Buffer.concat([
      Buffer.from("a,label\n1,x\n2,"),
      Buffer.of(0x80, 0x93, 0x9f, 0xe9),
      Buffer.from("\n3,x\n4,x\n"),
    ]);
    const data = await loadUserData(write("table.csv", bytes), { encoding: "latin-1" });
    expect(data.classNames).toEqual(["x", "€“Ÿé"]);
  });

  it("is refused where several characters split every row alike, or none does", async () => {
    const numbers = rows.map(({ a, b }) => `${decimalComma(a + 0.03125)};${decimalComma(b + 0.03125)}`);
    const noHeader = numbers.map((two, i) => `${two};${i % 2},5`).join("\n");
    expect(await refusal(write("table.csv", noHeader), { label: -1 })).toContain(
      'nothing says which character separates the fields: "," and ";" each split every row alike. Name it: --separator semicolon',
    );
    expect(await refusal(write("ragged.csv", "a;b,label\n1;2,x\n1;2;3\n"))).toContain(
      '"," and ";" split the rows, none of them alike.',
    );
    // Where one alone can separate, a row of another length is what is wrong.
    expect(await refusal(write("short.csv", "a;b;label\n1;2;x\n1;2\n"))).toContain("row 3: 2 fields, expected 3");
    expect(await refusal(write("one.csv", "a b label\n1 2 x\n"))).toContain("name it: --separator semicolon");
    expect(await refusal(write("bad.csv", "a;label\n1;x\n"), { separator: "semi" })).toContain(
      'The separator is "semi", expected one character',
    );
  });
});

describe("columns to leave out", () => {
  const table = `name,id,a,b,species\n${rows.map(({ a, b, id, species }, i) => `n${i},${id},${a},${b},${species}`).join("\n")}\n`;

  it("are named, or numbered, and may hold anything", async () => {
    const plain = samplesOf(await loadUserData(`${write("plain.csv", tableOf(","))}#species`));
    const path = write("table.csv", table);
    for (const leaveOut of [
      ["name", "id"],
      [0, 1],
      ["0", -4],
      ["name", 1],
    ]) {
      expect(samplesOf(await loadUserData(path, { label: "species", leaveOut }))).toEqual(plain);
    }
    expect(await refusal(path, { label: "species" })).toContain(
      'row 2, column "name": "n0" is not a finite number. Write a decimal number such as -1.5 or 2e-3; fill missing values, and encode words as numbers, first. Or leave the column out: --leave-out name.',
    );
    expect(await refusal(path, { label: "species", leaveOut: "nane" })).toContain(
      'no column named "nane"; its first row is: name, id, a, b, species. Did you mean "name"?',
    );
    expect(await refusal(path, { label: "species", leaveOut: 5 })).toContain("no column 5: it has 5");
    expect(await refusal(path, { label: "species", leaveOut: "species" })).toContain("has the labels and cannot be");
    expect(await refusal(path, { label: "species", leaveOut: [0, 1, 2, 3] })).toContain("has no feature left");
  });

  it("are numbered where there is no header, whatever the first row says", async () => {
    const bare = write("bare.csv", "1,7,x\n0,8,y\n1,9,x\n0,7,y\n");
    const data = await loadUserData(bare, { label: 2, leaveOut: "1", standardize: false, testFraction: 0.5 });
    expect([data.shape, new Set(data.train.inputs)]).toEqual([[1], new Set([0, 1])]);
    const words = write("words.csv", "id1,7,x\nid2,8,y\nid3,9,x\nid4,7,y\n");
    const rest = await loadUserData(words, { label: 2, leaveOut: 0, testFraction: 0.5 });
    expect([rest.shape, rest.train.count + rest.test.count]).toEqual([[1], 4]);
  });

  it("may have numbers for names", async () => {
    const years = write("years.csv", "2019,2020,label\n1,0,x\n2,0,y\n3,0,x\n4,0,y\n");
    const { shape, train, test } = await loadUserData(years, { leaveOut: "2020", standardize: false });
    expect([shape, new Set([...train.inputs, ...test.inputs])]).toEqual([[1], new Set([1, 2, 3, 4])]);
    expect(await refusal(years, { leaveOut: "2021" })).toContain("has no column 2021: it has 3");
  });

  it("may be one of two of a name, by number only", async () => {
    const path = write("twins.csv", "a,a,label\n1,0,x\n2,0,y\n3,0,x\n4,0,y\n");
    expect(await refusal(path)).toContain("or leave one out by its number: --leave-out 1.");
    expect(await refusal(path, { leaveOut: "a" })).toContain('columns 0 and 1 (from 0) are named "a"');
    expect((await loadUserData(path, { leaveOut: 1, testFraction: 0.5 })).shape).toEqual([1]);
  });

  it.each([
    ["id", 1],
    ["Id", 1],
    ["patient_id", 1],
    ["PassengerId", 1],
    ["index", 1],
    ["Unnamed: 0", 1],
    ["", 1],
    ["width", 0],
    ["paid", 0],
  ])("are proposed where a column %j has a different whole number in each row", async (name, count) => {
    const path = write("ids.csv", `${name},a,label\n${rows.map(({ id, a }, i) => `${id},${a},${i % 2}\n`).join("")}`);
    const proposals = (await loadUserData(path)).notes?.filter((note) => note.includes("as an identifier")) ?? [];
    expect(proposals.length).toBe(count);
    if (count === 0) return;
    const [, option = ""] = /--leave-out (.*)\.$/.exec(proposals[0]!) ?? [];
    const { shape, notes } = await loadUserData(path, { leaveOut: option.replaceAll("'", "") });
    expect([shape, notes?.some((note) => note.includes("as an identifier"))]).toEqual([[1], false]);
  });

  it("are proposed where a column counts the rows, under any name, but no measurements", async () => {
    const path = write("count.csv", `t,a,label\n${rows.map(({ a }, i) => `${i + 1},${a},${i % 2}\n`).join("")}`);
    expect((await loadUserData(path)).notes?.[0]).toContain('The column "t" counts the rows');
    const other = write("no.csv", `id,label\n${rows.map(({ a }, i) => `${a},${i % 2}\n`).join("")}`);
    expect((await loadUserData(other)).notes?.join()).not.toContain("identifier");
  });
});

describe("test sets", () => {
  const train = `a,label\n${rows.map(({ a, species }) => `${a},${species}\n`).join("")}`;

  it("that lack a class are told, and those with another class are refused", async () => {
    write("train.csv", train);
    write("test.csv", "a,label\n1,Gnu\n2,Bär\n");
    expect((await loadUserData(folder.path())).notes).toEqual([
      '1 of the 3 classes has no test sample ("Löwe"): test accuracy does not tell how well these are learned.',
    ]);
    write("test.csv", "a,label\n1,Gnu\n2,Zebra\n");
    expect(await refusal(folder.path())).toContain(
      "has the label Zebra (sample 1), which does not occur in The label column of",
    );
    write("test.csv", "a,label\n1,Gnu\n2,Bär\n3,Löwe\n");
    expect((await loadUserData(folder.path())).notes).toBeUndefined();
  });

  it("without labels are refused, with the way to do without them", async () => {
    const path = write("train.csv", train);
    const remedy = `No run can be judged on samples without labels. Add that column, or use the training rows alone, of which stepzero sets a fifth aside: --data "${path}".`;
    write("test.csv", "a\n1\n2\n");
    expect(await refusal(folder.path())).toContain(
      `has one column, expected features and a label; its first row is: a. ${remedy}`,
    );
    writeFileSync(path, `a,y,label\n${rows.map(({ a, species }) => `${a},1,${species}\n`).join("")}`);
    write("test.csv", "a,y\n1,2\n2,2\n"); // "y" is a feature: train.csv says so
    expect(await refusal(folder.path())).toContain(`no column named "label"; its first row is: a, y. ${remedy}`);
    write("test.csv", "a,y,label\n1,2,\n2,2,\n");
    expect(await refusal(folder.path())).toContain("test.csv, row 2");
    expect(await refusal(folder.path(), { missingLabels: "leave-out" })).toContain("a header and no row with a label");
  });

  it("that are set aside tell of rare classes", async () => {
    const rare = `${train}1,Okapi\n`;
    const { notes, classNames } = await loadUserData(write("rare.csv", rare));
    expect(classNames).toEqual(["Bär", "Gnu", "Löwe", "Okapi"]);
    expect(notes?.[1]).toMatch(/^\d of the 4 classes ha(s|ve) no (test|training) sample \(.*"Okapi"/);
  });
});
