/** Rankings and sentences as Markdown and as LaTeX, for the user's own text. */
import { metricWords } from "../../study/plan/metric.js";
import type { ProblemOutcome } from "../../study/results/outcome.js";
import { reasonTexts } from "../../study/results/reasons.js";
import { visibleLine } from "../../visible-text.js";
import { columnsOf } from "../ranking-columns.js";
import { escapeMarkdown } from "./markdown-text.js";

interface TextTable {
  readonly title: string;
  /** By which methods are ranked. */
  readonly metric: string;
  readonly headings: readonly string[];
  /** Whether each column has words, not numbers. */
  readonly text: readonly boolean[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly leader: boolean }[];
  readonly sentences: readonly string[];
}

/** The ranking of every problem, and its sentences. */
export function markdownTables(problems: readonly ProblemOutcome[]): string {
  return problems
    .map(textTable)
    .map(({ title, headings, text, rows, sentences }) => {
      const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
      const body = rows.map(({ cells, leader }) =>
        line(cells.map(escapeMarkdown).map((cell) => (leader ? `**${cell}**` : cell))),
      );
      const rule = text.map((words) => (words ? "---" : "---:"));
      return [
        `## ${escapeMarkdown(title)}`,
        [line(headings.map(escapeMarkdown)), line(rule), ...body].join("\n"),
        ...(sentences.length === 0 ? [] : [sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join("\n")]),
      ].join("\n\n");
    })
    .join("\n\n")
    .concat("\n");
}

/** Tables for the booktabs package, with the sentences as comments. */
export function latexTables(problems: readonly ProblemOutcome[]): string {
  return `% \\usepackage{booktabs} and \\usepackage{graphicx}\n\n${problems
    .map((problem) => ({ id: problem.id, ...textTable(problem) }))
    .map(({ id, title, metric, headings, text, rows, sentences }) => {
      const line = (cells: readonly string[]) => `${cells.join(" & ")} \\\\`;
      const body = rows.map(({ cells, leader }) =>
        line(cells.map(escapeLatex).map((cell) => (leader ? `\\textbf{${cell}}` : cell))),
      );
      return [
        ...sentences.map((sentence) => `% ${visibleLine(sentence)}`),
        "\\begin{table}[ht]",
        "\\centering",
        `\\caption{${escapeLatex(title)}: methods by the share of failed runs, then by mean ${escapeLatex(metric)}}`,
        `\\label{tab:${id}}`,
        "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%",
        `\\begin{tabular}{${text.map((words) => (words ? "l" : "r")).join("")}}`,
        "\\toprule",
        line(headings.map(escapeLatex)),
        "\\midrule",
        ...body,
        "\\bottomrule",
        "\\end{tabular}}",
        "\\end{table}",
      ].join("\n");
    })
    .join("\n\n")}\n`;
}

function textTable(problem: ProblemOutcome): TextTable {
  const columns = columnsOf(problem);
  return {
    title: problem.title,
    metric: metricWords(problem.metric),
    headings: ["#", "method", ...columns.map(({ title }) => title)],
    text: [false, true, ...columns.map(({ text = false }) => text)],
    rows: problem.methods.map((method) => ({
      leader: method.label === problem.verdicts?.leader,
      cells: [String(method.rank ?? "–"), method.label, ...columns.map(({ cell }) => cell(method))],
    })),
    sentences: [...problem.advice.sentences, ...problem.sentences, ...reasonTexts(problem)],
  };
}

const latex: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "±": "$\\pm$",
  "×": "$\\times$",
  "−": "$-$",
  "–": "--",
};

function escapeLatex(text: string): string {
  const line = visibleLine(text);
  return line.replace(/[\\~^±×−–]|[&%$#_{}]/g, (character) => latex[character] ?? `\\${character}`);
}
