/**
 * `DIR/live/RUN.json` of a results folder: what one conductor runs now, for pages that look at the
 * folder; and `DIR/live/RUN.wishes.json`: what those want of it. Read this first.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type ProcessIdentity, whetherItRuns } from "../../../../files/node/process-identity.js";
import type { FolderReader } from "../../../../files/node/read-within.js";
import { epochSchema, idSchema } from "../../../plan/stored-schema.js";
import type { Wishes } from "../../contracts.js";
import { fileSystemTime, readClaim } from "../claim-file.js";
import { objectOf } from "../signed-json.js";

/** Bytes that a note may have, and a file of wishes. */
const [MOST_NOTE, MOST_WISHES] = [16 * 2 ** 20, 2 ** 16];

/** Seconds within which a conductor writes its note anew. */
export const RENEWED_WITHIN = 10;

/**
 * Seconds after which the note of a process that cannot be seen from here counts as left behind.
 */
const SILENT_FOR = 3 * RENEWED_WITHIN;

/** Cells that a page may want first. */
const MOST_FIRST = 1000;

const text = z.string().max(1000);
const seconds = z.number().min(0);

const noteSchema = z.strictObject({
  process: z.strictObject({
    host: text,
    boot: text.optional(),
    namespace: text.optional(),
    pid: z.int().min(1),
    started: text.optional(),
  }),
  /** What it does with new cells. */
  state: z.enum(["running", "paused", "stopping"]),
  /** Its part of the study, in words of `--shard`. */
  shard: text.optional(),
  /** Until its cells have ended; null until something was measured. */
  secondsLeft: seconds.nullable(),
  /** Cells that it runs now. */
  running: z
    .array(
      z.strictObject({
        id: idSchema,
        /** Since it began. */
        seconds,
        /** Of its work that is done. */
        fraction: z.number().min(0).max(1),
        /** Its training loss now; null before the first steps, and where it is not finite. */
        loss: z.number().nullable(),
        epochs: z.array(epochSchema),
      }),
    )
    .max(2048),
});

/** What a conductor says of itself. */
export type LiveNote = Readonly<z.infer<typeof noteSchema>>;

/** A cell that runs. */
export type RunningCell = LiveNote["running"][number];

const wishesSchema = z.strictObject({
  pause: z.boolean(),
  stop: z.boolean(),
  first: z.array(idSchema).max(MOST_FIRST),
});

/** What nobody has asked for. */
export const noWishes: Wishes = { pause: false, stop: false, first: [] };

/** Names of the two files of a run. */
export const noteName = (run: string): string => `${run}.json`;
export const wishesName = (run: string): string => `${run}.wishes.json`;

const NOTE = /^([0-9a-f-]{36})\.json$/;

/** The runs that have a note in a folder of results, whether they still go on or not. */
export function runsWithNotes(directory: string): string[] {
  try {
    return readdirSync(join(directory, "live"))
      .flatMap((name) => NOTE.exec(name)?.[1] ?? [])
      .sort();
  } catch {
    return []; // a folder of before, or one that goes away
  }
}

/** The note of a run; undefined where there is none, or it is not one. */
export function readNote(files: FolderReader, run: string): LiveNote | undefined {
  return read(files, noteName(run), MOST_NOTE, noteSchema);
}

/** What is wanted of a run. */
export function readWishes(files: FolderReader, run: string): Wishes {
  return read(files, wishesName(run), MOST_WISHES, wishesSchema) ?? noWishes;
}

/** Wishes that came from elsewhere; undefined where they are none. */
export function parseWishes(value: unknown): Wishes | undefined {
  const parsed = wishesSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/**
 * Whether the process that wrote a note still conducts. One that cannot be seen from here does as
 * long as it writes.
 */
export function goesOn(directory: string, run: string, { process }: LiveNote): boolean {
  const life = whetherItRuns(process as ProcessIdentity);
  if (life !== "unknown") return life === "runs";
  const folder = join(directory, "live");
  const written = readClaim(join(folder, noteName(run)))?.changed ?? 0;
  // A folder that cannot be written has no clock to ask.
  const now = fileSystemTime(folder) || Date.now();
  return now - written < 1000 * SILENT_FOR;
}

function read<T>(files: FolderReader, name: string, most: number, schema: z.ZodType<T>): T | undefined {
  try {
    const whole = files.text(["live", name], most);
    const parsed = schema.safeParse(whole === undefined ? undefined : objectOf(whole));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // a link, or a file that is too large: not ours
  }
}
