/** What went wrong in a problem's runs, in sentences. */
import type { DataDescription } from "../plan/description.js";
import { type Metric, metricKey, metricWords } from "../plan/metric.js";
import { isAtChance, type RunSetting } from "./chance.js";
import { runsInWords } from "./failures.js";
import { alternatives, lossText, percent } from "./figure-text.js";
import { finalValues } from "./figures.js";
import type { MethodOutcome } from "./methods.js";
import { valueText } from "./metric-text.js";
import type { RunRecord } from "./records.js";

/** Fewer optimizer steps than this may be too few to learn anything. */
const FEW_STEPS = 100;
/** Methods that a sentence names. */
const MOST_NAMES = 20;

/**
 * The sentences: those runs that learned nothing in one, then each method whose runs failed
 * otherwise, then methods that learned late.
 *
 * @param samples the number of samples that each run trains on
 */
export function troubles(
  methods: readonly MethodOutcome[],
  data: DataDescription,
  samples: number,
  metric: Metric,
): string[] {
  const stuck = methods.filter(({ failures }) => failures.stuck > 0);
  return [
    ...(stuck.length > 0 ? [learnedNothing(stuck, data, samples, metric)] : []),
    ...methods.flatMap(otherFailures),
    ...learnedLate(methods, data, samples, metric),
  ];
}

function learnedNothing(
  methods: readonly MethodOutcome[],
  data: DataDescription,
  samples: number,
  metric: Metric,
): string {
  const runs = methods.flatMap((method) => method.runs.filter(({ ending }) => ending === "stuck"));
  const { majority } = data;
  const who = `${whoLearnedNothing(methods, afterFewSteps(methods, samples))}: `;
  const { chance } = metric;
  if (chance !== undefined || !finalValues(runs, "testAccuracy").every(Number.isFinite)) {
    const values = range(finalValues(runs, metricKey(metric)), (value) => valueText(metric, value));
    const odds =
      chance === undefined
        ? baselineOfLoss(methods, data)
        : `, where an answer that does not look at the sample gives ${valueText(metric, chance)}`;
    return `${who}${metricWords(metric)} ${values}${metric.name === "testLoss" || chance !== undefined ? odds : ""}.`;
  }
  return (
    `${who}test accuracy ${range(finalValues(runs, "testAccuracy"), percent)}, where always answering "${majority.className}" ` +
    `gives ${percent(majority.share)}; training loss ${range(finalValues(runs, "trainLoss"), lossText)}` +
    `${baselineOfLoss(methods, data)}.`
  );
}

/** "zero: all 3 runs learned nothing"; "zero and random learned nothing (all 3 runs each)". */
function whoLearnedNothing(methods: readonly MethodOutcome[], after: string): string {
  const shares = methods.map(({ failures, runs }) => runsInWords(failures.stuck, runs.length));
  const labels = methods.map(({ label }) => label);
  if (methods.length === 1) return `${labels[0]}: ${shares[0]} learned nothing${after}`;
  if (new Set(shares).size === 1) {
    return `${alternatives(labels, "and", MOST_NAMES)} learned nothing${after} (${shares[0]} each)`;
  }
  const names = labels.map((label, i) => `${label} (${shares[i]})`);
  return `${alternatives(names, "and", MOST_NAMES)} learned nothing${after}`;
}

/** "2.3026", "2.3024 to 2.3031". */
function range(values: readonly number[], text: (value: number) => string): string {
  if (!values.every(Number.isFinite)) return "not finite";
  const [low, high] = [text(Math.min(...values)), text(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

/** What an answer that does not look at the sample gives: a cross-entropy only. */
function baselineOfLoss(methods: readonly MethodOutcome[], { training, classes }: DataDescription): string {
  if (!methods.every(({ recipe }) => recipe.loss === "cross-entropy")) return "";
  return training === undefined
    ? `, where equal odds for all ${classes} classes give ${lossText(Math.log(classes))}`
    : `, where the class shares alone give ${lossText(training.entropy)}`;
}

/** " after 2 steps", where they are few. */
function afterFewSteps(methods: readonly MethodOutcome[], samples: number): string {
  const steps = Math.max(...methods.map(({ recipe }) => recipe.epochs * Math.ceil(samples / recipe.batch)));
  return steps < FEW_STEPS ? ` after ${steps === 1 ? "1 step" : `${steps} steps`}` : "";
}

function otherFailures({ label, runs, failures }: MethodOutcome): string[] {
  const reasonsOf = (ending: RunRecord["ending"]) =>
    runs.filter((run) => run.ending === ending).map(({ reason }) => reason?.replace(/\.$/, ""));
  const sentences: string[] = [];
  for (const ending of ["diverged", "crashed", "refused"] as const) {
    if (failures[ending] === 0) continue;
    const verb = ending !== "refused" ? "" : failures.refused === 1 ? "was " : "were ";
    const share = runsInWords(failures[ending], runs.length);
    sentences.push(`${label}: ${share} ${verb}${ending}: ${differentReasons(reasonsOf(ending))}.`);
  }
  return sentences;
}

/** Different reasons, three at most. */
function differentReasons(reasons: readonly (string | undefined)[]): string {
  const different = [...new Set(reasons.map((reason) => reason ?? "no reason was given"))];
  const rest = different.length - 3;
  return different.slice(0, 3).join("; ") + (rest > 0 ? `; and ${rest} more` : "");
}

/**
 * Methods whose runs that learned were no better than the class shares in their first epochs,
 * together where they are as many.
 */
function learnedLate(
  methods: readonly MethodOutcome[],
  data: DataDescription,
  samples: number,
  metric: Metric,
): string[] {
  const byEpochs = new Map<number, string[]>();
  for (const method of methods) {
    const late = lateEpochs(method, { data, samples, loss: method.recipe.loss, metric });
    if (late > 0) byEpochs.set(late, [...(byEpochs.get(late) ?? []), method.label]);
  }
  return [...byEpochs].map(([late, labels]) => {
    const when = late === 1 ? "the first epoch" : `the first ${late} epochs`;
    const names = alternatives(labels, "and", MOST_NAMES);
    const odds = metric.chance === undefined ? "the class shares" : "chance";
    return `${names}: the runs that learned were no better than ${odds} in ${when}.`;
  });
}

function lateEpochs({ learned }: MethodOutcome, setting: RunSetting): number {
  const isLate = (i: number) => learned.every(({ epochs }) => epochs[i] && isAtChance(setting, epochs[i]));
  let late = 0;
  while (late < (learned[0]?.epochs.length ?? 0) && isLate(late)) late++;
  return late;
}
