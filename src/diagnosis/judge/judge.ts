/** The rules, in one literal table, and the verdict of their findings. */
import type { Finding, Verdict } from "../diagnosis.js";
import { explains as explainsEqualUnits } from "../tensors/inspect.js";
import type { Evidence, Rule } from "./evidence.js";
import { attentionRule, confidenceRule, finiteRule, priorRule } from "./rules/output-rules.js";
import { rateRule } from "./rules/rate-rule.js";
import { collapseRule, driftRule, isOfArchitecture } from "./rules/signal-rules.js";
import { stepRule } from "./rules/step-rule.js";
import { deadRule, saturationRule, symmetryRule } from "./rules/unit-rules.js";
import { thresholds } from "./thresholds.js";

/** In the order in which causes go before consequences. */
export const rules: readonly Rule[] = [
  finiteRule,
  symmetryRule,
  driftRule,
  stepRule,
  collapseRule,
  saturationRule,
  deadRule,
  attentionRule,
  confidenceRule,
  priorRule,
  rateRule,
];

/** Those that hold for trained weights, too. */
const rulesOfTrained: readonly Rule[] = [finiteRule, rateRule];

/**
 * What explains what: an error of the first kind makes findings of the others consequences, unless
 * it begins behind them.
 */
const consequences: Readonly<Partial<Record<Finding["kind"], readonly Finding["kind"][]>>> = {
  "not-finite": ["vanishing", "exploding", "over-confident", "saturated", "dead", "correlation-collapse"],
  "never-initialized": ["exploding", "vanishing", "over-confident"],
  symmetric: ["vanishing", "exploding", "correlation-collapse", "dead"],
  exploding: ["over-confident", "not-finite", "correlation-collapse", "dead"],
  vanishing: ["correlation-collapse", "dead"],
  dead: ["vanishing", "correlation-collapse"],
};

const order = ["error", "warning", "note"] as const;

/** Findings about signals, with those of tensors, worst first and one per cause. */
export function judge(evidence: Evidence, tensorFindings: readonly Finding[]): readonly Finding[] {
  const ofSignals = (evidence.isTrained ? rulesOfTrained : rules)
    .flatMap(({ find }) => find(evidence))
    .filter((finding) => !isCausedByWeights(finding, tensorFindings))
    .filter((finding) => !tensorFindings.some((cause) => explainsEqualUnits(cause, finding)));
  const isDrifting = ofSignals.some(
    ({ kind, severity }) => severity !== "note" && (kind === "vanishing" || kind === "exploding"),
  );
  const ofTensors = tensorFindings
    .map((one) => (partInTraining(one, evidence) ? partingUnits(one) : one))
    .map((one) => (one.kind === "unintended-default" && !isDrifting ? harmlessDefault(one, evidence) : one));
  const all = [
    ...ofTensors.filter((one) => !ofSignals.some((other) => isSame(one, other))),
    ...ofSignals.map((one) => withTensorsOf(one, ofTensors)),
  ];
  const places = new Map(evidence.layers.map(({ name }, i) => [name, i]));
  const startOf = ({ layers }: Finding): number => Math.min(...layers.map((name) => places.get(name) ?? 0));
  const explains = (cause: Finding, other: Finding): boolean => {
    if (cause.severity !== "error" || !consequences[cause.kind]?.includes(other.kind)) return false;
    // Two kinds may explain each other: then it is the one that begins first.
    const isMutual = consequences[other.kind]?.includes(cause.kind) === true;
    const [from, to] = [startOf(cause), startOf(other)];
    return !isMutual || from < to || (from === to && all.indexOf(cause) > all.indexOf(other));
  };
  const causes = withTensorCauses(
    all.filter((one) => one.severity === "note" || !all.some((cause) => cause !== one && explains(cause, one))),
  );
  return order.flatMap((severity) => causes.filter((finding) => finding.severity === severity));
}

/** Findings of tensors that are why signals drift: their scale is not what the layer needs. */
const causesOfDrift: ReadonlySet<Finding["kind"]> = new Set([
  "unintended-default",
  "wrong-fan",
  "uncorrected-truncation",
]);

/**
 * A drift whose weights have a bug that is found, too, is one finding: the bug is its cause. Where
 * the drift is no error, a bug with numbers of its own stays beside it.
 */
function withTensorCauses(findings: readonly Finding[]): readonly Finding[] {
  const drift = findings.find(
    ({ kind, severity }) => severity !== "note" && (kind === "vanishing" || kind === "exploding"),
  );
  if (drift !== undefined && isOfArchitecture(drift)) return withoutStarts(findings, drift);
  const bug = findings.find(
    ({ kind, severity, tensors }) =>
      severity !== "note" &&
      (drift?.severity === "error" ? causesOfDrift.has(kind) : kind === "unintended-default") &&
      tensors.some((name) => drift?.tensors.includes(name)),
  );
  if (drift === undefined || bug === undefined) return findings;
  const cause = bug.cause === null ? bug.text : `${bug.text} ${bug.cause}`;
  return findings.flatMap((one) => (one === bug ? [] : [one === drift ? { ...drift, cause } : one]));
}

/** Where no start helps, bugs of scale are part of the one cause, and no start is their remedy. */
function withoutStarts(findings: readonly Finding[], architecture: Finding): readonly Finding[] {
  const bugs = findings.filter(({ kind, severity }) => severity !== "note" && causesOfDrift.has(kind));
  const cause = [architecture.cause, ...bugs.map(({ text }) => text)].join(". ");
  return findings.flatMap((one) => (bugs.includes(one) ? [] : [one === architecture ? { ...one, cause } : one]));
}

/** Whether weights that are no numbers were found, which is why signals are none. */
const isCausedByWeights = ({ kind }: Finding, tensorFindings: readonly Finding[]): boolean =>
  kind === "not-finite" && tensorFindings.some((one) => one.kind === kind);

/** Whether a finding of tensors says what one of signals says with more to go by. */
const isSame = (ofTensors: Finding, ofSignals: Finding): boolean =>
  ofTensors.kind === ofSignals.kind && ofTensors.tensors.some((name) => ofSignals.tensors.includes(name));

/**
 * A finding of signals with the tensors of the one that it stands for: a head shows no symmetry.
 */
function withTensorsOf(ofSignals: Finding, tensorFindings: readonly Finding[]): Finding {
  const same = tensorFindings.filter((one) => one.severity !== "note" && isSame(one, ofSignals));
  const union = (of: (finding: Finding) => readonly string[]) => [
    ...new Set([ofSignals, ...same].flatMap((finding) => of(finding))),
  ];
  return { ...ofSignals, layers: union(({ layers }) => layers), tensors: union(({ tensors }) => tensors) };
}

/** Whether units of equal weights have gradients that differ, because what reads them differs. */
const partInTraining = ({ kind, severity, tensors }: Finding, { layers }: Evidence): boolean =>
  kind === "symmetric" &&
  severity === "error" &&
  tensors.every((name) => {
    const layer = layers.find(({ kernel }) => kernel === name);
    return (
      layer !== undefined &&
      layer.gradientSecondMoment !== null &&
      layer.distinctUnits > thresholds.distinct * layer.before.units
    );
  });

const partingUnits = (finding: Finding): Finding => ({
  ...finding,
  severity: "warning",
  cause:
    "Equal units answer alike, and the network starts as narrow as one of them. What reads them differs, so that their gradients differ and training tells them apart.",
});

/** PyTorch's default where signals were measured, and keep their size all the same. */
function harmlessDefault(finding: Finding, { isTrained, references }: Evidence): Finding {
  if (finding.severity === "note" || isTrained || references.length === 0) return finding;
  const text = `${finding.text.slice(0, -1)}, but the signals that were measured keep their size.`;
  return { ...finding, severity: "note", text };
}

/** "sick" with an error; "cannot-tell" where nothing was judged. */
export function verdictOf(findings: readonly Finding[], isJudged: boolean): Verdict {
  if (findings.some(({ severity }) => severity === "error")) return "sick";
  return isJudged ? "healthy" : "cannot-tell";
}
