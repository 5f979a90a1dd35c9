/** A method for a network and its data, within a budget of time. */
import { InputError } from "../errors.js";
import { parametersOf } from "../network/models/index.js";
import { FIRST_LOOK } from "../statistics/sequential/design.js";
import { requestStudy } from "../study/plan/options.js";
import { chooseStudy } from "../study/plan/plan-study.js";
import { modelOf } from "../study/plan/user-modules.js";
import { codeFor } from "./apply.js";
import { planRaces, type RacePlan, startBudget } from "./budget.js";
import { conclude } from "./conclude.js";
import { measureCost, type RaceTerms, raceAtRates, type Track, tune } from "./races.js";
import type { Candidate, Recommendation } from "./recommendation.js";
import { type Screened, screen } from "./screen.js";
import { shortlist } from "./shortlist.js";

/** What is recommended for, and how long it may take. */
export interface RecommendOptions extends Track {
  /** Seconds, from the call on. */
  readonly budget: number;
  readonly terms: RaceTerms;
  /** A command as the person types it, from its words. */
  readonly commandOf: (words: readonly string[]) => string;
  /** Says what is done, in sentences. */
  readonly say?: ((sentence: string) => void) | undefined;
}

/** Part of what is left after the measurement in which rates are chosen. */
const TUNING = 0.5;
/** Part of what is left after tuning that the first look may take. */
const SAFE = 0.75;
/** Part of the budget that the measurement may take. */
const MEASUREMENT = 0.3;

/**
 * Recommends: theory's shortlist, one batch measured per candidate, and races at each candidate's
 * rate under an equal budget.
 *
 * @throws InputError for a model that does not fit the data
 */
export async function recommend(options: RecommendOptions): Promise<Recommendation> {
  const { model: text, users, dataset, clock, terms, commandOf, signal, say = () => {} } = options;
  const budget = startBudget(options.budget, clock);
  const { models } = chooseStudy(requestStudy({ data: [dataset.name], models: [text], inits: ["he"] }), users);
  const choice = models[0]!;
  const { recipe } = choice;
  const model = modelOf(choice, users);
  const problem = { input: dataset.shape, classes: dataset.classes };
  const { parameters } = parametersOf(model, problem, choice.options);
  const { facts, candidates: names, excluded } = shortlist(parameters);
  if (names.length === 0) {
    throw new InputError(
      `No method of the shortlist serves ${text}: ${excluded.map(({ method, reason }) => `${method}: ${reason}`).join(" ")}`,
    );
  }
  const theory = budget.used();
  say(`Theory names ${names.map(({ method }) => method).join(", ")}.`);
  const network = {
    name: text,
    layers: model.build(problem, choice.options),
    parameters,
    dataset,
    optimizer: recipe.optimizer,
  };
  const measured = await screenAll(options, network, names, budget.seconds * MEASUREMENT, budget.used);
  const measurement = budget.used() - theory;
  const healthy = measured.filter(({ health }) => health !== "sick");
  const rest = { used: budget.used(), left: budget.left() };
  let plan: RacePlan | undefined;
  if (healthy.length > 1 && rest.left > 0 && !signal?.aborted) {
    const most = { epochs: recipe.epochs, samples: dataset.train.count, batch: recipe.batch };
    plan = planRaces(rest.left, await measureCost(options), healthy.length, most);
  }
  const base = recipe.optimizer.learningRate;
  const notes = (model.notes?.(problem, choice.options) ?? []).map((note) => `${note}.`);
  const raced = plan && (await tuneAndRace(options, healthy, plan, base, budget));
  const shortage =
    plan === undefined
      ? healthy.length < 2
        ? undefined
        : `The ${Math.floor(rest.left)} s that are left of the budget are too few for races here: no run was made. A larger --budget has them.`
      : raced?.outOfTime
        ? "The budget ended the race before it was decided; a larger --budget goes on."
        : undefined;
  if (plan === undefined && shortage !== undefined) say(shortage);
  const answer = conclude({
    candidates: measured.map((one) => raced?.candidates.find(({ method }) => method === one.method) ?? one),
    outcome: raced?.outcome,
    margin: terms.margin,
    rate: base,
    shortage,
  });
  const race = raced?.outcome?.problems[0]?.race;
  const used = budget.used();
  return {
    model: text,
    data: dataset.name,
    facts: [...facts],
    ...answer,
    excluded: [...excluded],
    race:
      plan === undefined || race === undefined
        ? null
        : { epochs: plan.epochs, samples: plan.samples, ...terms, seeds: race.seeds, outcome: race.outcome },
    seconds: { budget: options.budget, used, theory, measurement, races: Math.max(0, used - rest.used) },
    code: codeFor({ model: text, data: dataset.name, use: answer.use, rate: answer.rate }, commandOf),
    notes,
  };
}

/** Candidates with what doctor says; those for which there is no time are not measured. */
async function screenAll(
  { runtime, signal, say = () => {} }: RecommendOptions,
  network: Screened,
  names: readonly { readonly method: string; readonly reason: string }[],
  until: number,
  used: () => number,
): Promise<Candidate[]> {
  const all: Candidate[] = [];
  for (const { method, reason } of names) {
    const none = { method, reason, rate: null, seeds: 0, accuracy: null };
    if (used() > until || signal?.aborted) {
      all.push({ ...none, health: "not-measured", trouble: null, left: null });
      continue;
    }
    const { verdict, trouble } = await screen(runtime, network, method);
    if (verdict === "sick") say(`${method} leaves: ${trouble}`);
    all.push({
      ...none,
      health: verdict,
      trouble,
      left: verdict === "sick" ? `sick before the first step: ${trouble}` : null,
    });
  }
  return all;
}

/** The rates of the candidates, and their race. */
async function tuneAndRace(
  options: RecommendOptions,
  healthy: readonly Candidate[],
  plan: RacePlan,
  base: number,
  budget: ReturnType<typeof startBudget>,
) {
  const { say = () => {} } = options;
  const racers = healthy.slice(0, plan.candidates).map(({ method }) => method);
  const epochs = plan.epochs === 1 ? "1 epoch" : `${plan.epochs} epochs`;
  say(`${racers.length} candidates race: ${epochs} of ${plan.samples} samples per run.`);
  const began = budget.used();
  const deadline = began + TUNING * budget.left();
  const choices = await tune(options, racers, plan, base, budget, deadline);
  const runs = [...choices.values()].reduce((sum, { tried }) => sum + tried, 0);
  const perRun = runs === 0 ? plan.runSeconds : (budget.used() - began) / runs;
  const room = Math.max(2, Math.floor((SAFE * budget.left()) / (FIRST_LOOK * perRun)));
  const order = [...choices].sort(([, a], [, b]) => (b.accuracy ?? -1) - (a.accuracy ?? -1)).map(([method]) => method);
  const beyond = new Set(order.slice(room));
  const candidates = healthy.map((candidate): Candidate => {
    const choice = choices.get(candidate.method);
    if (choice !== undefined && beyond.has(candidate.method)) {
      const left = "the budget has room for fewer races, and others did better on held-out samples";
      return { ...candidate, rate: choice.rate, left };
    }
    if (choice === undefined) return { ...candidate, left: "the budget has no room for its races" };
    return {
      ...candidate,
      rate: choice.rate,
      left: choice.failed ? "its runs diverged at every rate" : candidate.left,
    };
  });
  const ready = candidates.filter(({ left, rate }) => left === null && rate !== null);
  if (ready.length < 2) return { candidates, outcome: undefined, outOfTime: false };
  const rates = new Map(ready.map(({ method, rate }) => [method, rate!]));
  const { outcome, outOfTime } = await raceAtRates(options, rates, plan, options.terms, budget);
  return { candidates, outcome, outOfTime };
}
