/**
 * The verdict on each pair of methods of a problem, or on each method against the baseline:
 * paired by seed, and corrected over all these pairs.
 */
import { allPairs, judge, supportedLeader } from "../../statistics/index.js";
import { isAccuracy, type Metric, metricKey, metricOf } from "../plan/metric.js";
import type { ProblemRace } from "../plan/race-state.js";
import type { Study } from "../plan/study.js";
import { failsMore } from "./failures.js";
import { finalBySeed } from "./figures.js";
import type { MethodOutcome } from "./methods.js";
import { scoreOf } from "./metric-text.js";
import { pairVerdictOf } from "./pair-verdict-of.js";
import type { ProblemVerdicts } from "./problem-verdicts.js";
import { racedVerdicts } from "./raced-verdicts.js";

/** How a problem is judged. */
export interface Judgement {
  /** The study's. */
  readonly margin: number | undefined;
  /** The study's, by its label. */
  readonly baseline: string | undefined;
  /** Number of test samples. */
  readonly testSamples: number;
  /** The study, and the state of its race; undefined where every method has all seeds. */
  readonly study: Study;
  readonly race: ProblemRace | undefined;
}

/** A difference that is worth seeing on a large test set if the study names none: 0.3 points. */
const WORTH_SEEING = 0.003;
/** Of another metric than accuracy: this share of the first method's mean. */
const SHARE_WORTH_SEEING = 0.01;

/**
 * The verdicts on a problem.
 *
 * @param methods the problem's, by rank
 * @returns undefined for fewer than two methods that learned, and where the baseline did not
 */
export function judgeMethods(
  methods: readonly MethodOutcome[],
  { margin, baseline, testSamples, study, race }: Judgement,
): ProblemVerdicts | undefined {
  const learners = methods.filter(({ rank }) => rank !== null);
  const distinct = learners.filter(({ sameAs }) => sameAs === null);
  if (learners.length < 2) return undefined;
  const base = baseline === undefined ? undefined : learners.find(({ label }) => label === baseline);
  if (baseline !== undefined && base === undefined) return undefined;
  const compared = base && (base.sameAs ?? base.label);
  const metric = metricOf(study);
  const pairs = allPairs(
    distinct.map(({ label, learned }) => ({ name: label, bySeed: finalBySeed(learned, metricKey(metric)) })),
  ).filter(({ a, b }) => compared === undefined || a === compared || b === compared);
  const options = {
    better: metric.better,
    worthSeeing: margin ?? worthSeeing(metric, learners[0]!, testSamples),
    orSeen: margin === undefined,
    ...(margin === undefined ? {} : { margin }),
  };
  if (race !== undefined) return racedVerdicts(learners, { study, race, pairs, options });
  const judged = judge(pairs, options);
  const leader = compared === undefined ? supportedLeader(judged) : null;
  const first = distinct[0]!;
  const ahead = distinct.find(({ label }) => label === leader);
  const reference = compared ?? (ahead !== undefined && !failsMore(ahead, first) ? ahead : first).label;
  const others = new Map(
    judged.flatMap(({ a, b, winner }) =>
      a === reference ? [[b, winner] as const] : b === reference ? [[a, winner] as const] : [],
    ),
  );
  const isTied = ({ label, sameAs }: MethodOutcome) => (others.get(sameAs ?? label) ?? null) === null;
  return {
    leader,
    reference,
    tied: learners.filter(isTied).map(({ label }) => label),
    verdicts: judged.map((verdict, i) => pairVerdictOf(verdict, pairs[i]!, metric)),
  };
}

/**
 * The standard error that the test set gives an accuracy, up to one digit, or 0.3 points; of
 * another metric a share of the mean.
 */
function worthSeeing(metric: Metric, method: MethodOutcome, testSamples: number): number | undefined {
  const mean = scoreOf(metric, method)?.mean;
  if (!isAccuracy(metric)) return mean ? SHARE_WORTH_SEEING * Math.abs(mean) : undefined;
  const accuracy = mean ?? 0.5;
  const error = Math.sqrt((accuracy * (1 - accuracy)) / testSamples);
  if (error <= WORTH_SEEING) return WORTH_SEEING;
  const digit = 10 ** Math.floor(Math.log10(error));
  return Number((Math.ceil(error / digit - 1e-9) * digit).toPrecision(1));
}
