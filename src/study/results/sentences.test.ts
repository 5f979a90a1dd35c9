import { describe, expect, it } from "vitest";
import { type MadeUpRuns, recordsFrom, study } from "../../../test/study/made-up.js";
import type { Study } from "../plan/study.js";
import { analyse } from "./outcome.js";

describe("findings", () => {
  const say = (of: Study, runs: MadeUpRuns) => analyse(of, recordsFrom(of, runs)).problems[0]!.sentences;

  it("name a lead by the verdict, and say when it is none", () => {
    const of = study({ inits: ["he", "glorot-uniform"] });
    // scipy.stats.ttest_rel([.92, .93, .95], [.90, .91, .92]).pvalue -> 0.0198
    expect(say(of, { he: [[0.92], [0.93], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] })).toEqual([
      "he beats glorot-uniform by 2.33 points of test accuracy [0.90, 3.77] in the mean and in 3 of 3 paired seeds, t test p = 0.02.",
    ]);
    const [none] = say(of, { he: [[0.92], [0.9], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] });
    expect(none).toMatch(
      /^no detectable difference between he and glorot-uniform: 1\.33 points of test accuracy \[−3\.84, 6\.50\] in the mean, 3 paired seeds, t test p = 0\.38; \d+ seeds \(.*\) would be needed to see 0\.30 points\.$/,
    );
    expect(say(of, { he: [[0.92]], "glorot-uniform": [[0.9]] })).toEqual([
      "too few seeds to tell he from glorot-uniform: 2.00 points of test accuracy from 1 paired seed, and 3 are the least.",
    ]);
  });

  it("say of the third method that it is a tie too, only after a tie", () => {
    const of = study({ inits: ["he", "random", "glorot-uniform"] });
    const far: MadeUpRuns[string] = [[0.9], [0.86], [0.97]];
    const [win, open] = say(of, {
      he: [[0.92], [0.93], [0.95]],
      random: [[0.915], [0.925], [0.9451]],
      "glorot-uniform": far,
    });
    expect(win).toMatch(/^he beats random/);
    expect(open).toBe("Not told apart from he: glorot-uniform.");
  });

  it("name the pairs beside the first whose differences lie far out", () => {
    const of = study({ inits: ["he", "random", "glorot-uniform"], seeds: [0, 1, 2, 3, 4] });
    const sentences = say(of, {
      random: [[0.94], [0.939], [0.938], [0.94], [0.939]],
      "glorot-uniform": [[0.9305], [0.9295], [0.9285], [0.9275], [0.9305]],
      he: [[0.95], [0.9502], [0.9504], [0.9506], [0.3]],
    });
    expect(sentences[0]).toMatch(/^random beats glorot-uniform by /);
    expect(sentences.slice(1)).toEqual([
      "Not told apart from random: he.",
      "Where differences are skewed or lie far out, signs decide if the seeds suffice: " +
        "random and he (far out: seed 4), glorot-uniform and he (far out: seed 4).",
    ]);
  });

  it("say so where failures decide", () => {
    const of = study({ inits: ["he", "random"] });
    // he has the lower mean and no failures.
    expect(say(of, { he: [[0.9], [0.91], [0.92]], random: [[0.92], [0.92], "crashed"] }).slice(0, 2)).toEqual([
      "he ranks above random for its failures: 0 of 3 against 1 of 3 runs.",
      "too few seeds to tell he from random: −1.50 points of test accuracy from 2 paired seeds, and 3 are the least.",
    ]);
  });

  it("say that a problem is too easy, and whose lead is beside its failures", () => {
    const of = study({ inits: ["he", "glorot-uniform"] });
    const easy = say(of, { he: [[0.9991], [0.9992], [0.9993]], "glorot-uniform": [[0.999], [0.9993], [0.9991]] });
    expect(easy[1]).toBe(
      "All methods are at 99.50 % of test accuracy or above: so near the ceiling a harder problem would tell them apart better.",
    );
    const five = study({ inits: ["he", "random"], seeds: [0, 1, 2, 3, 4] });
    const beaten = say(five, {
      he: [[0.9], [0.91], [0.92], [0.9], [0.91]],
      random: [[0.95], [0.96], [0.97], [0.951], "diverged"],
    });
    expect(beaten[0]).toBe("he ranks above random for its failures: 0 of 5 against 1 of 5 runs.");
    expect(beaten[2]).toBe("random beats every other where both learned, but fails more often.");
  });

  it("say how few steps there were", () => {
    const of = study({ inits: ["zero"], limit: 256, epochs: 1 });
    expect(say(of, { zero: [[0.1], [0.1], [0.1]] })[0]).toMatch(
      /^zero: all 3 runs learned nothing after 2 steps: test /,
    );
  });

  it("say what went wrong, in figures", () => {
    const of = study({ inits: ["he", "zero", "random"] });
    expect(
      say(of, {
        zero: [[0.1], [0.1], [0.1]],
        he: [[0.1, 0.1, 0.9], [0.1, 0.1, 0.9], "crashed"],
        random: ["diverged", "diverged", [0.5, 0.5, 0.5]],
      }).slice(1),
    ).toEqual([
      "too few seeds to tell he from random: no seed is common to their runs.",
      "he: 1 of 3 runs crashed: its process died of SIGSEGV.",
      "he: the runs that learned were still at chance (10.00 % or less) after the first 2 epochs, on average.",
      "random: 2 of 3 runs diverged: the loss was NaN at step 3 (epoch 1); the loss was NaN at step 4 (epoch 1).",
      'zero: all 3 runs learned nothing: test accuracy 10.00 %, where always answering "ring" gives 10.00 %; training loss 2.3024, where equal odds for all 10 classes give 2.3026.',
    ]);
  });

  it("say nothing of a method alone that went well", () => {
    const of = study({ inits: ["he"] });
    expect(say(of, { he: [[0.9], [0.9], [0.9]] })).toEqual([]);
  });
});
