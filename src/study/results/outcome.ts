/**
 * The outcome of a study, computed once from its records. The table, JSON, page, figures, data
 * files and the paper's claims all show it and compute nothing. Read this first; `records.ts`
 * defines a run, `methods.ts` the averages.
 */
import { version } from "../../version.js";
import type { DataDescription } from "../plan/description.js";
import { type Metric, metricOf, metricValue, withMetric } from "../plan/metric.js";
import { nextRuns, type ProblemRace, type RacedRun, racedFigure, raceOf } from "../plan/race-state.js";
import type { ModelChoice, Study } from "../plan/study.js";
import { baseRate, heldOutSamples } from "../plan/tuned-parts.js";
import { type AcrossProblems, compareAcross } from "./across.js";
import type { Advice } from "./advice.js";
import { adviceOn } from "./advise.js";
import { trainedSamples } from "./chance.js";
import { evidence } from "./evidence.js";
import { type MethodOutcome, methodOutcomes } from "./methods.js";
import type { ProblemVerdicts } from "./problem-verdicts.js";
import { raceSentences } from "./race-sentences.js";
import type { RateOutcome } from "./rate-outcome.js";
import { rateSentences } from "./rate-sentences.js";
import { type Reason, reasonsOf } from "./reasons.js";
import type { RunRecord } from "./records.js";
import { type RatedGroups, tunedProblem } from "./tuned-problem.js";
import { judgeMethods } from "./verdicts.js";

/** A run of the study without a result. */
export interface MissingRun {
  /** The method's label. */
  readonly method: string;
  /** The run's seed. */
  readonly seed: number;
  /** Of a study that tunes rates. */
  readonly learningRate?: number | undefined;
}

/** One data set with one network, and the methods that were compared there. */
export interface ProblemOutcome {
  /** "problem-1": for names of files and anchors. */
  readonly id: string;
  /** "glyphs × mlp". */
  readonly title: string;
  /** The data set. */
  readonly data: DataDescription;
  /** The network, with its recipe. */
  readonly model: ModelChoice;
  /** The figure by which methods are compared. */
  readonly metric: Metric;
  /** Those with at least one run, by rank. */
  readonly methods: readonly MethodOutcome[];
  /** Of all methods, in the study's order. */
  readonly runs: readonly RunRecord[];
  /** Undefined for fewer than two methods that learned, and where the baseline did not. */
  readonly verdicts: ProblemVerdicts | undefined;
  /** Where the race stands; undefined where every method has all seeds. */
  readonly race: ProblemRace | undefined;
  /**
   * How rates were tuned, and what holds at one rate; the rest is then of each method at its best
   * rate. Undefined where no rate was tuned.
   */
  readonly rates: RateOutcome | undefined;
  /** What to do, in words and as data. */
  readonly advice: Advice;
  /** What the advice rests on: differences that were found, then ties, failures and doubts. */
  readonly sentences: readonly string[];
  /** Why methods do worse, by what a probe read; empty where the study has no readings. */
  readonly reasons: readonly Reason[];
  /** Runs without a result, by method and seed. */
  readonly missing: readonly MissingRun[];
}

/** The outcome of a study. */
export interface Outcome {
  /**
   * The planned study, with the metric that its runs are compared by, where that is no accuracy.
   */
  readonly study: Study;
  /** The version of stepzero that ran the study. */
  readonly stepzero: string;
  /** ONNX Runtime's descriptions. */
  readonly runtimes: readonly string[];
  /** The study's problems that have at least one run, in its order. */
  readonly problems: readonly ProblemOutcome[];
  /** Null for fewer than two methods, or fewer than two problems that all methods have run on. */
  readonly across: AcrossProblems | null;
}

/** Facts about the runs for the outcome. */
export interface AnalyseOptions {
  /**
   * ONNX Runtime's descriptions.
   *
   * @defaultValue none
   */
  readonly runtimes?: readonly string[] | undefined;
  /**
   * The version that ran the study.
   *
   * @defaultValue this one
   */
  readonly stepzero?: string | undefined;
}

/**
 * Analyses a study: means with intervals, ranks, verdicts and sentences of every problem, and the
 * methods over all problems. The time grows linearly with the records and with the square of the
 * number of methods, since every pair is judged.
 *
 * @param records the runs so far, in any order
 * @example
 * import { analyse } from "stepzero/study";
 * import { readFolder, runStudy } from "stepzero/node";
 *
 * await runStudy({ inits: ["he", "zero"], seeds: 2, epochs: 1, limit: 256 }, { out: "results" });
 * const { study, records } = readFolder("results", console.error);
 * const { problems } = analyse(study, records);
 * console.log(problems[0]?.advice.sentences.join("\n"));
 */
export function analyse(
  study: Study,
  records: readonly RunRecord[],
  { runtimes = [], stepzero = version }: AnalyseOptions = {},
): Outcome {
  const measured = withMetric(study, records);
  const outcomeOf = study.tuning === undefined ? problemOutcome : tunedOutcome;
  const problems = groupRuns(measured, records.map(withFigure(metricOf(measured)))).flatMap((groups, i) =>
    groups.every((runs) => runs.length === 0) ? [] : [outcomeOf(measured, i, groups)],
  );
  return { study: measured, stepzero, runtimes, problems, across: compareAcross(measured, problems) };
}

/** A run that has ended well, but without the figure by which it would be compared, has failed. */
const withFigure =
  (metric: Metric) =>
  (record: RunRecord): RunRecord => {
    const { ending, epochs } = record;
    const last = epochs.at(-1);
    if ((ending !== "learned" && ending !== "stuck") || last === undefined) return record;
    const value = metricValue(metric, last);
    if (Number.isFinite(value)) return record;
    return {
      ...record,
      ending: "crashed",
      reason: `its last epoch has no ${metric.name}, by which methods are compared`,
    };
  };

/** `groups[problem][method]`: its records in the order of the study's seeds. */
function groupRuns({ problems, methods, seeds, tuning }: Study, records: readonly RunRecord[]): RunRecord[][][] {
  const groups = problems.map(() => methods.map((): RunRecord[] => []));
  for (const record of records) groups[record.problem]![record.method]!.push(record);
  const order = new Map([...seeds, ...(tuning?.seeds ?? [])].map((seed, i) => [seed, i]));
  const placeOf = ({ seed }: RunRecord) => order.get(seed) ?? seeds.length;
  for (const runs of groups.flat()) runs.sort((a, b) => placeOf(a) - placeOf(b));
  return groups;
}

/** A problem of a study with tuned rates: its two comparisons, and how rates were chosen. */
function tunedOutcome(study: Study, index: number, groups: readonly (readonly RunRecord[])[]): ProblemOutcome {
  const { tuning, best, same, missing } = tunedProblem(study, index, groups);
  const outcomeOf = ({ study: compared, atRates, groups: final, race }: RatedGroups) =>
    comparisonOutcome({ study: compared, atRates, index, groups: final, race });
  const atSame = outcomeOf(same);
  // Where every rate of every method failed, only what holds at the recipe's is left.
  const atBest = best.rates.size === 0 ? atSame : outcomeOf(best);
  const { methods, verdicts, race, advice } = atSame;
  const rates = {
    heldOut: heldOutSamples(study, atBest.data)!,
    methods: tuning,
    same: { learningRate: baseRate(study, study.problems[index]!), methods, verdicts, race, advice },
  };
  const sentences = rateSentences(study, rates, atBest.verdicts?.reference ?? atBest.methods[0]?.label);
  return {
    ...atBest,
    rates: { ...rates, sentences, runs: groups.flat() },
    sentences: [...sentences, ...atBest.sentences],
    missing: missing.map(({ method, seed, rate: learningRate }) => ({ method, seed, learningRate })),
  };
}

function problemOutcome(study: Study, index: number, groups: readonly (readonly RunRecord[])[]): ProblemOutcome {
  const race = raceOf(study, study.problems[index]!, groups.flat().map(racedRun(study)));
  const outcome = comparisonOutcome({ study, atRates: study, index, groups, race });
  return { ...outcome, missing: missingRuns(study, groups, race) };
}

/** Methods that are compared on a problem. */
interface Compared {
  /** The study of these methods. */
  readonly study: Study;
  /** The whole study, with the rates of this comparison. */
  readonly atRates: Study;
  readonly index: number;
  readonly groups: readonly (readonly RunRecord[])[];
  readonly race: ProblemRace | undefined;
}

function comparisonOutcome({ study, atRates, index, groups, race }: Compared): ProblemOutcome {
  const { data: name, model: label } = study.problems[index]!;
  const data = study.data.find((one) => one.name === name)!;
  const model = study.models.find((one) => one.label === label)!;
  const methods = methodOutcomes(atRates, model, groups);
  const { baseline, margin } = study;
  const metric = metricOf(study);
  const verdicts = judgeMethods(methods, { margin, baseline, testSamples: data.testSamples, study, race });
  const advice = adviceOn({ methods, verdicts, baseline, metric });
  return {
    id: `problem-${index + 1}`,
    title: `${name} × ${label}`,
    data,
    model,
    metric,
    methods,
    runs: groups.flat(),
    verdicts,
    advice,
    race,
    rates: undefined,
    sentences: [
      ...(race === undefined ? [] : raceSentences(study, race, methods)),
      ...evidence({ data, methods, verdicts, samples: trainedSamples(study, data), metric }),
    ],
    reasons: reasonsOf(methods, advice, baseline),
    missing: [],
  };
}

/** The runs that a study still needs: of a race, those of its next look. */
function missingRuns(
  study: Study,
  groups: readonly (readonly RunRecord[])[],
  race: ProblemRace | undefined,
): MissingRun[] {
  const present = study.methods.map((_, at) => new Set(groups[at]!.map(({ seed }) => seed)));
  const at = new Map(study.methods.map(({ label }, i) => [label, i]));
  if (race !== undefined) return nextRuns(study, race, ({ method, seed }) => present[at.get(method)!]!.has(seed));
  return study.methods.flatMap(({ label: method }, i) =>
    study.seeds.filter((seed) => !present[i]!.has(seed)).map((seed) => ({ method, seed })),
  );
}

/** A run that learned nothing has a figure, too. */
const racedRun =
  (study: Study) =>
  ({ method, seed, ending, epochs }: RunRecord): RacedRun => ({
    method: study.methods[method]!.label,
    seed,
    figure: racedFigure(metricOf(study), ending === "learned" || ending === "stuck", epochs),
  });
