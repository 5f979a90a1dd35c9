/** Advice in words. */

import type { Metric } from "../plan/metric.js";
import type { AdviceInput, AdviceParts, Distance } from "./advice.js";
import { type FailureKind, failsMore, failureKinds, runsInWords } from "./failures.js";
import { alternatives } from "./figure-text.js";
import type { MethodOutcome } from "./methods.js";
import { differenceText, numberText, scoreText } from "./metric-text.js";
import type { ProblemVerdicts } from "./problem-verdicts.js";

/** Methods that are listed with their distances. */
const MOST_DISTANCES = 4;
/** Methods to use that are named before one stands for all. */
const MOST_TO_USE = 4;

/** The sentences of an advice, the answer first. */
export function adviceSentences(parts: AdviceParts, input: AdviceInput): string[] {
  const answer = answerOf(parts, input);
  return [
    ...answer,
    ...(parts.ground === "better-than-baseline" || parts.ground === "none" ? [] : aheadOf(parts, input)),
    ...(parts.worse.length > 0
      ? [`${distances("worse", parts.worse, input.metric, referenceName(parts, input))}.`]
      : []),
    ...tiedWithBaseline(parts, input),
    ...unreliableOnes(parts, input),
    ...(parts.ground === "none" || parts.ground === "one-method" ? [] : avoiding(input.methods)),
  ];
}

function answerOf(
  { ground, use, better }: AdviceParts,
  { methods, verdicts, baseline, metric }: AdviceInput,
): string[] {
  const [first, ...others] = use;
  const seeds = methods[0]!.runs.length;
  switch (ground) {
    case "winner":
      return [`Use ${first}.`];
    case "tie":
    case "equivalent": {
      const how =
        ground === "tie"
          ? `not told apart by ${seeds} seeds`
          : `equivalent within ${differenceText(metric, marginOf(verdicts!.verdicts))}`;
      return use.length <= MOST_TO_USE
        ? [`Use ${alternatives(use, "or")} (${how}).`]
        : [`Use ${first}, or one of ${others.length} others (${how}): ${alternatives(others, "or")}.`];
    }
    case "identical":
      return [`Use ${alternatives(use, "or")}: their weights are identical in this network.`];
    case "only-one":
      return [`Use ${first}: no other method learned anything.`];
    case "better-than-baseline":
      return use.length === 1
        ? [`Use ${first}: it is better than the baseline ${baseline} by ${amount(better[0]!, metric, true)}.`]
        : [
            `Use ${first}, or another one that is better than the baseline ${baseline}.`,
            `${distances("better", better, metric)}; they are not compared with each other.`,
          ];
    case "baseline":
      return [`Stay with ${first}: no other method is shown to be better.`];
    case "no-baseline":
      return [
        `No run of the baseline ${baseline} learned, so that nothing can be compared with it.`,
        `${methods[0]!.label} ranks first with ${scoreText(metric, methods[0]!)}.`,
      ];
    case "too-few-seeds":
      return [tooFew(seeds, verdicts!), `So far ${methods[0]!.label} is first with ${scoreText(metric, methods[0]!)}.`];
    case "none":
      return [noneLearned(methods)];
    case "one-method":
      return [];
  }
}

/** "One seed per method tells nothing about the order; five can." */
function tooFew(seeds: number, { verdicts }: ProblemVerdicts): string {
  const common = Math.max(...verdicts.map(({ n }) => n));
  if (common === 0) return "No seed has two methods that learned, so that nothing can be compared.";
  const few = common === 1 ? "one seed" : "two seeds";
  return common === seeds
    ? `${few[0]!.toUpperCase()}${few.slice(1)} per method ${common === 1 ? "tells" : "tell"} nothing about the order; five can.`
    : `Only ${few} ${common === 1 ? "has" : "have"} two methods that learned, which tells nothing about the order; five can.`;
}

/** The margin of the pairs that are equivalent; all have the study's. */
function marginOf(verdicts: readonly { readonly equivalence: { readonly margin: number } | null }[]): number {
  return verdicts.find(({ equivalence }) => equivalence !== null)!.equivalence!.margin;
}

/** "5.50 points [4.10, 6.90]". */
function amount({ by, low, high }: Distance, metric: Metric, withUnit: boolean): string {
  const number = (value: number) => numberText(metric, value);
  const shown = withUnit ? differenceText(metric, by) : number(by);
  return `${shown}${low === null || high === null ? "" : ` [${number(low)}, ${number(high)}]`}`;
}

/** "lsuv is worse by 5.50 points [4.10, 6.90], random by 7.00 [5.00, 9.00]". */
function distances(what: "better" | "worse", all: readonly Distance[], metric: Metric, than?: string): string {
  const listed = all.slice(0, MOST_DISTANCES);
  const [first, ...others] = listed as [Distance, ...Distance[]];
  const beyond = what === "worse" ? "more" : "less";
  const rest = all.length > listed.length ? [`${all.length - listed.length} others by ${beyond}`] : [];
  return [
    `${first.method} is ${what}${than === undefined ? "" : ` than ${than}`} by ${amount(first, metric, true)}`,
    ...others.map((one) => `${one.method} by ${amount(one, metric, false)}`),
    ...rest,
  ].join(", ");
}

/** Where several may be used, worse than which of them. */
function referenceName({ use, ground }: AdviceParts, { verdicts }: AdviceInput): string | undefined {
  const isPlain = use.length === 1 && ground !== "better-than-baseline";
  return isPlain ? undefined : verdicts?.reference;
}

/** Methods that beat the reference at equal seeds although it ranks before them. */
function aheadOf({ better }: AdviceParts, { methods, verdicts, metric }: AdviceInput): string[] {
  return better.map(({ method, by }) => {
    const [one, reference] = [method, verdicts!.reference].map((label) => methods.find((m) => m.label === label)!) as [
      MethodOutcome,
      MethodOutcome,
    ];
    const but = failsMore(one, reference)
      ? `but fails more often (${failing(one)})`
      : "but not in the mean, which a few runs decide";
    return `${method} is ${differenceText(metric, by)} ahead where both learned, ${but}.`;
  });
}

function tiedWithBaseline({ ground, unreliable }: AdviceParts, { verdicts, methods }: AdviceInput): string[] {
  if (ground !== "baseline" && ground !== "better-than-baseline") return [];
  const { reference, tied } = verdicts!;
  const isAlias = (label: string) => methods.find((one) => one.label === label)!.sameAs !== null;
  const others = tied.filter((label) => label !== reference && !unreliable.includes(label) && !isAlias(label));
  return others.length === 0 ? [] : [`Not told apart from ${reference}: ${alternatives(others, "and")}.`];
}

function unreliableOnes({ unreliable }: AdviceParts, { methods, verdicts }: AdviceInput): string[] {
  return unreliable.map((label) => {
    const method = methods.find((one) => one.label === label)!;
    return `${label} is not told apart from ${verdicts!.reference} where it learns, but fails more often (${failing(method)}).`;
  });
}

/** "2 of 5 runs diverged". */
function failing(method: MethodOutcome): string {
  return failureKinds
    .filter((kind) => method.failures[kind] > 0)
    .map((kind) => `${runsInWords(method.failures[kind], method.runs.length)} ${DID[kind]}`)
    .join(", ");
}

/** What runs of each kind did. */
const DID: Readonly<Record<FailureKind, string>> = {
  stuck: "learned nothing",
  diverged: "diverged",
  crashed: "crashed",
  refused: "were refused",
};

/** Sentences on the methods of which no run learned, together where they failed alike. */
function avoiding(methods: readonly MethodOutcome[]): string[] {
  const groups = new Map<string, MethodOutcome[]>();
  for (const method of methods.filter(({ rank }) => rank === null)) {
    const how = failureKinds.filter((kind) => method.failures[kind] > 0).join();
    groups.set(how, [...(groups.get(how) ?? []), method]);
  }
  return [...groups].map(([how, group]) => {
    const names = alternatives(
      group.map(({ label }) => label),
      "or",
    );
    if (how === "refused") return `${names} cannot be used here: ${refusal(group)}.`;
    if (how === "crashed") return `Nothing is shown of ${names}: ${together(group)}.`;
    return `Do not use ${names}: ${together(group)}.`;
  });
}

function refusal(group: readonly MethodOutcome[]): string {
  return group.length === 1 ? "method, network and data do not fit" : "they do not fit the network or the data";
}

/** "all 5 runs diverged"; of several methods "none of their runs learned anything". */
function together(group: readonly MethodOutcome[]): string {
  const [one] = group as readonly [MethodOutcome];
  const kinds = failureKinds.filter((kind) => one.failures[kind] > 0);
  if (group.length === 1) return failing(one);
  return kinds.length === 1 && kinds[0] !== "stuck"
    ? `all their runs ${DID[kinds[0]!]}`
    : "none of their runs learned anything";
}

/** The advice where nothing worked. */
function noneLearned(methods: readonly MethodOutcome[]): string {
  const kinds = failureKinds.filter((kind) => methods.some(({ failures }) => failures[kind] > 0));
  const runs = methods.reduce((sum, method) => sum + method.runs.length, 0);
  const all = `all ${runs} runs`;
  if (kinds.length > 1) return "No method learned anything: every run failed, as listed below.";
  switch (kinds[0]) {
    case "diverged":
      return `No method learned anything: ${all} diverged. Try a smaller learning rate.`;
    case "stuck":
      return (
        `No method learned anything: ${all} are no better than the class shares alone. ` +
        "Train for more epochs or with another learning rate before you compare initializers."
      );
    default:
      return `No method learned anything: ${all} ${DID[kinds[0] ?? "crashed"]}.`;
  }
}
