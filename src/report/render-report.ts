/** A report from a study's outcome: pure, files in memory. */
import { InputError } from "../errors.js";
import { jsonPieces } from "../study/results/json-pieces.js";
import type { Outcome, ProblemOutcome } from "../study/results/outcome.js";
import { compareOutput } from "../study/results/output.js";
import type { CompareOutput } from "../study/results/schema.js";
import { MOST_PROBLEMS } from "./bounds.js";
import { type MethodLook, methodLooks } from "./colours.js";
import { csvLines } from "./exports/csv.js";
import { tablesOf } from "./exports/data-table.js";
import { parquet } from "./exports/parquet.js";
import { latexTables, markdownTables } from "./exports/tables.js";
import { textFile } from "./exports/text-file.js";
import { differences } from "./figures/differences.js";
import type { Figure } from "./figures/figure.js";
import { finalValues } from "./figures/final-values.js";
import { heatMap } from "./figures/heat-map.js";
import { learningCurves } from "./figures/learning-curves.js";
import { rateSensitivity } from "./figures/rate-sensitivity.js";
import { standalone } from "./figures/standalone.js";
import { page } from "./page/page.js";
import { probeFigures } from "./probe/probe-figures.js";
import { problemTitles } from "./problem-names.js";
import type { Drawing, FigureFormats, ReportFile, ReportInput } from "./report.js";

/**
 * The report of a study: page, figures, data and tables.
 *
 * @param drawing the `document` that draws charts: the browser's, or linkedom's in Node
 * @throws InputError where the study has no result yet
 * @example
 * import { parseHTML } from "linkedom";
 * import { compare } from "stepzero";
 * import { loadRuntime } from "stepzero/node";
 * import { renderReport } from "stepzero/report";
 *
 * const { runtime } = await loadRuntime();
 * const outcome = await compare(["he", "zero"], { seeds: 2, epochs: 1, limit: 256, runtime });
 * const { document } = parseHTML("<!doctype html><html><body></body></html>");
 * const files = renderReport({ outcome, provenance: { runs: [], damage: [] } }, { document });
 * console.log(files[0]?.path); // → "report.html"
 */
export function renderReport(input: ReportInput, drawing: Drawing): ReportFile[] {
  const { study, problems } = input.outcome;
  const { formats = svgOnly } = drawing;
  if (problems.length === 0) {
    throw new InputError("The study has no result yet, so there is nothing to report. Run it first: stepzero compare.");
  }
  const looks = methodLooks(study.methods.map(({ label }) => label));
  const output = compareOutput(input.outcome);
  const titles = problemTitles(problems);
  const byProblem = new Map(
    problems
      .slice(0, MOST_PROBLEMS)
      .map((problem) => [problem.id, figuresOf({ ...problem, title: titles.get(problem.id)! }, looks, drawing)]),
  );
  const labels = byAverageRank(input.outcome);
  const across = problems.length > 1 ? [heatMap(problems, labels, drawing)] : [];
  const figures = [...across, ...[...byProblem.values()].flat()];
  return [
    { path: "report.html", content: page(input, { output, looks, across, byProblem, endings: Object.keys(formats) }) },
    ...figures.flatMap((figure) => figureFiles(figure, formats)),
    ...dataFiles(output),
    { path: "tables.md", content: markdownTables(problems) },
    { path: "tables.tex", content: latexTables(problems) },
    { path: "data/study.json", content: textFile(jsonLine(output)) },
  ];
}

function figuresOf(problem: ProblemOutcome, looks: ReadonlyMap<string, MethodLook>, drawing: Drawing): Figure[] {
  return [
    finalValues(problem, looks, drawing),
    differences(problem, looks, drawing),
    rateSensitivity(problem, looks, drawing),
    ...learningCurves(problem, looks, drawing),
    ...probeFigures(problem, looks, drawing),
  ].filter((figure) => figure !== undefined);
}

const svgOnly: FigureFormats = { svg: (text) => text };

function figureFiles(figure: Figure, formats: FigureFormats): ReportFile[] {
  const svg = standalone(figure);
  return Object.entries(formats).map(([ending, of]) => ({ path: `figures/${figure.id}.${ending}`, content: of(svg) }));
}

/** The tables, one after the other, since the columns of a large study take much memory. */
function dataFiles(output: CompareOutput): ReportFile[] {
  const files: ReportFile[] = [];
  for (const table of tablesOf(output)) {
    files.push({ path: `data/${table.name}.csv`, content: textFile(csvLines(table)) });
    files.push({ path: `data/${table.name}.parquet`, content: parquet(table) });
  }
  return files;
}

function* jsonLine(output: CompareOutput): Generator<string> {
  yield* jsonPieces(output);
  yield "\n";
}

/** Methods, the best first. Where a method did not learn, it ranks after all others. */
function byAverageRank({ study, problems }: Outcome): string[] {
  const last = study.methods.length + 1;
  const sumOf = (label: string) =>
    problems.reduce((sum, { methods }) => sum + (methods.find((one) => one.label === label)?.rank ?? last), 0);
  return study.methods.map(({ label }) => label).sort((a, b) => sumOf(a) - sumOf(b));
}
