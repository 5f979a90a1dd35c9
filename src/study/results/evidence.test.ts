import { describe, expect, it } from "vitest";
import { type MadeUpRuns, recordsFrom, study } from "../../../test/study/made-up.js";
import { glyphs } from "../../../test/study/planned.js";
import type { Study } from "../plan/study.js";
import { analyse } from "./outcome.js";

/** Sentences that say the same of every study are left out. */
const say = (of: Study, runs: MadeUpRuns) =>
  analyse(of, recordsFrom(of, runs)).problems[0]!.sentences.filter(
    (text) => !/^One epoch|^The test set has/.test(text),
  );

describe("evidence", () => {
  it("is the verdict on a lead, or why it is none", () => {
    const of = study({ inits: ["he", "glorot-uniform"] });
    // scipy.stats.ttest_rel([.92, .93, .95], [.90, .91, .92]).pvalue -> 0.0198
    expect(say(of, { he: [[0.92], [0.93], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] })).toEqual([
      "he beats glorot-uniform by 2.33 points of test accuracy [0.90, 3.77] in the mean and in 3 of 3 paired seeds, t test p = 0.02.",
    ]);
    const [none] = say(of, { he: [[0.92], [0.9], [0.95]], "glorot-uniform": [[0.9], [0.91], [0.92]] });
    expect(none).toMatch(
      /^no detectable difference between he and glorot-uniform: 1\.33 points of test accuracy \[−3\.84, 6\.50\] in the mean, 3 paired seeds, t test p = 0\.38; \d+ seeds \(.*\) would be needed to show such a difference\.$/,
    );
    expect(say(of, { he: [[0.92]], "glorot-uniform": [[0.9]] })).toEqual([
      "too few seeds to tell he from glorot-uniform: 2.00 points of test accuracy from 1 paired seed, and 3 are the least.",
    ]);
  });

  it("tells differences that were found before ties", () => {
    const of = study({ inits: ["he", "random", "glorot-uniform"] });
    const [difference, open] = say(of, {
      he: [[0.92], [0.93], [0.95]],
      random: [[0.915], [0.925], [0.9451]],
      "glorot-uniform": [[0.92], [0.95], [0.92]],
    });
    expect(difference).toMatch(/^he beats random/);
    expect(open).toMatch(/^no detectable difference between he and glorot-uniform/);
  });

  it("names the pairs beside the first whose differences lie far out", () => {
    const of = study({ inits: ["he", "random", "glorot-uniform"], seeds: [0, 1, 2, 3, 4] });
    const sentences = say(of, {
      random: [[0.94], [0.939], [0.938], [0.94], [0.939]],
      "glorot-uniform": [[0.9305], [0.9295], [0.9285], [0.9275], [0.9305]],
      he: [[0.95], [0.9502], [0.9504], [0.9506], [0.3]],
    });
    expect(sentences[0]).toMatch(/^random beats glorot-uniform by /);
    expect(sentences[1]).toMatch(/^too few seeds to tell random from he: .* seed 4 lies far out/);
    expect(sentences.slice(2)).toEqual([
      "Where differences are skewed or lie far out, signs decide if the seeds suffice: glorot-uniform and he (far out: seed 4).",
    ]);
  });

  it("says so where failures decide", () => {
    const of = study({ inits: ["he", "random"] });
    // he has the lower mean and no failures.
    expect(say(of, { he: [[0.9], [0.91], [0.92]], random: [[0.92], [0.92], "crashed"] }).slice(0, 2)).toEqual([
      "he ranks above random for its failures: 0 of 3 against 1 of 3 runs.",
      "too few seeds to tell he from random: −1.50 points of test accuracy from 2 paired seeds, and 3 are the least.",
    ]);
  });

  it("says that a problem is too easy", () => {
    const of = study({ inits: ["he", "glorot-uniform"] });
    const easy = say(of, { he: [[0.9991], [0.9992], [0.9993]], "glorot-uniform": [[0.999], [0.9993], [0.9991]] });
    expect(easy[1]).toBe(
      "All methods are at 99.50 % of test accuracy or above: so near the ceiling a harder problem would tell them apart better.",
    );
  });

  it("says how few steps there were", () => {
    const of = study({ inits: ["zero"], limit: 256, epochs: 1 });
    expect(say(of, { zero: [[0.1], [0.1], [0.1]] })[0]).toMatch(
      /^zero: all 3 runs learned nothing after 2 steps: test /,
    );
  });

  it("says what went wrong, in figures, the runs that learned nothing in one sentence", () => {
    const of = study({ inits: ["he", "zero", "random", "identity"] });
    expect(
      say(of, {
        zero: [[0.1], [0.1], [0.1]],
        identity: [[0.1], [0.09], [0.5]],
        he: [[0.1, 0.1, 0.9], [0.1, 0.1, 0.9], "crashed"],
        random: ["diverged", "diverged", [0.1, 0.1, 0.5]],
      }).filter((text) => !/^too few|^The test accuracy/.test(text)),
    ).toEqual([
      "he ranks above random for its failures: 1 of 3 against 2 of 3 runs.",
      'identity (2 of 3 runs) and zero (all 3 runs) learned nothing: test accuracy 9.00 % to 10.00 %, where always answering "ring" gives 10.00 %; training loss 2.3024, where the class shares alone give 2.3026.',
      "he: 1 of 3 runs crashed: its process died of SIGSEGV.",
      "random: 2 of 3 runs diverged: the loss was NaN at step 3 (epoch 1); the loss was NaN at step 4 (epoch 1).",
      "he and random: the runs that learned were no better than the class shares in the first 2 epochs.",
    ]);
  });

  it("says which test accuracies still rise, where more epochs may change the order", () => {
    const of = study({ inits: ["he", "random"] });
    const settled = [
      [0.9, 0.901],
      [0.9, 0.902],
      [0.9, 0.898],
    ];
    const rising = [
      [0.8, 0.83],
      [0.8, 0.84],
      [0.8, 0.82],
    ];
    expect(say(of, { he: settled, random: rising }).at(-1)).toBe(
      "The test accuracy of random (3.00 points) still rises in the last epoch: more epochs may change the order.",
    );
    expect(say(of, { he: settled, random: settled }).join()).not.toMatch("still rises");
  });

  it("says what another test set would change, and that one class tells nothing", () => {
    const runs = { he: [[0.95], [0.95], [0.95]], random: [[0.9], [0.9], [0.9]] };
    const of = study({ inits: ["he", "random"] }, [{ ...glyphs, testSamples: 400 }]);
    // 1.96 * sqrt(0.95 * 0.05 / 400) = 0.0214
    expect(analyse(of, recordsFrom(of, runs)).problems[0]!.sentences.at(-1)).toBe(
      "The test set has 400 samples: another one would move an accuracy of 95.00 % by up to 2.14 points (95 %), however many seeds there are.",
    );
    const one = study({ inits: ["he", "random"] }, [{ ...glyphs, majority: { className: "ring", share: 1 } }]);
    expect(analyse(one, recordsFrom(one, runs)).problems[0]!.sentences.at(-1)).toMatch(
      /^All test samples are of the class "ring": test accuracy cannot show what was learned/,
    );
  });

  it("says nothing of a method alone that went well", () => {
    const of = study({ inits: ["he"] });
    expect(say(of, { he: [[0.9], [0.9], [0.9]] })).toEqual([]);
  });
});
