import { expect, it } from "vitest";
import { heldOutName, metricWords } from "./metric.js";
import { requestStudy, type StudyOptions } from "./options.js";

const trainer = "t {weights} {seed} {learningRate} {validation}";
const metricIn = (options: StudyOptions) => requestStudy(options, "study.yaml").metric;

it("is what the study states, complete", () => {
  expect(metricIn({ trainer, metric: { name: "bleu", better: "higher" } })).toEqual({
    name: "bleu",
    better: "higher",
    decimals: 4,
  });
  expect(metricIn({ trainer, metric: "testPerplexity" })).toEqual({
    name: "testPerplexity",
    better: "lower",
    decimals: 2,
  });
  expect(metricIn({ trainer, metric: { name: "testError", chance: 0.9, unit: "errors", decimals: 1 } })).toEqual({
    name: "testError",
    better: "lower",
    decimals: 1,
    chance: 0.9,
    unit: "errors",
  });
});

it("is test accuracy where stepzero trains and the study says nothing else", () => {
  expect(metricIn({})).toBeUndefined();
  expect(metricIn({ metric: "testAccuracy" })).toBeUndefined();
  expect(metricIn({ metric: "testLoss" })).toMatchObject({ name: "testLoss", better: "lower" });
});

it.each<readonly [StudyOptions, string]>([
  [
    { metric: "bleu" },
    'study.yaml: metric names "bleu", and does not say whether more of it is better. Legal: testAccuracy, testLoss, testError, testPerplexity, or an object with the direction: { name: bleu, better: lower }.',
  ],
  [{ metric: "testErr" }, "Did you mean testError?"],
  [{ metric: { name: "testLoss", better: "higher" } }, "a higher test loss is better, and it is the lower one"],
  [{ metric: { name: "bleu", better: "higher" } }, "Name one of these, or a trainer that reports bleu"],
  [{ trainer, metric: "seconds" }, "metric names seconds, which is no figure."],
  [{ trainer, metric: { name: "a b", better: "lower" } }, "metric.name must be letters, digits and _"],
  [
    { trainer, learningRate: "auto", metric: { name: "validationBleu", better: "higher" } },
    "Let the trainer report a test bleu of other samples",
  ],
  [{ metric: "testAccuracy", margin: 0.5 }, "at most 0.1 (0.003 is 0.3 points), got 0.5"],
])("%j is refused", (options, message) => {
  expect(() => metricIn(options)).toThrow(message);
});

it("takes any margin and target for another metric than accuracy", () => {
  const options = { trainer, metric: "testPerplexity", margin: 2, target: 30 };
  expect(requestStudy(options)).toMatchObject({ margin: 2, target: 30 });
});

it.each([
  ["testPerplexity", "test perplexity", "validationPerplexity"],
  ["test_bleu", "test bleu", "validationBleu"],
  ["bitsPerByte", "bits per byte", "validationBitsPerByte"],
  ["mAP50", "m AP50", "validationMAP50"],
  ["testing", "testing", "validationTesting"],
])("%s is %s, and %s of held-out samples", (name, words, heldOut) => {
  expect([metricWords({ name }), heldOutName({ name })]).toEqual([words, heldOut]);
});
