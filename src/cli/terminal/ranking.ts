/** The ranked table of one problem. Pure: summaries in, lines out. */
import type { Study } from "../../study/plan/study.js";
import type { Estimate } from "../../study/results/estimate.js";
import { lossText, percent } from "../../study/results/sentences.js";
import type { MethodSummary } from "../../study/results/summary.js";
import { type Look, paint } from "./look.js";
import { type Column, renderTable } from "./table.js";
import { displayWidth, truncate } from "./text.js";

/** A column of the ranking. */
interface RankingColumn extends Column {
  readonly cell: (method: MethodSummary) => string;
  /** A table that is too wide loses columns with such a number, the highest first. */
  readonly dispensable?: number | undefined;
}

const rankingColumns: readonly RankingColumn[] = [
  { title: ["#"], align: "right", cell: ({ rank }) => (rank === null ? "–" : String(rank)) },
  { title: ["init"], align: "left", flexible: true, cell: ({ init }) => init },
  { title: ["test accuracy", "mean ± 95 %"], align: "right", cell: ({ testAccuracy }) => accuracy(testAccuracy) },
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
  { title: ["failures"], align: "left", cell: failures },
];

/**
 * The methods of one problem, best first. A narrow terminal gets fewer columns, so that no line
 * breaks within a number; `--json` has them all.
 *
 * @param leader the method that beat every other
 */
export function renderRanking(
  { evaluateTrain, validation }: Study,
  methods: readonly MethodSummary[],
  leader: string | null,
  look: Look,
): string[] {
  const measured = rankingColumns.filter(
    ({ title }) =>
      (title[1] !== "evaluated" || evaluateTrain !== false) && (title[0] !== "validation" || validation !== undefined),
  );
  const candidates = [4, 3, 2, 1].map((limit) => {
    const columns = measured.filter(({ dispensable = 0 }) => dispensable < limit);
    const rows = methods.map((method) => columns.map(({ cell }) => cell(method)));
    return renderTable(columns, rows, look.width);
  });
  const fits = (lines: readonly string[]) => lines.every((line) => displayWidth(line) <= look.width);
  const lines = candidates.find(fits) ?? candidates.at(-1)!.map((line) => truncate(line, look.width));
  return lines.map((line, i) => (i < 2 ? paint("dim", line, look) : paintMethod(line, methods[i - 2]!, leader, look)));
}

function paintMethod(line: string, method: MethodSummary, leader: string | null, look: Look): string {
  const { rank, init, failures: failed, runs } = method;
  // Only a method that beat every other is printed as the winner.
  if (init === leader) return paint("bold", line, look);
  if (rank === null) return paint("red", line, look);
  const failedRuns = failed.diverged + failed.crashed + failed.refused + failed.stuck;
  return failedRuns > 0 && runs > 1 ? paint("yellow", line, look) : line;
}

function accuracy(estimate: Estimate | null): string {
  if (estimate === null) return "–";
  const { mean, high } = estimate;
  return high === null ? percent(mean) : `${(100 * mean).toFixed(2)} ± ${(100 * (high - mean)).toFixed(2)} %`;
}

/** "2/3 stuck, 1 diverged". */
function failures({ failures: failed, runs }: MethodSummary): string {
  const kinds = (["stuck", "diverged", "crashed", "refused"] as const).filter((kind) => failed[kind] > 0);
  if (kinds.length === 0) return "none";
  return kinds.map((kind, i) => (i === 0 ? `${failed[kind]}/${runs} ${kind}` : `${failed[kind]} ${kind}`)).join(", ");
}
