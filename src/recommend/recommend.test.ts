import { expect, it } from "vitest";
import { InputError } from "../errors.js";
import { parametersOf, parseModel } from "../network/models/index.js";
import { loaderSnippet } from "../weights/index.js";
import { codeFor } from "./apply.js";
import { planRaces, RUNS_PER_CANDIDATE, startBudget } from "./budget.js";
import { chooseRate, rateCandidates } from "./choose-rate.js";
import { conclude } from "./conclude.js";
import type { Candidate } from "./recommendation.js";
import { shortlist } from "./shortlist.js";

const listFor = (text: string) => {
  const { model, options } = parseModel(text);
  return shortlist(parametersOf(model, { input: [1, 28, 28], classes: 10 }, options).parameters);
};

it.each([
  ["mlp:depth=10", "he"],
  ["plain_cnn:depth=6,activation=leaky-relu", "he"],
  ["mlp:activation=tanh", "glorot-uniform"],
  ["mlp:activation=selu", "lecun-normal"],
  ["vit_tiny", "gpt2"],
  ["resnet20", "zero-gamma"],
  ["resnet20:norm=none", "fixup"],
])("%s: theory names `%s` first", (model, first) => {
  expect(listFor(model).candidates[0]?.method).toBe(first);
});

it("tanh: the gain 5/3 is among the candidates", () => {
  const methods = listFor("mlp:activation=tanh").candidates.map(({ method }) => method);
  expect(methods).toContain("variance-scaling:scale=2.778,distribution=normal");
});

it("what acts on parts that the network lacks is excluded, with the reason", () => {
  const { excluded, candidates } = listFor("mlp:depth=3");
  expect(excluded.find(({ method }) => method === "fixup")?.reason).toContain("residual branches");
  expect(excluded.find(({ method }) => method === "zero")?.reason).toContain("copies");
  expect(candidates.map(({ method }) => method)).not.toContain("fixup");
});

it("plans runs that fit: whole epochs, then fewer samples, then fewer candidates, then none", () => {
  const cost = { prepare: 0, step: 0.01, evaluate: 0.1 };
  const most = { epochs: 8, samples: 10_000, batch: 100 };
  let before = Number.POSITIVE_INFINITY;
  for (const left of [1000, 200, 60, 30, 12, 8]) {
    const plan = planRaces(left, cost, 5, most);
    const steps = plan === undefined ? 0 : (plan.epochs * plan.samples) / most.batch;
    expect(steps * (plan?.candidates ?? 0)).toBeLessThanOrEqual(before);
    before = steps * (plan?.candidates ?? 0);
    if (plan === undefined) continue;
    const seconds = plan.candidates * RUNS_PER_CANDIDATE * (steps * cost.step + plan.epochs * cost.evaluate);
    expect(seconds).toBeLessThanOrEqual(left);
  }
  expect(planRaces(1000, cost, 5, most)).toMatchObject({ candidates: 5, epochs: 8, samples: 10_000 });
  expect(planRaces(2, cost, 5, most)).toBeUndefined();
});

it("a budget runs by the clock that it is given", () => {
  let now = 5000;
  const budget = startBudget(10, () => now);
  now = 9000;
  expect([budget.used(), budget.left()]).toEqual([4, 6]);
  now = 60_000;
  expect(budget.left()).toBe(0);
});

it("a rate is chosen on held-out figures; a best one at the edge adds one; diverged ones leave", () => {
  const [low, first, middle, last, above] = rateCandidates(0.1).map(({ rate }) => rate);
  expect(chooseRate(0.1, []).next).toEqual([first, middle, last]);
  const runs = [
    { rate: first!, heldOut: { accuracy: 0.8, loss: 1 } },
    { rate: middle!, heldOut: { accuracy: 0.9, loss: 1 } },
    { rate: last!, heldOut: null },
  ];
  expect(chooseRate(0.1, runs)).toMatchObject({ rate: 0.1, next: [], failed: false });
  const rising = [...runs.slice(0, 2), { rate: last!, heldOut: { accuracy: 0.95, loss: 1 } }];
  expect(chooseRate(0.1, rising).next).toEqual([above]);
  expect(
    chooseRate(
      0.1,
      rising.map(({ rate }) => ({ rate, heldOut: null })),
    ).next,
  ).toEqual([low]);
});

const candidate = (method: string, more: Partial<Candidate> = {}): Candidate => ({
  method,
  reason: "as theory says",
  health: "healthy",
  trouble: null,
  rate: null,
  seeds: 0,
  accuracy: null,
  left: null,
  ...more,
});

it("without a race the first that is not sick is named, and the answer says what it rests on", () => {
  const { use, basis, runnerUp, sentences } = conclude({
    candidates: [candidate("zero-ish", { health: "sick", left: "sick" }), candidate("he"), candidate("orthogonal")],
    outcome: undefined,
    margin: 0.005,
    rate: 0.1,
    shortage: "Too short.",
  });
  expect([use, basis, runnerUp]).toEqual(["he", "theory-and-measurement", "orthogonal"]);
  expect(sentences[0]).toContain("by theory and measurement alone");
  expect(sentences.at(-1)).toBe("Too short.");
});

it("code for Python is what stepzero init prints", () => {
  const codes = codeFor({ model: "mlp", data: "mnist", use: "he", rate: 0.1 }, (words) =>
    ["stepzero", ...words].join(" "),
  );
  expect(codes.map(({ framework }) => framework)).toEqual(["PyTorch", "Keras", "JAX", "TensorFlow.js", "stepzero"]);
  for (const [i, layout, file] of [
    [0, "pytorch", "weights.safetensors"],
    [1, "keras", "weights.npz"],
    [2, "jax", "weights.npz"],
  ] as const) {
    const [command, ...lines] = codes[i]!.code.split("\n");
    expect(command).toBe(`stepzero init --model mlp --data mnist --init he --layout ${layout} --out ${file}`);
    expect(lines.join("\n")).toBe(loaderSnippet(file.endsWith("npz") ? "npz" : "safetensors", layout, file));
  }
});

it("refuses a network whose data do not fit", () => {
  expect(() => listFor("mlp:depth=-1")).toThrow(InputError);
});
