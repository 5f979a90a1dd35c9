/** What the options of `stepzero doctor` ask for. */
import { extname } from "node:path";
import type { ReadingOptions } from "../data/reading.js";
import { USUAL_ROWS } from "../diagnosis/bounds.js";
import { findingKinds } from "../diagnosis/diagnosis.js";
import type { LossRequest } from "../diagnosis/loss/assume-loss.js";
import { subjectLossNames } from "../diagnosis/loss/subject-loss.js";
import { excerpt, InputError, unknownName } from "../errors.js";
import { LARGEST_SEED } from "../random/index.js";
import { type OptimizerName, optimizerNames } from "../recipe.js";
import { type CheckRequest, readCheck } from "./check-request.js";
import type { OptionTexts } from "./command.js";
import { nameList, oneOf, realNumber, wholeNumber } from "./option-values.js";
import { typedReading } from "./reading-options.js";

/** What `--fail-on` can name. */
export const failures = [...findingKinds, "no-transfer", "different", "sick", "cannot-tell"] as const;

/** What it can name where two files are compared. */
const failuresOfTwo: readonly string[] = ["different", "not-finite"];

export interface DoctorRequest {
  /** One model, or two files that are compared. */
  readonly models: readonly [string] | readonly [string, string];
  /** A data set by name or path; undefined: samples are drawn. */
  readonly data: string | undefined;
  readonly dataDir: string | undefined;
  readonly reading: ReadingOptions | undefined;
  /** Of one sample. */
  readonly input: readonly number[] | undefined;
  readonly classes: number | undefined;
  /** Undefined: the one that the output suggests. */
  readonly loss: LossRequest | undefined;
  /** The method that draws the weights; undefined: those of the file. */
  readonly init: string | undefined;
  readonly seed: number;
  readonly seeds: number;
  readonly rows: number;
  readonly optimizer: OptimizerName | undefined;
  readonly learningRate: number | undefined;
  /** Whether to compute Jacobian, curvature and gradient quotient. */
  readonly curvature: boolean;
  /** Training steps to follow; undefined where the coordinate check takes them. */
  readonly steps: number | undefined;
  /** The coordinate check. */
  readonly check: CheckRequest | undefined;
  readonly fix: string | undefined;
  /** Where the page is written. */
  readonly html: string | undefined;
  readonly force: boolean;
  readonly all: boolean;
  readonly failOn: readonly (typeof failures)[number][];
}

/** @throws InputError for values that are not legal, or options that exclude each other */
export function readDoctorRequest(words: readonly string[], options: OptionTexts): DoctorRequest {
  const [first, second, ...others] = words;
  if (first === undefined) {
    throw new InputError(
      "Say what to diagnose: a network by name (stepzero doctor mlp:depth=30), an .onnx file, or a network of your own in a .ts or .js file.",
    );
  }
  if (others.length > 0) {
    throw new InputError(
      `doctor takes one model, or two .onnx files to compare; got ${words.length}: ${words.join(", ")}.`,
    );
  }
  if (second !== undefined) refuseOptionsOfOne(options);
  const check = readCheck(options);
  const isFile = extname(first) === ".onnx";
  const init = options.get("init");
  if (options.has("seeds") && init === undefined && isFile && check === undefined) {
    throw new InputError(
      `--seeds has no effect on the weights in ${first}: a file holds one draw. Give --init he, for example, to draw them anew.`,
    );
  }
  if (options.has("data") && options.has("input")) {
    throw new InputError("Give --data, or --input for drawn samples, not both.");
  }
  const steps = check === undefined ? wholeNumber(options, "steps", 1, 1000) : undefined;
  if (steps !== undefined && !options.has("data")) {
    throw new InputError(
      "--steps trains the network, which needs samples with labels: give --data with a data set's name or path, such as --data glyphs.",
    );
  }
  return {
    models: second === undefined ? [first] : [first, second],
    data: options.get("data"),
    dataDir: options.get("data-dir"),
    reading: typedReading(options),
    input: readShape(options.get("input")),
    classes: wholeNumber(options, "classes", 1, 10_000_000),
    loss: readLoss(options.get("loss")),
    init,
    seed: wholeNumber(options, "seed", 0, LARGEST_SEED) ?? 0,
    seeds: wholeNumber(options, "seeds", 1, 1000) ?? 1,
    rows: wholeNumber(options, "rows", 2, 65_536) ?? USUAL_ROWS,
    optimizer: oneOf(options, "optimizer", optimizerNames),
    learningRate: realNumber(options, "lr", { low: 0, high: Number.POSITIVE_INFINITY }),
    curvature: options.has("curvature"),
    steps,
    check,
    fix: readFix(options.get("fix")),
    html: readHtml(options.get("html")),
    force: options.has("force"),
    all: options.has("all"),
    failOn: readFailOn(options, check, second !== undefined),
  };
}

/** The options that a comparison of two files reads. */
const optionsOfTwo: readonly string[] = ["json", "fail-on"];

/** @throws InputError where two files are named with options of a diagnosis */
function refuseOptionsOfOne(options: OptionTexts): void {
  const others = [...options.keys()].filter((name) => !optionsOfTwo.includes(name)).map((name) => `--${name}`);
  if (others.length === 0) return;
  throw new InputError(
    `${others.join(", ")} ${others.length === 1 ? "belongs" : "belong"} to the diagnosis of one model, and doctor compares two files tensor by tensor. ` +
      `With two files: ${optionsOfTwo.map((name) => `--${name}`).join(", ")}. Leave the others out, or name one model.`,
  );
}

/** @throws InputError unless it is the name of a loss, and for cross-entropy perhaps an axis */
function readLoss(text: string | undefined): LossRequest | undefined {
  if (text === undefined) return undefined;
  const [typed = "", ...rest] = text.split(":");
  const name = subjectLossNames.find((one) => one === (typed === "mean-squared-error" ? "mse" : typed));
  if (name === undefined) throw unknownName("loss", typed, subjectLossNames);
  if (rest.length === 0) return { name };
  const axis = /^axis=([1-9]\d?)$/.exec(rest.join(":"))?.[1];
  if (name === "cross-entropy" && axis !== undefined) return { name, axis: Number(axis) };
  throw new InputError(
    `--loss must be ${subjectLossNames.join(", ")} or cross-entropy:axis=N for classes along axis N (the batch is axis 0), got "${excerpt(text)}".`,
  );
}

/** @throws InputError unless it is sizes separated by commas */
function readShape(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const sizes = text.split(",").map((size) => (/^\s*[1-9]\d{0,7}\s*$/.test(size) ? Number(size) : 0));
  if (sizes.length <= 4 && sizes.every((size) => size > 0)) return sizes;
  throw new InputError(`--input must be sizes separated by commas, as 3,32,32 or 784, got "${text}".`);
}

function readFix(file: string | undefined): string | undefined {
  if (file === undefined || extname(file).toLowerCase() === ".onnx") return file;
  throw new InputError(
    `--fix must name an .onnx file, got "${file}". For other formats: stepzero init --out weights.npz.`,
  );
}

function readHtml(file: string | undefined): string | undefined {
  if (file === undefined || [".html", ".htm"].includes(extname(file).toLowerCase())) return file;
  throw new InputError(`--html must name an .html file, got "${file}".`);
}

function readFailOn(options: OptionTexts, check: CheckRequest | undefined, ofTwo: boolean): DoctorRequest["failOn"] {
  return (nameList(options, "fail-on") ?? []).map((name) => {
    const match = failures.find((one) => one === name);
    if (match === undefined) throw unknownName("kind of finding", name, failures);
    if (ofTwo && !failuresOfTwo.includes(match)) {
      throw new InputError(
        `--fail-on ${match} needs the diagnosis of one model, and doctor compares two, which are not judged. With two files: ${failuresOfTwo.join(", ")}.`,
      );
    }
    if (match === "different" && !ofTwo) {
      throw new InputError(
        "--fail-on different compares two .onnx files, and one model is named: stepzero doctor A.onnx B.onnx --fail-on different.",
      );
    }
    if (match === "no-transfer" && check === undefined) {
      throw new InputError(
        "--fail-on no-transfer needs a coordinate check: give --widths 64,128,256 or --depths 2,8,32, for example.",
      );
    }
    return match;
  });
}
