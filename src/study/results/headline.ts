/** The advice of a whole study in one line. */
import { alternatives } from "./figure-text.js";
import { scoreOf, valueText } from "./metric-text.js";
import type { ProblemOutcome } from "./outcome.js";

/** What a headline is drawn from. */
type Problem = Pick<ProblemOutcome, "advice" | "methods" | "title" | "metric">;

/** Methods that are counted by name. */
const MOST_COUNTED = 4;

/** "glyphs × mlp: Use he"; of several problems what holds on all of them. */
export function headline(problems: readonly Problem[]): string {
  if (problems.length === 1) return onOne(problems[0]!);
  const all = problems.length === 2 ? "both problems" : `all ${problems.length} problems`;
  const advised = problems.filter(({ advice }) => advice.use.length > 0);
  if (advised.length === 0) return `Nothing can be advised on any of ${problems.length} problems`;
  const common = advised[0]!.advice.use.filter((label) => problems.every(({ advice }) => advice.use.includes(label)));
  const names = alternatives(common, "or", MOST_COUNTED);
  if (common.length > 0) {
    const grounds = new Set(problems.map(({ advice }) => advice.ground));
    if (grounds.size === 1 && grounds.has("baseline"))
      return `Stay with ${names} on ${all}: nothing is shown to be better`;
    if (grounds.size === 1 && grounds.has("winner")) return `Use ${names}: it beats every other method on ${all}`;
    return `Use ${names} on ${all}`;
  }
  const counts = new Map<string, number>();
  for (const label of advised.flatMap(({ advice }) => advice.use)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [first, ...others] = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_COUNTED);
  const some = [
    `${first![0]} on ${first![1]} of ${problems.length}`,
    ...others.map(([label, n]) => `${label} on ${n}`),
  ];
  return `No method is advised on ${all}: ${some.join(", ")}`;
}

/** The first sentence of the advice. */
function onOne({ methods, advice, title, metric }: Problem): string {
  const [first] = advice.sentences;
  if (first !== undefined) return `${title}: ${first.replace(/\.$/, "")}`;
  if (methods.length === 0) return `${title}: no final run has ended yet`;
  const [method] = methods as readonly [Problem["methods"][number]];
  const { label, rank } = method;
  if (rank === null) return `${label} did not learn ${title}`;
  return `${label} on ${title}: ${valueText(metric, scoreOf(metric, method)!.mean)}`;
}
