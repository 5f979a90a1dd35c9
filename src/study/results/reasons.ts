/**
 * Why methods do worse than the one to use: what the rules of `doctor` say of their networks at
 * step 0, with the best method's networks as the reference, and which units died since.
 */
import type { Finding, FindingKind } from "../../diagnosis/diagnosis.js";
import { hiddenLayers } from "../../diagnosis/judge/drift.js";
import type { Evidence, Reference } from "../../diagnosis/judge/evidence.js";
import { judge } from "../../diagnosis/judge/judge.js";
import { median, short } from "../../diagnosis/judge/numbers.js";
import { thresholds } from "../../diagnosis/judge/thresholds.js";
import { shareOfDead } from "../../diagnosis/measure/dead-share.js";
import { medianOf } from "../../diagnosis/measure/median.js";
import type { ProbeRecord } from "../../diagnosis/probe/record.js";
import { measurementAt, type RecordedMeasurement } from "../../diagnosis/probe/recorded-measurement.js";
import { rateReading } from "../../diagnosis/stable-rate.js";
import type { Advice } from "./advice.js";
import { alternatives } from "./figure-text.js";
import type { MethodOutcome } from "./methods.js";
import { probedRuns } from "./probed-runs.js";

/** Why a method does worse. */
export interface Reason {
  /** The label of the method. */
  readonly method: string;
  /** The trouble at step 0; null where the rules find none that the best method has not. */
  readonly kind: FindingKind | null;
  /** What was read, in words: at step 0, and after the last epoch where units died. */
  readonly sentences: readonly string[];
}

/** The line above reasons. */
export const whyTitle = "Why, by what the probe read inside of the networks:";

/** Reasons as text, one per method. */
export const reasonTexts = ({ reasons }: { readonly reasons: readonly Reason[] }): string[] =>
  reasons.map(({ sentences }) => sentences.join(" "));

/** A method with its readings, and their medians over its runs at step 0. */
interface ProbedMethod {
  readonly outcome: MethodOutcome;
  readonly records: readonly ProbeRecord[];
  readonly draws: readonly RecordedMeasurement[];
  readonly middle: RecordedMeasurement;
}

/** Trouble of the data and of the recipe, which all methods share. */
const shared: ReadonlySet<FindingKind> = new Set(["prior-bias", "rate-too-large"]);

/**
 * The reasons of methods that lost against the one to use, or that learned nothing, in the order of
 * the methods; and of others whose networks are sick at step 0.
 *
 * @param methods by rank
 * @param baseline of the study
 */
export function reasonsOf(
  methods: readonly MethodOutcome[],
  advice: Pick<Advice, "ground" | "use" | "worse" | "unreliable" | "avoid">,
  baseline?: string,
): Reason[] {
  const records = probedRuns(methods);
  const probed = methods.flatMap((outcome) => probedMethod(outcome, records.get(outcome.label) ?? []));
  const first = advice.use[0] ?? methods.find(({ rank }) => rank !== null)?.label;
  const best = probed.find(({ outcome }) => outcome.label === first);
  const lost = new Set([...advice.worse.map(({ method }) => method), ...advice.unreliable, ...advice.avoid]);
  if (advice.ground === "better-than-baseline") lost.add(baseline!);
  return probed.flatMap((one) => {
    const { label } = one.outcome;
    if (advice.use.includes(label) || one === best) return [];
    const finding = findingOf(one, best);
    const isSick = finding?.severity === "error";
    if (!lost.has(label) && !isSick) return [];
    const start = finding === undefined ? unremarkable(one, best) : [atStart(one, finding, best)];
    const sentences = [...start, ...deadUnits(one, best, start.length === 0)];
    return sentences.length === 0 ? [] : [{ method: label, kind: finding?.kind ?? null, sentences }];
  });
}

function probedMethod(outcome: MethodOutcome, records: readonly ProbeRecord[]): ProbedMethod[] {
  if (records.length === 0) return [];
  const draws = records.map((record) => measurementAt(record, record.epochs[0]!));
  return [{ outcome, records, draws, middle: medianOf(draws) as RecordedMeasurement }];
}

/** The worst that the rules of `doctor` find, beside the best method. */
function findingOf({ outcome, middle }: ProbedMethod, best: ProbedMethod | undefined): Finding | undefined {
  const references: Reference[] = best === undefined ? [] : [{ method: best.outcome.label, draws: best.draws }];
  const { optimizer } = outcome.recipe;
  const evidence: Evidence = {
    name: outcome.label,
    layers: middle.layers,
    network: middle.network,
    attention: [],
    isTrained: false,
    rate: rateReading(optimizer, null),
    references,
    remedy: () => "",
  };
  return judge(evidence, []).find(({ kind, severity }) => severity !== "note" && !shared.has(kind));
}

/** "random at step 0: the signal vanishes …; the weights are …; its gradient is …". */
function atStart(one: ProbedMethod, { text, cause, kind }: Finding, best: ProbedMethod | undefined): string {
  const words = `${text[0]!.toLowerCase()}${text.slice(1).replace(/\.$/, "")}`;
  const drifts = kind === "vanishing" || kind === "exploding";
  return `${one.outcome.label} at step 0: ${[words, ...(cause === null ? [] : [cause]), ...(drifts ? firstGradient(one, best) : [])].join("; ")}.`;
}

/** The same in words; nothing where one of them is not there. */
function firstGradient({ middle }: ProbedMethod, best: ProbedMethod | undefined): string[] {
  const ratio = best === undefined ? Number.NaN : gradientRatio(middle, best);
  if (!Number.isFinite(ratio)) return [];
  return [`the gradient of the kernel of ${middle.layers[0]!.name} is ×${short(ratio)} of ${best!.outcome.label}'s`];
}

/** How large the gradient of the first layer's kernel is beside that of the best method. */
function gradientRatio({ layers: [layer] }: RecordedMeasurement, { middle }: ProbedMethod): number {
  const [ours, theirs] = [layer, middle.layers[0]].map((one) => one?.weights.gradientRms ?? Number.NaN);
  return ours! / theirs!;
}

/** How a method without trouble differs from the best one, in numbers that nobody judges. */
function unremarkable({ outcome, middle }: ProbedMethod, best: ProbedMethod | undefined): string[] {
  if (best === undefined) return [];
  const [last, theirs] = [hiddenLayers(middle).at(-1), hiddenLayers(best.middle).at(-1)];
  const signal = last === undefined ? Number.NaN : last.after.secondMoment / theirs!.after.secondMoment;
  const gradient = gradientRatio(middle, best);
  const parts = [
    ...(Number.isFinite(signal) ? [`E φ² is ×${short(signal)} at ${last!.name}`] : []),
    ...(Number.isFinite(gradient)
      ? [`the gradient is ×${short(gradient)} at the kernel of ${middle.layers[0]!.name}`]
      : []),
  ];
  if (parts.length === 0) return [];
  return [
    `${outcome.label} at step 0: nothing that stepzero doctor calls trouble; beside ${best.outcome.label}, ${alternatives(parts, "and")}.`,
  ];
}

/**
 * Units that died in training, where many more did than with the best method.
 *
 * @param isFirst whether no sentence before it names the method
 */
function deadUnits({ outcome, records }: ProbedMethod, best: ProbedMethod | undefined, isFirst: boolean): string[] {
  const [dead, usual] = [deadAtEnd(records), best === undefined ? undefined : deadAtEnd(best.records)];
  if (dead === undefined || dead.share - (usual?.share ?? 0) <= thresholds.someDead) return [];
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const beside = usual === undefined ? "" : ` (${best!.outcome.label}: ${percent(usual.share)})`;
  const when = isFirst ? `${outcome.label} after epoch ${dead.epoch}:` : `After epoch ${dead.epoch},`;
  return [`${when} ${percent(dead.share)} of its units are 0 for every sample${beside}.`];
}

/** The median share of dead units after the last epoch that a run reached; undefined for none. */
function deadAtEnd(records: readonly ProbeRecord[]): { readonly epoch: number; readonly share: number } | undefined {
  const last = Math.max(...records.map(({ epochs }) => epochs.length - 1));
  const shares = records.flatMap((record) => {
    const now = record.epochs[last];
    return now === undefined ? [] : (shareOfDead(measurementAt(record, now).layers) ?? []);
  });
  return last === 0 || shares.length === 0 ? undefined : { epoch: last, share: median(shares) };
}
