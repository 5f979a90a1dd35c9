/** `recommend` on real trainings of glyphs, with a clock that the test moves. */
import { expect, it } from "vitest";
import { glyphs } from "../src/data/glyphs.js";
import { recommend } from "../src/recommend/recommend.js";
import { recommendationSchema } from "../src/recommend/recommendation.js";
import { loadRuntime } from "../src/runtime/node/load-runtime.js";
import { noUserModules } from "../src/study/plan/user-modules.js";

const { runtime } = await loadRuntime();
const whole = glyphs();
const few = (split: typeof whole.train, count: number) => ({
  inputs: split.inputs.subarray(0, count * 784),
  labels: split.labels.subarray(0, count),
  count,
});
const dataset = { ...whole, train: few(whole.train, 1280), test: few(whole.test, 500), checksum: "few-glyphs" };
const terms = { confidence: 0.95, margin: 0.005, horizon: 3 };

/** Each look at the clock takes so many milliseconds. */
function tickingClock(milliseconds: number): () => number {
  let now = 0;
  return () => (now += milliseconds);
}

const recommended = (model: string, budget: number, tick: number, onRun: () => void = () => {}) =>
  recommend({
    model,
    users: noUserModules,
    dataset,
    runtime,
    budget,
    clock: tickingClock(tick),
    terms,
    commandOf: (words) => ["stepzero", ...words].join(" "),
    onEvent: ({ kind }) => kind === "finished" && onRun(),
  });

it("a deep ReLU network: what is sick leaves, the rest race at their rates, one answer comes", async () => {
  let runs = 0;
  const recommendation = await recommended("mlp:depth=12,width=32", 600, 1, () => runs++);
  expect(recommendationSchema.parse(recommendation)).toEqual(recommendation);
  const of = (name: string) => recommendation.candidates.find(({ method }) => method === name)!;
  expect(of("pytorch-default").health).toBe("sick");
  expect(of("pytorch-default").left).toContain("vanishes");
  expect([of("pytorch-default").seeds, of("pytorch-default").rate]).toEqual([0, null]);
  expect(runs).toBeGreaterThan(0);
  expect(recommendation.race?.seeds).toBe(3);
  expect(of(recommendation.use).health).not.toBe("sick");
  expect(of(recommendation.use).rate).toBe(recommendation.rate);
  if (recommendation.basis === "no-difference") {
    expect(recommendation.sentences[0]).toContain("No detectable difference");
    // The most usual of those within the margin of the best mean.
    const standing = recommendation.candidates.filter(({ left, accuracy }) => left === null && accuracy !== null);
    const best = Math.max(...standing.map(({ accuracy }) => accuracy!));
    expect(recommendation.use).toBe(standing.find(({ accuracy }) => best - accuracy! <= terms.margin)!.method);
  }
}, 120_000);

it("a budget too small for any run: said, no run is made, theory and measurement answer", async () => {
  let runs = 0;
  const { basis, sentences, race, use } = await recommended("mlp:depth=3,width=32", 1, 100, () => runs++);
  expect([basis, race, runs, use]).toEqual(["theory-and-measurement", null, 0, "he"]);
  expect(sentences.at(-1)).toContain("no run was made");
}, 60_000);

it("a clock that runs ahead of the plan: the budget ends the races, and an answer stands", async () => {
  const { basis, seconds, sentences } = await recommended("mlp:depth=3,width=32", 60, 200);
  expect(basis).not.toBe("race");
  expect(seconds.used).toBeLessThanOrEqual(60);
  expect(sentences.length).toBeGreaterThan(1);
}, 120_000);

it("refuses an unknown network", async () => {
  await expect(recommended("mpl", 10, 1)).rejects.toThrow('did you mean "mlp"');
});
