/** Two exports of one model, tensor by tensor, as people read them. */
import type { TensorComparison } from "../../diagnosis/tensors/compare-files.js";
import { groupedFindings } from "../../diagnosis/tensors/comparison-groups.js";
import { counted } from "./numbers.js";
import { type Column, renderTable } from "./table.js";
import { item, wrap } from "./text.js";

const columns: readonly Column[] = [
  { title: ["tensor"], align: "left", flexible: true },
  { title: ["outcome"], align: "left" },
  { title: ["std, second", "over first"], align: "right" },
  { title: ["first fits"], align: "left" },
  { title: ["second fits"], align: "left" },
];

/** What differs first, then the table. */
export function renderFileComparison(
  [first, second]: readonly [string, string],
  tensors: readonly TensorComparison[],
  width: number,
  tableWidth: number,
): string {
  const count = (outcome: TensorComparison["outcome"]) => tensors.filter((one) => one.outcome === outcome).length;
  const parts = (["different", "no counterpart", "same law", "same numbers"] as const).flatMap((outcome) =>
    count(outcome) === 0 ? [] : [`${count(outcome)} ${words[outcome][count(outcome) === 1 ? 0 : 1]}`],
  );
  const isSame = count("different") + count("no counterpart") === 0;
  const head = `${isSame ? "✓ No difference found" : "✗ They differ"} between ${first} and ${second}: of ${counted(tensors.length, "tensor")}, ${parts.join(", ")}.`;
  const rows = tensors.map(({ names, outcome, scaleRatio, recipes }) => [
    nameOf(names),
    outcome,
    scaleRatio === null ? "" : `×${Number(scaleRatio.toPrecision(3))}`,
    recipeOf(recipes[0]),
    recipeOf(recipes[1]),
  ]);
  const findings = groupedFindings(tensors).map((text) => `${item("• ", text, width)}\n`);
  return `${wrap(head, width)}\n${findings.length === 0 ? "" : `\n${findings.join("")}`}\n${renderTable(columns, rows, tableWidth).join("\n")}\n`;
}

/** Of one tensor, and of several. */
const words: Readonly<Record<TensorComparison["outcome"], readonly [string, string]>> = {
  different: ["follows another law", "follow different laws"],
  "no counterpart": ["is in one file only", "are in one file only"],
  "same law": ["may follow one law", "may follow one law"],
  "same numbers": ["has the same numbers", "have the same numbers"],
};

const nameOf = ([a, b]: TensorComparison["names"]): string =>
  a === b || b === null ? (a ?? "") : a === null ? b : `${a} = ${b}`;

const recipeOf = (recipe: TensorComparison["recipes"][number]): string => {
  if (recipe === null) return "";
  const [first, ...others] = recipe.methods;
  if (first === undefined) return recipe.abstains === null ? "none" : "too few to tell";
  return others.length === 0 ? first.method : `${first.method} or ${others.length} more`;
};
