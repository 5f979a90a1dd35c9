/** The keys of a study that name the user's own trainer. */
import { z } from "zod";
import { layouts } from "../../weights/layout.js";

/** The most words of a command, and files and variables of a trainer. */
const MOST_ENTRIES = 1000;
/** Characters of the longest word: systems take arguments of 128 KiB. */
const LONGEST_WORD = 100_000;

const word = z.string().max(LONGEST_WORD);
const words = z.array(word).min(1).max(MOST_ENTRIES);
const name = z.string().min(1).max(5000);
const count = z.int().min(1).max(1_000_000_000_000);

/** What a trainer's data is, where stepzero does not read it. */
export const statedDataSchema = z.strictObject({
  name: name.describe("Name of the data set"),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits")
    .describe("Checksum of the data, by any rule that gives another one where the data differ"),
  classes: z.int().min(2).max(10_000_000).describe("Number of classes"),
  trainSamples: count.describe("Number of training samples"),
  testSamples: count.describe("Number of test samples"),
  shape: z
    .array(count)
    .min(1)
    .max(8)
    .optional()
    .describe("Shape of one sample, as [1, 28, 28]; networks of stepzero need it"),
  largestClass: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe("Share of the most frequent class among the test samples; if left out, that of equal classes"),
});

/** A trainer with all that can be said of it. */
export const trainerSchema = z.strictObject({
  command: z
    .union([word.min(1), words])
    .optional()
    .describe(
      "The command of one run, as a list of words or a text that is split at blanks; no shell reads it. Placeholders such as {weights} stand within words",
    ),
  loop: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      "Instead of a command: the name of a program that asks for cells and tells their metrics (stepzero ask, stepzero tell). It is part of every id: give it another name when it would give other results",
    ),
  files: z
    .array(name)
    .max(MOST_ENTRIES)
    .optional()
    .describe(
      "Files that decide its results, besides those that are words of the command: their hashes are in the ids",
    ),
  environment: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be names of variables, such as CUDA_VISIBLE_DEVICES"))
    .max(MOST_ENTRIES)
    .optional()
    .describe("Environment variables that are passed on, besides PATH, HOME, USER, LANG and LC_ALL"),
  folder: name.optional().describe("Folder in which the command runs; that of the study file, if left out"),
  weights: z.enum(["safetensors", "npz"]).optional().describe("Format of the file of initial weights: safetensors"),
  layout: z
    .enum(layouts as readonly [(typeof layouts)[number], ...(typeof layouts)[number][]])
    .optional()
    .describe("Whose names and axis orders the weights have; as for stepzero init --layout, if left out"),
  data: z
    .union([statedDataSchema, z.array(statedDataSchema).min(1).max(MOST_ENTRIES)])
    .optional()
    .describe("Data that the trainer reads and stepzero does not, instead of the study's data"),
  diskMegabytes: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .optional()
    .describe("The most that one run may write into its folder, in megabytes: 10,000"),
});

/** The key of a study. */
export const trainerField = z
  .union([word.min(1), words, trainerSchema])
  .optional()
  .describe(
    "Your own trainer: a command that trains one run from weights that stepzero writes (docs/your-trainer.md), or an object with command or loop, files, environment, folder, weights, layout, data and diskMegabytes",
  );
