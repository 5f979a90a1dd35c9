/** The ranked table of one problem. Pure: an outcome in, lines out. */
import type { Study } from "../../study/plan/study.js";
import { failuresInBrief, failuresOf } from "../../study/results/failures.js";
import { accuracyText, accuracyTitle, lossText, percent } from "../../study/results/figure-text.js";
import type { MethodOutcome } from "../../study/results/methods.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { type Look, paint } from "./look.js";
import { type Column, renderTable } from "./table.js";
import { displayWidth, truncate } from "./text.js";

/** A column of the ranking. */
interface RankingColumn extends Column {
  readonly cell: (method: MethodOutcome) => string;
  /** A table that is too wide loses columns with such a number, the highest first. */
  readonly dispensable?: number | undefined;
}

const rankingColumns: readonly RankingColumn[] = [
  { title: ["#"], align: "right", cell: ({ rank }) => (rank === null ? "–" : String(rank)) },
  { title: ["method"], align: "left", flexible: true, cell: ({ label }) => label },
  { title: ["test accuracy"], align: "right", cell: accuracyText },
  {
    title: ["train acc.", "running"],
    align: "right",
    dispensable: 3,
    cell: ({ trainAccuracy }) => (trainAccuracy === null ? "–" : percent(trainAccuracy.mean)),
  },
  {
    title: ["train acc.", "evaluated"],
    align: "right",
    dispensable: 1,
    cell: ({ evalTrainAccuracy }) => (evalTrainAccuracy ? percent(evalTrainAccuracy.mean) : "–"),
  },
  {
    title: ["validation", "accuracy"],
    align: "right",
    dispensable: 1,
    cell: ({ validationAccuracy }) => (validationAccuracy ? percent(validationAccuracy.mean) : "–"),
  },
  {
    title: ["test", "loss"],
    align: "right",
    dispensable: 2,
    cell: ({ testLoss }) => (testLoss === null ? "–" : lossText(testLoss.mean)),
  },
  { title: ["failures"], align: "left", cell: failuresInBrief },
];

/**
 * The methods of one problem, best first. A narrow terminal gets fewer columns, so that no line
 * breaks within a number; `--json` has them all.
 */
export function renderRanking(
  { evaluateTrain, validation }: Study,
  { methods, verdicts }: ProblemOutcome,
  look: Look,
): string[] {
  const measured = rankingColumns
    .map(titled(methods))
    .filter(
      ({ title }) =>
        (title[1] !== "evaluated" || evaluateTrain !== false) &&
        (title[0] !== "validation" || validation !== undefined),
    );
  const candidates = [4, 3, 2, 1].map((limit) => {
    const columns = measured.filter(({ dispensable = 0 }) => dispensable < limit);
    const rows = methods.map((method) => columns.map(({ cell }) => cell(method)));
    return renderTable(columns, rows, look.width);
  });
  const fits = (lines: readonly string[]) => lines.every((line) => displayWidth(line) <= look.width);
  const lines = candidates.find(fits) ?? candidates.at(-1)!.map((line) => truncate(line, look.width));
  return lines.map((line, i) =>
    i < 2 ? paint("dim", line, look) : paintMethod(line, methods[i - 2]!, verdicts?.leader, look),
  );
}

/** The column of test accuracies says what its cells are. */
const titled = (methods: readonly MethodOutcome[]) => (column: RankingColumn) =>
  column.cell === accuracyText ? { ...column, title: accuracyTitle(methods) } : column;

function paintMethod(line: string, method: MethodOutcome, leader: string | null | undefined, look: Look): string {
  // Only a method that beat every other is printed as the winner.
  if (method.label === leader) return paint("bold", line, look);
  if (method.rank === null) return paint("red", line, look);
  return failuresOf(method) > 0 && method.runs.length > 1 ? paint("yellow", line, look) : line;
}
