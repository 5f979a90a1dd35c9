/** Recipe identification of tensors that PyTorch, Keras and Flax drew. */
import { expect, it } from "vitest";
import { havePython, haveToday, python, pythonOfToday } from "../oracles.js";
import { frameworkDraws, tableOf, verdictOn } from "./framework-draws.js";

const SEED = 1;

it.skipIf(!havePython("torch") || !haveToday("keras") || !haveToday("flax"))(
  "of 60 and more tensors of frameworks, 95 % are named rightly, and no set is too large",
  () => {
    const verdicts = [
      ...frameworkDraws("torch", python, SEED),
      ...frameworkDraws("keras", pythonOfToday, SEED),
      ...frameworkDraws("flax", pythonOfToday, SEED),
    ].map(verdictOn);
    console.log(tableOf(verdicts));
    const large = verdicts.filter(({ elements }) => elements >= 1000);
    const right = large.filter(({ isRight }) => isRight).length;
    console.log(`${right} of ${large.length} are named rightly`);
    expect(large.length).toBeGreaterThanOrEqual(60);
    expect(right / large.length).toBeGreaterThanOrEqual(0.95);
    expect(large.filter(({ tooMany }) => tooMany.length > 0)).toEqual([]);
  },
  600_000, // three frameworks start
);
