/**
 * A study for a program that owns the loop: it asks for a cell, trains it, and tells what came of
 * it. Store, pairing and planners are those of every study; nothing is started.
 */
import { join } from "node:path";
import { InputError } from "../../../../errors.js";
import { makeFolder, writeWhole, writing } from "../../../../files/node/write-whole.js";
import type { Cell, CellResult } from "../../../plan/cell.js";
import { bySeed } from "../../../plan/cell-order.js";
import { choose, type DataOptions, prepare } from "../../../plan/node/prepare.js";
import type { StudyOptions } from "../../../plan/options.js";
import { startingCells } from "../../../plan/race-state.js";
import type { Study } from "../../../plan/study.js";
import { fixedGrid, mustRunAgain } from "../../planners.js";
import { plannerOf } from "../../tuned-planner.js";
import { openFolderStore } from "../folder-store.js";
import { readManifest } from "../manifest.js";
import { manifestEntry } from "../manifest-entry.js";
import { weightsOfCells } from "../trainer/initial-weights-file.js";
import { type AskedCell, askedCell } from "./asked-cell.js";
import { askedFolder, removeAsked, tellCell } from "./tell-cell.js";
import type { Told } from "./told.js";

/** Where a study that is asked keeps its results, and how. */
export interface OpenStudyOptions extends DataOptions {
  /** Folder of results. Other programs may ask for cells of the same study with the same folder. */
  readonly out: string;
  /**
   * Seconds that a cell is this program's: it is renewed while the program lives, or with
   * `forAsker` holds for that time.
   *
   * @defaultValue 30
   */
  readonly lease?: number | undefined;
  /** Whether another process may tell the cells, so that this one may end. @defaultValue false */
  readonly forAsker?: boolean | undefined;
  /** Whether cells that crashed are asked again. @defaultValue false */
  readonly again?: boolean | undefined;
  /** Receives what a user should know. */
  readonly onNotice?: ((message: string) => void) | undefined;
}

/** What is to be done next: train a cell, ask again later, or nothing any more. */
export type Next =
  | { readonly state: "cell"; readonly cell: AskedCell }
  | { readonly state: "wait"; readonly cell?: undefined }
  | { readonly state: "done"; readonly cell?: undefined };

/** A study that hands out its cells. */
export interface OpenedStudy {
  /** The planned study. */
  readonly study: Study;
  /** What is to be done next, at once: "wait" where other programs have all that is left now. */
  next(): Promise<Next>;
  /**
   * The next cell; waits while other programs, or other parts of this one, have all that is left
   * now. Undefined where the study is decided.
   */
  ask(): Promise<AskedCell | undefined>;
  /**
   * Stores what came of a cell.
   *
   * @param metrics an object for each epoch, `{ epoch: 1, testAccuracy: 0.9 }`, as
   *   docs/your-trainer.md has the lines; or why the run broke off
   * @throws InputError for metrics that are not whole, and for a cell that has a result
   */
  tell(cell: Pick<AskedCell, "id">, metrics: Told): Promise<CellResult>;
  /**
   * Gives back the cells that were not told; with `forAsker` they stay until their lease is over.
   */
  close(): void;
}

/** Milliseconds until the store is searched again. */
const SEARCH_AGAIN = 300;

/**
 * Opens a study whose trainer is a loop of the caller's: `trainer: { loop: my-loop-1 }`.
 *
 * @throws InputError for a study that `runStudy` would refuse, one without a trainer, and a folder
 *   that cannot be written
 * @example
 * import { openStudy } from "stepzero/node";
 *
 * const options = { trainer: { loop: "my-loop-1" }, models: "mlp:depth=1", seeds: 2, epochs: 1 };
 * const study = await openStudy({ ...options, inits: ["he", "zero"] }, { out: "results" });
 * let count = 0;
 * for (let cell = await study.ask(); cell !== undefined; cell = await study.ask()) {
 *   // Trains from the file cell.weights with cell.seed and cell.learningRate.
 *   await study.tell(cell, [{ epoch: 1, testAccuracy: cell.method === "he" ? 0.9 : 0.1 }]);
 *   count++;
 * }
 * study.close();
 * count; // → 4
 */
export async function openStudy(options: StudyOptions, run: OpenStudyOptions): Promise<OpenedStudy> {
  const { out, lease, forAsker, again = false, onNotice = () => {} } = run;
  const chosenStudy = await choose(options);
  const { trainer } = chosenStudy.choices;
  if (trainer === undefined) {
    throw new InputError(
      "The study has no trainer, so that stepzero trains: stepzero compare. Name the loop that asks for cells: trainer: { loop: my-loop-1 }.",
    );
  }
  const store = openFolderStore(out, onNotice, { lease, forAsker });
  const prepared = await prepare(chosenStudy, run, (event) => event.kind === "notice" && onNotice(event.message));
  const expected = startingCells(prepared);
  store.keepStudy(prepared);
  if (readManifest(out).runs.length === 0) await store.record([manifestEntry(prepared)]);
  const weightsOf = weightsOfCells(prepared.study.data, chosenStudy.users);
  const finished = new Map<string, CellResult>();
  /** Cells of this program that are not told yet. */
  const open = new Set<string>();

  const readResult = async (cell: Cell): Promise<boolean> => {
    if (finished.has(cell.id)) return true;
    const stored = await store.read(cell.id);
    if (stored === undefined || (again && mustRunAgain(stored.result))) return false;
    finished.set(cell.id, { ...stored.result, cell });
    return true;
  };
  const next = async (): Promise<Next> => {
    for (const cell of expected) await readResult(cell);
    // A planner sees nothing but results: a new one wants what a study needs that goes on.
    const planner = plannerOf(prepared) ?? fixedGrid(bySeed(prepared));
    const candidates = (planner.next([...finished.values()]) ?? []).filter(({ id }) => !finished.has(id));
    if (candidates.length === 0) return { state: "done" };
    for (const cell of candidates) {
      if (!(await store.claim(cell.id))) continue;
      // Another program may have told it between the plan and the claim.
      if (await readResult(cell)) {
        await store.release(cell.id);
        return next();
      }
      try {
        const handed = askedCell(
          cell,
          await writeWeights(out, cell.id, trainer.weights, await weightsOf({ ...cell, trainer })),
        );
        open.add(cell.id);
        return { state: "cell", cell: handed };
      } catch (error) {
        await store.release(cell.id);
        throw error;
      }
    }
    return { state: "wait" };
  };
  return {
    study: prepared.study,
    next,
    async ask() {
      for (;;) {
        run.signal?.throwIfAborted();
        const { state, cell } = await next();
        if (state !== "wait") return cell;
        await new Promise((done) => setTimeout(done, SEARCH_AGAIN));
      }
    },
    async tell({ id }, metrics) {
      const cell = expected.find((one) => one.id === id);
      if (cell === undefined)
        throw new InputError(`${id} is the id of no cell of this study. Tell cells by the id that ask gave.`);
      const result = await tellCell(out, store, cell, metrics);
      finished.set(id, result);
      open.delete(id);
      return result;
    },
    close() {
      if (forAsker === true) return;
      store.releaseAll();
      for (const id of open) removeAsked(out, id);
    },
  };
}

/** Writes the initial weights of a cell, and gives the path of the file. */
function writeWeights(out: string, id: string, extension: string, bytes: Uint8Array): string {
  const folder = askedFolder(out, id);
  const file = join(folder, `weights.${extension}`);
  writing(file, () => {
    makeFolder(folder);
    writeWhole(file, bytes);
  });
  return file;
}
