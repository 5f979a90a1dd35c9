import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { done, failed, records, study } from "../../../test/study/made-up.js";
import { analyse } from "../../study/results/outcome.js";
import type { RunResult } from "../../study/results/records.js";
import { renderComparison, renderReminder } from "./comparison.js";
import { displayWidth } from "./text.js";

const of = study({ inits: ["zero", "he", "glorot-uniform"], epochs: 2, learningRate: 0.1 });
const accuracies: Record<string, readonly number[]> = {
  zero: [0.1, 0.1, 0.1],
  he: [0.95, 0.96, 0.985],
  "glorot-uniform": [0.93, 0.95, 0.96],
};
const outcome = analyse(
  of,
  records(of, ({ init, seed }) =>
    init === "glorot-uniform" && seed === 2
      ? failed("diverged", "the loss was NaN at step 7 (epoch 1)")
      : done([0.1, accuracies[init]![seed]!]),
  ),
);

describe("the comparison as text", () => {
  it("is a ranked table with what it means, in 80 columns", () => {
    expect(renderComparison(outcome, { width: 80, colour: false })).toBe(`glyphs × mlp
3 seeds, 2 epochs of 10,000 samples, sgd, learning rate 0.1 (cosine), batch 128

Only two seeds have two methods that learned, which tells nothing about the
order; five can. So far he is first with 96.50 [92.02, 100.00] %. Do not use
zero: all 3 runs learned nothing.

#  method                    test accuracy  train acc.    test  failures
                               mean ± 95 %     running    loss
1  he              96.50 [92.02, 100.00] %     97.50 %  0.0700  none
2  glorot-uniform           93.00, 95.00 %     95.00 %  0.1200  1/3 diverged
–  zero                     10.00 ± 0.00 %     10.00 %  2.3026  3/3 stuck

• he ranks above glorot-uniform for its failures: 0 of 3 against 1 of 3 runs.
• too few seeds to tell he from glorot-uniform: 1.50 points of test accuracy
  from 2 paired seeds, and 3 are the least.
• The test accuracy of every method that learned still rises in the last epoch
  (he by 86.50 points): more epochs may change the order.
• zero: all 3 runs learned nothing: test accuracy 10.00 %, where always
  answering "ring" gives 10.00 %; training loss 2.3024, where the class shares
  alone give 2.3026.
• glorot-uniform: 1 of 3 runs diverged: the loss was NaN at step 7 (epoch 1).
• he and glorot-uniform: the runs that learned were no better than the class
  shares in the first epoch.
• The test set has 2,000 samples: another one would move an accuracy of 96.50 %
  by up to 0.81 points (95 %), however many seeds there are.

#                   by the share of failed runs, then by mean test accuracy; the
                    order itself shows nothing
test accuracy       the mean over 3 seeds after the last epoch, ± its 95 % t
                    interval, wide because n is small; of two runs both are
                    shown; failed runs count only where no run learned
train acc. running  the mean over the last epoch, weights changing and dropout
                    active, as Keras reports it
test loss           the mean per test sample after the last epoch
failures            stuck: neither test nor training figures are better than the
                    class shares alone give; diverged: a loss was not finite

Verdicts are of paired differences, corrected (Holm) for all pairs of a problem;
their intervals [ , ] hold together with 95 %.
The learning rate (0.1) was the same for every method, tuned for none: another
one may rank them otherwise.
What zero does to a network: stepzero explain zero
`);
  });

  it("has a short form for the end of an output that is longer than the screen", () => {
    const of = (results: ReturnType<typeof analyse>) => renderReminder(results, { width: 80, colour: false });
    expect(of(outcome)).toBe(`
In short: Only two seeds have two methods that learned, which tells nothing
about the order; five can. So far he is first with 96.50 [92.02, 100.00] %. Do
not use zero: all 3 runs learned nothing.
`);
    const alone = study({ inits: "he", epochs: 2 });
    expect(
      of(
        analyse(
          alone,
          records(alone, () => done([0.1, 0.9])),
        ),
      ),
    ).toBe("");
    const two = study({ inits: ["he", "zero"], models: ["mlp", "lenet5"], epochs: 2 });
    const both = records(two, ({ init }) => done(init === "he" ? [0.1, 0.9] : [0.1, 0.1]));
    expect(of(analyse(two, both))).toBe("\nIn short: Use he on both problems.\n");
  });

  it("shows the first of hundreds of methods and problems, and says where the rest is", () => {
    const training = Array.from({ length: 120 }, (_, i) => ({ epochs: i + 1 }));
    const models = Array.from({ length: 50 }, (_, i) => `mlp:depth=${i + 1}`);
    const large = (options: Parameters<typeof study>[0]) => {
      const planned = study({ inits: "zero", seeds: 1, ...options });
      return renderComparison(
        analyse(
          planned,
          records(planned, () => failed("diverged", "the loss was NaN at step 7 (epoch 1)")),
        ),
        { width: 80, colour: false },
      );
    };
    const methods = large({ training });
    expect(methods.match(/^– +zero \[/gm)!.length).toBe(100);
    expect(methods).toContain("And 20 more methods: --json prints them, and the report of --out has them.");
    expect(methods).toContain("• And 80 more: --json prints them");
    const problems = large({ models });
    expect(problems.match(/^glyphs × mlp/gm)!.length).toBe(40);
    expect(problems).toContain("And 10 more problems: --json");
  });

  it("stays within the terminal", () => {
    for (const width of [40, 50, 60, 80, 120]) {
      for (const line of renderComparison(outcome, { width, colour: false }).split("\n")) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(width);
      }
    }
  });

  it("leaves out columns where it is narrow, and no digit of a number", () => {
    expect(renderComparison(outcome, { width: 50, colour: false })).toContain(
      "\n1  he            96.50 [92.02, 100.00] %  none\n",
    );
  });

  it("has one footnote for each column that it shows, and more columns in a wide terminal", () => {
    const titles = (width: number, tableWidth = width) => {
      const text = renderComparison(outcome, { width, tableWidth, colour: false });
      const footnotes = text.slice(text.lastIndexOf("\n\n# ") + 2);
      expect(footnotes).toMatch(/^# {2,}by the share of failed runs/);
      return [...footnotes.matchAll(/^([a-z].*?) {2,}\S/gm)].map(([, title]) => title);
    };
    const usual = ["test accuracy", "train acc. running", "test loss", "failures"];
    expect(titles(50)).toEqual(["test accuracy", "failures"]);
    expect(titles(80)).toEqual(usual);
    expect(titles(120)).toEqual([
      ...["test accuracy", "lowest to highest", "train acc. running", "test loss"],
      ...["epochs to target", "one run", "failures"],
    ]);
    expect(titles(80, Number.POSITIVE_INFINITY)).toEqual(usual);
  });

  it("cuts no name: columns go first, and in a pipe nothing does", () => {
    const name = "scale-corrected-uniform-orthogonal";
    const of = study({ inits: [name, "he"], training: [{ learningRate: 0.125 }, { learningRate: 0.25 }] });
    const long = analyse(
      of,
      records(of, () => done([0.5])),
    );
    for (const width of [80, 120]) {
      const text = renderComparison(long, { width, colour: false });
      expect(text.match(/\d {2}scale-corrected-uniform-orthogonal \[lr 0\.(125|25)\]/g)).toHaveLength(2);
    }
    const piped = renderComparison(long, { width: 80, tableWidth: Number.POSITIVE_INFINITY, colour: false });
    expect(piped).toContain("train acc.");
    expect(piped).toMatch(/scale-corrected-uniform-orthogonal \[lr 0\.125\] .* none\n/);
  });

  it("mentions intervals and several methods only where there are some", () => {
    const alone = study({ inits: ["he"] });
    const text = (result: RunResult) =>
      renderComparison(
        analyse(
          alone,
          records(alone, () => result),
        ),
        { width: 80, colour: false },
      );
    const diverged = text(failed("diverged", "the loss was NaN"));
    expect(diverged).not.toMatch(/± its|Verdicts|by the share/);
    const fine = text(done([0.9]));
    expect(fine.replace(/\s+/g, " ")).toContain("± its 95 % t interval, wide because n is small");
    expect(fine).not.toMatch(/Verdicts|by the share/);
  });

  it("has the same text with and without colour", () => {
    const plain = renderComparison(outcome, { width: 80, colour: false });
    const coloured = renderComparison(outcome, { width: 80, colour: true });
    expect(coloured).not.toBe(plain);
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  it("names above the table what the recipes share, and in each row what differs", () => {
    const both = study({
      inits: ["he"],
      epochs: 2,
      training: [{ optimizer: "sgd" }, { optimizer: "adam", batch: 32 }],
    });
    const compared = analyse(
      both,
      records(both, ({ method, seed }) => done([0.1, 0.5 + method.length / 100 + seed / 200])),
    );
    const lines = renderComparison(compared, { width: 100, colour: false }).split("\n");
    const [title, setting] = lines;
    const [first, second] = lines.filter((line) => /^[12] /.test(line));
    expect(title).toBe("glyphs × mlp");
    expect(setting).toBe("3 seeds, 2 epochs of 10,000 samples, each method with its recipe");
    expect(first).toMatch(/^1 {2}he \[adam, batch 32\] /);
    expect(second).toMatch(/^2 {2}he \[sgd\] /);
  });
});
