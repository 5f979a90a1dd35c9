/** Reads the output of `compare --json`: today's form and that of results version 3 and before. */
import { z } from "zod";
import { InputError } from "../../errors.js";
import { inconsistencyOf } from "../plan/stored-schema.js";
import type { Study } from "../plan/study.js";
import { studyFromVersion3 } from "../plan/version-3.js";
import { analyse, type Outcome } from "./outcome.js";
import { COMPARE_FORMAT } from "./output.js";
import { type RunPlace, type RunRecord, recordOf, withoutNulls } from "./records.js";
import { type CompareOutput, compareSchema } from "./schema.js";
import { compareSchema3 } from "./version-3-schema.js";

/** The forms before today's. What is computed from the runs is not read, but computed again. */
const earlierSchema = compareSchema
  .extend({
    format: z.enum(["stepzero/compare/2", "stepzero/compare/3"]),
    summary: z.unknown(),
    verdicts: z.unknown(),
    across: z.unknown(),
  })
  .omit({ advice: true });

const REMEDY = "Give the folder of a compare --out, or a file with what compare --json printed";

/**
 * The outcome that an object of `compare --json` was made from. Figures and sentences are computed
 * from its runs, so they are those of this version of stepzero.
 *
 * @param value the parsed JSON
 * @param source a name for messages: "results.json"
 * @throws InputError where it is no output of compare --json, or of a later format
 */
export function readOutput(value: unknown, source: string): Outcome {
  const format = formatOf(value);
  if (format === undefined) return readVersion3(checked(compareSchema3, value, source), source);
  const before = earlierSchema.shape.format.safeParse(format).success;
  if (format !== COMPARE_FORMAT && !before) {
    throw new InputError(
      `${source} has the format ${JSON.stringify(format)}; this version of stepzero reads "${COMPARE_FORMAT}" and ` +
        "what came before it. Read it with the version that wrote it.",
    );
  }
  const { study, runs } = checked<unknown>(before ? earlierSchema : compareSchema, value, source) as CompareOutput;
  const { stepzero, runtimes, ...planned } = study;
  mustBeConsistent(planned, source);
  const placeOf = places(planned, source);
  const records = runs.map((run): RunRecord => {
    const { ending, reason, step, cost, notes, readings } = run;
    mustBeInOrder(run, source);
    return { ...placeOf(run), ending, epochs: withoutNulls(run.epochs), reason, step, cost, notes, readings };
  });
  return analyse(planned, records, { runtimes, stepzero });
}

function readVersion3({ study: described, cells }: z.infer<typeof compareSchema3>, source: string): Outcome {
  const study = studyFromVersion3(described);
  mustBeConsistent(study, source);
  const placeOf = places(study, source);
  const records = cells.map((cell) => recordOf(study, placeOf({ ...cell, method: cell.init }), cell));
  return analyse(study, records, { runtimes: described.runtimes, stepzero: described.stepzero });
}

function formatOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
}

/** The value itself: what zod returns has its keys in another order. */
function checked<T>(schema: z.ZodType<T>, value: unknown, source: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return value as T;
  const [first] = z.prettifyError(parsed.error).replace(/^✖ /, "").split("\n✖ ");
  throw new InputError(`${source} is not what compare --json prints: ${first!.replace(/\s+/g, " ")}. ${REMEDY}.`);
}

/** The epochs of a run are 1, 2, … */
function mustBeInOrder({ id, epochs }: Pick<CompareOutput["runs"][number], "id" | "epochs">, source: string): void {
  const at = epochs.findIndex(({ epoch }, i) => epoch !== i + 1);
  if (at < 0) return;
  throw new InputError(
    `${source}: epochs[${at}].epoch of the run ${id} is ${epochs[at]!.epoch}, expected ${at + 1}. ${REMEDY}.`,
  );
}

function mustBeConsistent(study: Study, source: string): void {
  const fault = inconsistencyOf(study);
  if (fault !== undefined) throw new InputError(`${source}: ${fault}. ${REMEDY}.`);
}

type RunLabels = Pick<CompareOutput["runs"][number], "id" | "data" | "model" | "method" | "seed" | "learningRate">;

/** Finds which run of the study a row is. */
function places({ problems, methods }: Study, source: string): (row: RunLabels) => RunPlace {
  const key = (data: string, model: string) => JSON.stringify([data, model]);
  const problemAt = new Map(problems.map(({ data, model }, i) => [key(data, model), i]));
  const methodAt = new Map(methods.map(({ label }, i) => [label, i]));
  return ({ id, data, model, method, seed, learningRate }) => {
    const [problem, at] = [problemAt.get(key(data, model)), methodAt.get(method)];
    if (problem === undefined || at === undefined) {
      throw new InputError(
        `${source}: the run ${id} is of ${data} × ${model} × ${method}, which the study does not have. ${REMEDY}.`,
      );
    }
    return { id, problem, method: at, seed, ...(learningRate === undefined ? {} : { learningRate }) };
  };
}
