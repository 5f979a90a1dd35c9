/** The advice for every kind of family, in words. */
import { expect, test } from "vitest";
import { families } from "../../../test/study/families.js";
import { outcomeOf } from "../../../test/study/made-up.js";

const advice: Readonly<Record<string, readonly string[]>> = {
  "a winner of two": ["Use he.", "random is worse by 2.04 points [1.90, 2.18]."],
  "a winner of many": [
    "Use he.",
    "random is worse by 2.04 points [1.84, 2.24], lsuv by 20.40 [18.38, 22.42].",
    "Do not use zero: all 5 runs learned nothing.",
  ],
  "a tie of all": ["Use glorot-uniform or he (not told apart by 5 seeds)."],
  "a tie, one that is worse, one that fails": [
    "Use glorot-uniform or he (not told apart by 5 seeds).",
    "lsuv is worse than glorot-uniform by 2.06 points [1.79, 2.33].",
    "Do not use zero: all 5 runs learned nothing.",
    "Do not use random: all 5 runs diverged.",
  ],
  "a tie of many": [
    "Use glorot-uniform, or one of 5 others (not told apart by 5 seeds): he, he-uniform, lsuv, orthogonal or random.",
  ],
  "an equivalence": ["Use glorot-uniform or he (equivalent within 1.00 points)."],
  "identical methods": ["Use he.", "random is worse by 2.04 points [1.90, 2.18]."],
  "only identical methods": ["Use he or he-uniform: their weights are identical in this network."],
  "a baseline that is beaten": [
    "Use he: it is better than the baseline random by 2.04 points [1.86, 2.22].",
    "lsuv is worse than random by 18.36 points [16.76, 19.96].",
    "Do not use zero: all 5 runs learned nothing.",
  ],
  "a baseline that two beat": [
    "Use glorot-uniform, or another one that is better than the baseline random.",
    "glorot-uniform is better by 2.06 points [1.79, 2.33], he by 2.04 [1.84, 2.24]; they are not compared with each other.",
    "Not told apart from random: orthogonal.",
  ],
  "a baseline that stays": [
    "Stay with he: no other method is shown to be better.",
    "random is worse by 2.04 points [1.86, 2.22].",
    "Not told apart from he: glorot-uniform.",
  ],
  "a baseline that did not learn": [
    "No run of the baseline zero learned, so that nothing can be compared with it.",
    "he ranks first with 95.04 ± 0.14 %.",
    "Do not use zero: all 5 runs learned nothing.",
  ],
  "one that is ahead but fails": [
    "Use he.",
    "random is 2.05 points ahead where both learned, but fails more often (1 of 5 runs diverged).",
  ],
  "one that is not told apart but fails": [
    "Use he.",
    "lsuv is worse by 2.04 points [1.84, 2.24].",
    "random is not told apart from he where it learns, but fails more often (1 of 5 runs diverged).",
  ],
  "only one that learned": [
    "Use he: no other method learned anything.",
    "Do not use zero: all 5 runs learned nothing.",
  ],
  "none that learned": [
    "No method learned anything: all 10 runs are no better than the class shares alone. Train for more epochs or with another learning rate before you compare initializers.",
  ],
  "none that finished": ["No method learned anything: all 4 runs diverged. Try a smaller learning rate."],
  "one seed": ["One seed per method tells nothing about the order; five can.", "So far he is first with 95.00 %."],
  "two seeds": [
    "Two seeds per method tell nothing about the order; five can.",
    "So far he is first with 95.00, 95.20 %.",
    "Do not use zero: both runs learned nothing.",
  ],
  "one method": [],
  "one method that learned nothing": [],
  unfinished: [
    "Only two seeds have two methods that learned, which tells nothing about the order; five can.",
    "So far he is first with 95.04 ± 0.14 %.",
  ],
};

test.each(Object.entries(families))("%s", (name, { options, runs }) => {
  expect(outcomeOf(options, runs).problems[0]!.advice.sentences).toEqual(advice[name]);
});

test("is data, too", () => {
  const { options, runs } = families["a tie, one that is worse, one that fails"]!;
  const { sentences: _, ...data } = outcomeOf(options, runs).problems[0]!.advice;
  expect(data).toEqual({
    ground: "tie",
    use: ["glorot-uniform", "he"],
    worse: [{ method: "lsuv", by: expect.closeTo(0.0206, 9), low: expect.any(Number), high: expect.any(Number) }],
    better: [],
    unreliable: [],
    avoid: ["zero", "random"],
  });
});
