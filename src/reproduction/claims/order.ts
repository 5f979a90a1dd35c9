/** Claims 2 to 4: who is first, second and third, on each data set and on average, judged from paired seeds. */
import { allPairs, type FigureName, type Verdict, verdictSentence } from "../../statistics/index.js";
import { type PaperMethod, paperMethods, paperNames, paperProblems } from "../paper.js";
import { type FigureKey, figureNames, finalBySeed, finished, type ProblemRuns } from "../runs.js";
import { type ClaimPart, type ClaimVerdict, together } from "./claim.js";
import { judgeGroups } from "./judge-groups.js";

/** A data set, or the mean over all, with the verdict on every pair of the paper's methods. */
interface Place {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
}

/** Every pair of the paper's methods on every data set and on average: one family, corrected together. */
export interface JudgedOrder {
  readonly figure: FigureKey;
  readonly places: readonly Place[];
}

/**
 * Stuck runs count with the figure that they have: to be at chance is to be below who is not. Diverged and crashed ones have none.
 *
 * @param figure accuracies are better higher, losses lower
 */
export function judgeOrder(problems: readonly ProblemRuns[], figure: FigureKey): JudgedOrder {
  const found = paperProblems.flatMap(({ data, name }) => {
    const problem = problems.find((one) => one.data.name === data);
    if (problem === undefined) return [];
    const methods = paperMethods.map((init) => ({ name: init, bySeed: finalBySeed(finished(problem, init), figure) }));
    return [{ name, methods }];
  });
  const averaged = found.length < paperProblems.length ? [] : [{ name: "average", methods: averages(found) }];
  const places = [...found, ...averaged].map(({ name, methods }) => ({ name, pairs: allPairs(methods) }));
  const better = figure.endsWith("Loss") ? "lower" : "higher";
  const verdicts = judgeGroups(
    places.map(({ pairs }) => pairs),
    better,
  );
  return { figure, places: places.map(({ name }, i) => ({ name, verdicts: verdicts[i]! })) };
}

/** Means over the data sets, of the seeds that all have. */
function averages(found: readonly { readonly methods: readonly { readonly bySeed: ReadonlyMap<number, number> }[] }[]) {
  return paperMethods.map((name, i) => {
    const maps = found.map(({ methods }) => methods[i]!.bySeed);
    const seeds = [...maps[0]!.keys()].filter((seed) => maps.every((map) => map.has(seed)));
    const mean = (seed: number) => maps.reduce((sum, map) => sum + map.get(seed)!, 0) / maps.length;
    return { name, bySeed: new Map(seeds.map((seed) => [seed, mean(seed)])) };
  });
}

/** A part a place: each method of `above` must beat each of `below`. */
export function orderParts(
  { figure, places }: JudgedOrder,
  above: readonly PaperMethod[],
  below: readonly PaperMethod[],
  says: string,
): ClaimPart[] {
  const names = [...paperProblems.map(({ name }) => name), "average"];
  return names.map((name): ClaimPart => {
    const place = places.find((one) => one.name === name);
    const where = name === "average" ? "on average over the data sets" : `on ${name}`;
    const title = `${says} ${where}.`;
    if (place === undefined) {
      const missing = name === "average" ? "Not every data set has runs." : `No runs on ${name}.`;
      return { says: title, verdict: "cannot be told", evidence: [missing] };
    }
    const wanted = above.flatMap((a) => below.map((b) => ({ a, verdict: verdictOn(place, a, b) })));
    return {
      says: title,
      verdict: together(wanted.map(({ a, verdict }) => kindOf(verdict, a))),
      evidence: wanted.map(({ verdict }) => `${verdictSentence(verdict, nameOf(figure, where))}.`),
    };
  });
}

function verdictOn({ verdicts }: Place, a: PaperMethod, b: PaperMethod): Verdict {
  return verdicts.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a))!;
}

function kindOf({ kind, winner }: Verdict, wanted: PaperMethod): ClaimVerdict {
  if (kind !== "winner") return "cannot be told";
  return winner === wanted ? "holds" : "does not hold";
}

function nameOf(figure: FigureKey, where: string): FigureName {
  const loss = figure.endsWith("Loss");
  const name = `${figureNames[figure]} ${where}`;
  return loss
    ? { figure: name, unit: "", scale: 1, decimals: 4 }
    : { figure: name, unit: "points", scale: 100, decimals: 2 };
}

/** Claim 2: He above Xavier and random. */
export const heFirst = (order: JudgedOrder): ClaimPart[] =>
  orderParts(order, ["he"], ["random", "xavier-fan-in"], `${paperNames.he} is first`);

/** Claim 3: Xavier above random, random above zero; that He is above Xavier is claim 2. */
export const xavierSecond = (order: JudgedOrder): ClaimPart[] => [
  ...orderParts(order, ["xavier-fan-in"], ["random"], "Xavier is above random"),
  ...orderParts(order, ["random"], ["zero"], "Random is above zero"),
];

/** Claim 4: He below Xavier below random below zero, in loss. */
export const lossOrder = (order: JudgedOrder): ClaimPart[] => [
  ...orderParts(order, ["he"], ["xavier-fan-in"], "He's loss is below Xavier's"),
  ...orderParts(order, ["xavier-fan-in"], ["random"], "Xavier's loss is below random's"),
  ...orderParts(order, ["random"], ["zero"], "Random's loss is below zero's"),
];
