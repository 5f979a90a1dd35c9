/** A table as people publish it: a row per method, a column per problem, one number each. */
import { csvRows } from "../data/formats/csv-records.js";
import { InputError, unknownName } from "../errors.js";
import { decimalOf } from "../options.js";

/** Methods × problems, one figure each. */
export interface NumberTable {
  /** Names of the rows. */
  readonly methods: readonly string[];
  /** Names of the columns. */
  readonly problems: readonly string[];
  /** `values[method][problem]`. */
  readonly values: readonly (readonly number[])[];
}

const EXPECTED = "a first row of column names, then a row per method: its name and one number per problem";

/**
 * Reads a table. The first row names the columns, the first column the methods; the separator is
 * the tab, semicolon or comma that the first row has. A percent sign after a number is dropped.
 *
 * @param source a name for messages
 * @throws InputError for a cell that is no number (with its row and column), for rows of other
 *   lengths, names that occur twice, or fewer than two methods
 * @example
 * import { parseNumberTable } from "stepzero/paper";
 *
 * const { values } = parseNumberTable("method,MNIST\nhe,98.92\nxavier,98.60\n", "table.csv");
 * console.log(values); // → [[98.92], [98.6]]
 */
export function parseNumberTable(text: string, source: string): NumberTable {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const separator = ["\t", ";", ","].find((one) => first.includes(one));
  if (separator === undefined) {
    const got = first.trim() === "" ? "an empty first row" : `"${excerpt(first)}"`;
    throw new InputError(`${source}: expected ${EXPECTED}, separated by commas, semicolons or tabs; got ${got}.`);
  }
  const [head = [], ...rows] = [...csvRows(text, source, separator)].map((row) => row.map((cell) => cell.trim()));
  const problems = head.slice(1);
  if (problems.every(isNumber)) {
    throw new InputError(
      `${source}: the first row must name the columns, got "${excerpt(first)}"; expected ${EXPECTED}.`,
    );
  }
  distinct("column", problems, source);
  const methods = rows.map(([method = ""]) => method);
  if (methods.length < 2) {
    throw new InputError(
      `${source} has ${methods.length} method(s); a ranking needs at least 2. Expected ${EXPECTED}.`,
    );
  }
  distinct("row", methods, source);
  const values = rows.map(([method, ...cells], i) => {
    const where = `${source}, row ${i + 2} ("${method}")`;
    if (cells.length !== problems.length) {
      throw new InputError(
        `${where} has ${cells.length + 1} columns, the first row ${problems.length + 1}. Where a figure is missing, take its row or its column out.`,
      );
    }
    return cells.map((cell, column) => numberOf(cell, `${where}, column "${problems[column]}"`));
  });
  return { methods, problems, values };
}

/**
 * A sentence for each column that seems to mix fractions and percent: it has figures between 0 and
 * 1 and figures over 10.
 */
export function mixedUnits({ methods, problems, values }: NumberTable): string[] {
  return problems.flatMap((problem, column) => {
    const figures = values.map((row, i) => ({ method: methods[i]!, x: row[column]! }));
    const fraction = figures.find(({ x }) => x > 0 && x <= 1);
    const percent = figures.find(({ x }) => x > 10);
    if (fraction === undefined || percent === undefined) return [];
    return [
      `Column "${problem}" seems to mix fractions and percent (${fraction.method} ${fraction.x}, ${percent.method} ${percent.x}); all its figures, and the spread, must be in one unit.`,
    ];
  });
}

function numberOf(cell: string, where: string): number {
  const text = cell.replace(/\s*%$/, "").replace("−", "-");
  if (isNumber(text)) return Number(text);
  const remedy = /±|\+\/-|\(/.test(cell)
    ? "Leave the figure alone there; a spread goes into a column of its own (--spread-column)"
    : "Where a figure is missing, take its row or its column out";
  throw new InputError(`${where}: expected a number, got "${excerpt(cell)}". ${remedy}.`);
}

function isNumber(text: string): boolean {
  return Number.isFinite(decimalOf(text));
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function distinct(kind: string, names: readonly string[], source: string): void {
  for (const [i, name] of names.entries()) {
    if (name === "") throw new InputError(`${source}: ${kind} ${i + (kind === "row" ? 2 : 1)} has no name.`);
    if (names.indexOf(name) !== i)
      throw new InputError(`${source}: the ${kind} "${name}" is there twice; names must differ.`);
  }
}

/**
 * The table without some methods.
 *
 * @throws InputError for one that it does not have, or fewer than two left
 */
export function withoutMethods({ methods, problems, values }: NumberTable, left: readonly string[]): NumberTable {
  for (const name of left) if (!methods.includes(name)) throw unknownName("method of the table", name, methods);
  const rest = methods.flatMap((method, i) => (left.includes(method) ? [] : [i]));
  if (rest.length < 2) {
    throw new InputError(`Without ${left.join(", ")} ${rest.length} method(s) are left; a ranking needs at least 2.`);
  }
  return { methods: rest.map((i) => methods[i]!), problems, values: rest.map((i) => values[i]!) };
}

/**
 * One column, and the table without it.
 *
 * @throws InputError where there is none of that name, or nothing else is left
 */
export function takeColumn(
  { methods, problems, values }: NumberTable,
  name: string,
): { readonly column: readonly number[]; readonly rest: NumberTable } {
  const at = problems.indexOf(name);
  if (at < 0) throw unknownName("column of the table", name, problems);
  if (problems.length === 1)
    throw new InputError(`"${name}" is the table's only column of numbers; no figures are left.`);
  const without = <T>(row: readonly T[]): T[] => row.filter((_, i) => i !== at);
  return {
    column: values.map((row) => row[at]!),
    rest: { methods, problems: without(problems), values: values.map(without) },
  };
}
