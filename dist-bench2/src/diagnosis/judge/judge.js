import { attentionRule, confidenceRule, finiteRule, priorRule } from "./rules/output-rules.js";
import { rateRule } from "./rules/rate-rule.js";
import { collapseRule, driftRule } from "./rules/signal-rules.js";
import { deadRule, saturationRule, symmetryRule } from "./rules/unit-rules.js";
/** In the order in which causes go before consequences. */
export const rules = [
    finiteRule,
    symmetryRule,
    driftRule,
    collapseRule,
    saturationRule,
    deadRule,
    attentionRule,
    confidenceRule,
    priorRule,
    rateRule,
];
/** What explains what: a finding of the first kind makes those of the others consequences. */
const consequences = {
    "not-finite": ["vanishing", "exploding", "over-confident", "saturated", "dead", "correlation-collapse"],
    "never-initialized": ["exploding", "vanishing", "over-confident"],
    symmetric: ["vanishing", "exploding", "correlation-collapse", "dead"],
    exploding: ["over-confident", "saturated"],
    vanishing: ["correlation-collapse", "dead"],
    dead: ["vanishing", "correlation-collapse"],
};
const order = ["error", "warning", "note"];
/** Findings about signals, with those of tensors, worst first and one per cause. */
export function judge(evidence, tensorFindings) {
    const ofSignals = rules
        .flatMap(({ find }) => find(evidence))
        .filter((finding) => !isCausedByWeights(finding, tensorFindings));
    const all = [...tensorFindings.filter((one) => !ofSignals.some((other) => isSame(one, other))), ...ofSignals];
    const explained = new Set(all.filter(({ severity }) => severity === "error").flatMap(({ kind }) => consequences[kind] ?? []));
    const causes = withTensorCauses(all.filter(({ kind, severity }) => severity === "note" || !explained.has(kind)));
    return order.flatMap((severity) => causes.filter((finding) => finding.severity === severity));
}
/** Findings of tensors that are why signals drift: their scale is not what the layer needs. */
const causesOfDrift = new Set([
    "unintended-default",
    "wrong-fan",
    "uncorrected-truncation",
]);
/** A drift whose weights have a bug that is found, too, is one finding: the bug is its cause. */
function withTensorCauses(findings) {
    const drift = findings.find(({ kind, severity }) => severity === "error" && (kind === "vanishing" || kind === "exploding"));
    const bug = findings.find(({ kind, severity, tensors }) => severity !== "note" && causesOfDrift.has(kind) && tensors.some((name) => drift?.tensors.includes(name)));
    if (drift === undefined || bug === undefined)
        return findings;
    const cause = bug.cause === null ? bug.text : `${bug.text} ${bug.cause}`;
    return findings.flatMap((one) => (one === bug ? [] : [one === drift ? { ...drift, cause } : one]));
}
/** Whether weights that are no numbers were found, which is why signals are none. */
const isCausedByWeights = ({ kind }, tensorFindings) => kind === "not-finite" && tensorFindings.some((one) => one.kind === kind);
/** Whether a finding of tensors says what one of signals says with more to go by. */
const isSame = (ofTensors, ofSignals) => ofTensors.kind === ofSignals.kind && ofTensors.tensors.some((name) => ofSignals.tensors.includes(name));
/** "sick" with an error; "cannot-tell" where nothing was judged. */
export function verdictOf(findings, isJudged) {
    if (findings.some(({ severity }) => severity === "error"))
        return "sick";
    return isJudged ? "healthy" : "cannot-tell";
}
