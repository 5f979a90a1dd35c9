/** The three ways to say how much the figures of a table vary over seeds. */
import { InputError } from "../errors.js";
import type { Spread } from "./audit.js";
import { type MeasuredSpread, measuredSpread } from "./measured-spread.js";
import type { NumberTable } from "./number-table.js";
import { paperNames } from "./paper.js";
import { type FigureKey, figureNames, type ProblemRuns } from "./runs.js";

/** One standard deviation for every figure. */
export function spreadOf({ methods, problems }: NumberTable, sd: number): Spread {
  return {
    sd: methods.map(() => problems.map(() => sd)),
    source: `standard deviation ${sd} for every figure, as given`,
  };
}

/** One a method, from a column of the table. @throws InputError for one that is not above 0 */
export function spreadByMethod({ methods, problems }: NumberTable, column: readonly number[], name: string): Spread {
  const bad = column.findIndex((sd) => !(sd > 0));
  if (bad >= 0) {
    throw new InputError(
      `Column "${name}", "${methods[bad]}": a standard deviation must be above 0, got ${column[bad]}. Leave methods that do not vary out with --without.`,
    );
  }
  return {
    sd: column.map((sd) => problems.map(() => sd)),
    source: `a standard deviation a method, from column "${name}"`,
  };
}

/**
 * Measured: pooled over a problem's methods. Problems are found by their names, letter case and signs aside ("Fashion MNIST" is
 * fashion-mnist). Accuracies are fractions; where a column has figures above 1 they are taken as percent.
 *
 * @param folder named in messages
 * @throws InputError where a column's data set has no two runs of a method that learned, or is not there
 */
export function spreadFromRuns(
  table: NumberTable,
  problems: readonly ProblemRuns[],
  figure: FigureKey,
  folder: string,
): Spread {
  const columns = table.problems.map((name, i) => {
    const found = problems.filter(({ data }) => plain(name).startsWith(plain(data.name)));
    if (found.length === 0) {
      const known = [...new Set(problems.map(({ data }) => data.name))];
      throw new InputError(
        `Column "${name}": ${folder} has no runs on a data set of that name; it has ${known.join(", ") || "none"}. Name the column after its data set, or take it out.`,
      );
    }
    const measured = found.flatMap((problem) => measuredSpread(problem, figure, table.methods.map(initName)) ?? []);
    const [spread] = measured.sort((a, b) => b.degrees - a.degrees);
    if (spread === undefined) {
      throw new InputError(
        `Column "${name}": in ${folder} no method has two runs on ${found[0]!.data.name} that learned and differ in ${figureNames[figure]}; a spread needs two seeds or more.`,
      );
    }
    const percent = /Accuracy$/.test(figure) && table.values.some((row) => Math.abs(row[i]!) > 1);
    return { spread, sd: spread.sd * (percent ? 100 : 1) };
  });
  return {
    sd: table.methods.map(() => columns.map(({ sd }) => sd)),
    source: `measured in ${folder} (${figureNames[figure]}): ${columns.map((one, i) => describe(table.problems[i]!, one)).join("; ")}`,
    degrees: columns.map(({ spread }) => spread.degrees),
  };
}

function describe(name: string, { spread, sd }: { readonly spread: MeasuredSpread; readonly sd: number }): string {
  const { degrees, methods } = spread;
  return `${name} ${Number(sd.toPrecision(3))} (${degrees} degrees of freedom, ${methods.join(", ")})`;
}

/** Our name of a method as tables write it. */
function initName(method: string): string {
  const lower = method.toLowerCase();
  const ofPaper = Object.entries(paperNames).find(([, name]) => name.toLowerCase() === lower);
  return ofPaper?.[0] ?? lower.replaceAll(/[ _]/g, "-");
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
