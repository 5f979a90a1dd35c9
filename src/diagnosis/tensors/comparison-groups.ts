/** What tensors of two files have in common, in a sentence each. */
import type { TensorComparison } from "./compare-files.js";

/** The finding of one tensor, in words that are equal where the finding is; undefined for none. */
function findingOf({ outcome, names, factor, scaleRatio, notFinite, recipes }: TensorComparison): string | undefined {
  const [first, second] = notFinite;
  if (first > 0 || second > 0) {
    const where =
      first > 0 && second > 0 ? "both files hold" : first > 0 ? "the first file holds" : "the second file holds";
    return `${where} NaN or infinity`;
  }
  if (outcome === "no counterpart") return `only the ${names[1] === null ? "first" : "second"} file has it`;
  if (outcome !== "different") return undefined;
  if (factor !== null) return `the second is the first × ${short(factor)}, number by number`;
  const [a, b] = recipes.map((recipe) => recipe?.methods[0]?.method ?? "no recipe");
  if (a !== b) return `the first follows ${a}, the second ${b}`;
  return scaleRatio === null
    ? "they differ"
    : `the second's standard deviation is × ${Number(scaleRatio.toPrecision(2))}`;
}

const short = (value: number): number => Number(value.toPrecision(3));

/**
 * One sentence for all tensors with one finding, the largest group first: "12 tensors of encoder.*:
 * the second is the first × 1.41, number by number".
 */
export function groupedFindings(tensors: readonly TensorComparison[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const tensor of tensors) {
    const finding = findingOf(tensor);
    const name = tensor.names[0] ?? tensor.names[1];
    if (finding !== undefined && name !== null) groups.set(finding, [...(groups.get(finding) ?? []), name]);
  }
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([finding, names]) => `${whose(names)}: ${finding}`);
}

/** "encoder.weight", "fc1.weight and fc2.weight", "12 tensors of encoder.*". */
function whose(names: readonly string[]): string {
  if (names.length <= 3) return names.join(", ");
  const parts = names.map((name) => name.split(/(?<=[./])/));
  const first = parts[0]!;
  let shared = 0;
  while (shared < first.length - 1 && parts.every((one) => one[shared] === first[shared])) shared++;
  const stem = first.slice(0, shared).join("");
  return `${names.length} tensors${stem === "" ? ` (${names.slice(0, 2).join(", ")}, …)` : ` of ${stem}*`}`;
}
