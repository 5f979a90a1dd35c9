/** One input given to a reader: what came of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../src/errors.js";
import type { Reader } from "./reader.js";

/** What came of an input. */
export interface Attempt {
  /**
   * `read`: accepted; `refused`: an InputError; `nameless`: an InputError without the file's name;
   * `defect`: any other error.
   */
  readonly outcome: "read" | "refused" | "nameless" | "defect";
  /** Of the error. */
  readonly message?: string | undefined;
  /** Where a defect was thrown: name and place. */
  readonly place?: string | undefined;
}

/**
 * Gives an input to a reader, in a new folder: Node reads a module of one path only once.
 *
 * @param place folder in which that folder is made; afterwards it is removed
 */
export async function attempt(
  { read, subject }: Pick<Reader, "read" | "subject">,
  input: Uint8Array,
  place: string,
): Promise<Attempt> {
  const folder = mkdtempSync(join(place, "input-"));
  try {
    await read(input, folder);
    return { outcome: "read" };
  } catch (error) {
    return refusal(error, subject);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refusal(error: unknown, subject: string | undefined): Attempt {
  if (!(error instanceof Error)) return { outcome: "defect", message: String(error), place: "something thrown" };
  const { message, name, stack = "" } = error;
  if (error instanceof InputError) {
    const isNamed = subject === undefined || message.includes(subject);
    return { outcome: isNamed ? "refused" : "nameless", message };
  }
  // The frames of this package, without columns: one place is one defect.
  const frames = [...stack.matchAll(/(src\/[\w./-]+:\d+)|(node_modules\/[\w@.-]+)/g)].map(([text]) => text);
  return { outcome: "defect", message, place: `${name} at ${frames.slice(0, 3).join(" < ")}` };
}
