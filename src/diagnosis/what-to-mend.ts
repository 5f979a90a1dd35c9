/** Which weights a remedy changes: those of single tensors, or all. */
import type { Diagnosis, Finding, FindingKind } from "./diagnosis.js";
import { fixedName } from "./fixed-name.js";
import { smallerBy } from "./judge/rules/output-rules.js";

/** Kinds whose tensors are all that is wrong: the others may keep their numbers. */
const ofTheirTensors: ReadonlySet<FindingKind> = new Set([
  "not-finite",
  "never-initialized",
  "equal-tensors",
  "symmetric",
  "wrong-fan",
  "over-confident",
  "prior-bias",
]);

/** The parameters to draw anew; undefined where it is all of them. */
export function parametersToMend({ findings }: Pick<Diagnosis, "findings">): readonly string[] | undefined {
  const bad = findings.filter(({ severity }) => severity !== "note");
  const isLocal = bad.every(({ kind, tensors }) => ofTheirTensors.has(kind) && tensors.length > 0);
  return isLocal ? [...new Set(bad.flatMap(({ tensors }) => tensors))] : undefined;
}

/**
 * Factors on tensors that only have too large numbers; those that another finding names, too, are
 * drawn anew.
 */
export function factorsToMend({ findings, network }: Diagnosis): ReadonlyMap<string, number> {
  const bad = findings.filter(({ severity }) => severity !== "note");
  const others = new Set(bad.filter(({ kind }) => kind !== "over-confident").flatMap(({ tensors }) => tensors));
  const large = bad.filter(({ kind }) => kind === "over-confident").flatMap(({ tensors }) => tensors);
  const factor = smallerBy(network);
  return new Map(large.filter((name) => !others.has(name)).map((name) => [name, factor]));
}

/**
 * Findings whose remedies say what `--fix` does: where it draws all weights anew, since another
 * finding needs that, the remedy of single tensors is the same.
 *
 * @param method by which `--fix` draws
 */
export function withScope(findings: readonly Finding[], method: string): readonly Finding[] {
  if (parametersToMend({ findings }) !== undefined) return findings;
  return findings.map((finding) => {
    const command = finding.remedy?.split("\n").at(-1);
    if (command?.endsWith(`--fix ${fixedName()}`) !== true || !ofTheirTensors.has(finding.kind)) return finding;
    return {
      ...finding,
      remedy: `draw all weights by ${method}, since these tensors are not all that is wrong:\n${command}`,
    };
  });
}
