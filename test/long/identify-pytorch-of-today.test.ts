/** Recipe identification of tensors that PyTorch of today draws, at twenty seeds. */
import { expect, it } from "vitest";
import { frameworkDraws, tableOf, verdictOn } from "../diagnosis/framework-draws.js";
import { haveToday, pythonOfToday } from "../oracles.js";

const SEEDS = 20;

it.skipIf(!haveToday("torch"))("97 % of the tensors of 20 seeds are named rightly", () => {
  const verdicts = Array.from({ length: SEEDS }, (_, seed) => frameworkDraws("torch", pythonOfToday, seed))
    .flat()
    .map(verdictOn);
  const wrong = verdicts.filter(({ isRight }) => !isRight);
  console.log(tableOf(wrong));
  console.log(`${verdicts.length - wrong.length} of ${verdicts.length} are named rightly`);
  expect(wrong.length / verdicts.length).toBeLessThan(0.03);
  expect(verdicts.filter(({ tooMany }) => tooMany.length > 0)).toEqual([]);
});
