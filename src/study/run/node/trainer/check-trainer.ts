/**
 * Runs a study's trainer a few times, shortly, and says what a study of it would rest on: whether
 * the weights are used, and whether its runs can be paired by seed.
 */
import type { ReadingOptions } from "../../../../data/reading.js";
import { InputError } from "../../../../errors.js";
import type { Cell, CellResult } from "../../../plan/cell.js";
import { choose, prepare } from "../../../plan/node/prepare.js";
import { requestStudy, type StudyOptions } from "../../../plan/options.js";
import { placeholdersIn } from "../../../plan/trainer-command.js";
import type { RunStudyOptions } from "../run-options.js";
import { type Finding, findingsOf, type ShortRun } from "./findings.js";
import type { Reported } from "./metrics.js";
import { mustHaveCommand, trainersOf } from "./trainers-of.js";

/** What a check found. */
export interface TrainerCheck {
  /** "python3 train.py" and what it was run on: "glyphs × mnist_cnn". */
  readonly problem: string;
  /** Epochs of each run. */
  readonly epochs: number;
  /** Training samples of each run. */
  readonly samples: number;
  /** Seconds of the runs, in their order; the last is that of another seed. */
  readonly seconds: readonly number[];
  /** One per question, in a fixed order; after a run that failed, only that. */
  readonly findings: readonly Finding[];
}

/** Training samples of a short run, where the trainer can be handed fewer. */
const SAMPLES = 512;

/**
 * Runs the first method of a study twice with one seed, then zero weights, then the first method's
 * weights with another seed, on the first problem: one epoch, where the command takes `{epochs}`,
 * and at most 512 training samples, where it takes `{samples}` or `{limit}`.
 *
 * @param study a study with a trainer
 * @param run the time limit of each run, where data is, and how to stop
 * @throws InputError for a study without a trainer, or one that `runStudy` would refuse
 * @example
 * import { writeFileSync } from "node:fs";
 * import { checkTrainer } from "stepzero/node";
 *
 * // A program that looks at nothing but its seed.
 * const line = "JSON.stringify({ epoch: 1, testAccuracy: process.argv[3] / 10 })";
 * writeFileSync("train.mjs", `console.log(${line})`);
 * const trainer = "node train.mjs {weights} {seed}";
 * const { findings } = await checkTrainer({ trainer, models: "mlp:depth=1", epochs: 1, seeds: 1 });
 * console.log(findings[0]?.verdict); // → "no"
 */
export async function checkTrainer(
  study: StudyOptions,
  run: Pick<RunStudyOptions, "timeLimit" | "dataDir" | "signal" | "onOutput"> = {},
): Promise<TrainerCheck> {
  if (study.trainer === undefined) {
    throw new InputError(
      "The study has no trainer, so that there is none to check. Name its command: trainer: python3 train.py …",
    );
  }
  mustHaveCommand(requestStudy(study).trainer!);
  const prepared = await prepareShort(study, run);
  const { study: planned, cells } = prepared;
  // The second method is that of zero weights; of each method come its two seeds.
  const [first, other, zero] = [cells[0]!, cells[1]!, cells[2]!];
  const runs: ShortRun[] = [];
  for (const cell of [first, first, zero, other]) {
    let reported: Reported | undefined;
    let result: CellResult | undefined;
    const began = performance.now();
    const executor = trainersOf(prepared, prepared.users, { ...run, jobs: 1 }, undefined, {
      onReported: (_, said) => {
        reported = said;
      },
    });
    await executor.run(
      onceOnly(cell),
      (event) => {
        if (event.kind === "finished") result = event.result;
      },
      run.signal,
    );
    run.signal?.throwIfAborted();
    runs.push({ result: result!, reported, seconds: (performance.now() - began) / 1000 });
    if (result!.status === "crashed" || result!.status === "refused") break;
  }
  const { data: name, model, limit } = first.problem;
  const { classes, trainSamples } = planned.data.find((one) => one.name === name)!;
  return {
    problem: `${name} × ${model.label}`,
    epochs: first.method.recipe.epochs,
    samples: limit ?? trainSamples,
    seconds: runs.map(({ seconds }) => seconds),
    findings: findingsOf(runs, { classes, method: first.method.label }),
  };
}

/** The first problem of a study, with its first method and zero weights, for two seeds. */
async function prepareShort(study: StudyOptions, run: Pick<RunStudyOptions, "dataDir" | "signal">) {
  const { trainer, data, models, inits, problems, seeds, limit, recipe, reading } = requestStudy(study);
  const { command, data: stated } = trainer!;
  const problem = problems?.[0] ?? { data: data[0]!, model: models[0]! };
  const isShortened = placeholdersIn(command).some((name) => name === "samples" || name === "limit");
  const choice = await choose({
    trainer: study.trainer,
    ...(reading as Pick<StudyOptions, keyof ReadingOptions>),
    ...recipe,
    ...(stated === undefined && { data: problem.data }),
    models: problem.model,
    inits: [inits.find((name) => name !== "zero") ?? "he", "zero"],
    seeds: [seeds[0]!, seeds[1] ?? seeds[0]! + 1],
    vary: "order",
    epochs: placeholdersIn(command).includes("epochs") ? 1 : recipe.epochs,
    limit: isShortened ? Math.min(limit ?? SAMPLES, SAMPLES) : limit,
  });
  return { ...(await prepare(choice, run, () => {})), users: choice.users };
}

/** A source of one cell. */
function onceOnly(cell: Cell) {
  let rest: readonly Cell[] | undefined = [cell];
  return {
    next: async () => {
      const cells = rest;
      rest = undefined;
      return cells;
    },
  };
}
