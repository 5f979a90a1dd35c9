/**
 * An executor in this process, with one runtime, one group of cells after the other. For pages, and
 * for programs whose initializers and networks are objects, which cannot be sent to other
 * processes.
 */
import { InputError } from "../../errors.js";
import { eventLoopPause } from "../../training/pause.js";
import type { CellResult } from "../plan/cell.js";
import { type CellRunnerOptions, createCellRunner } from "./cell-runner.js";
import type { Executor } from "./contracts.js";
import { computedOn } from "./protocol.js";
import type { TrainCellsOptions } from "./train-cells.js";

/** What cells are trained with. */
export interface InProcessOptions extends CellRunnerOptions, Pick<TrainCellsOptions, "onWeights"> {
  /**
   * Number of cells of one training graph that are trained at once.
   *
   * @defaultValue 1
   */
  readonly replicas?: number | undefined;
  /**
   * Awaited before each group of cells and after each run of a graph: lets a page draw, and timers
   * and events happen.
   *
   * @defaultValue waits for one turn of the event loop
   */
  readonly pause?: (() => Promise<void>) | undefined;
}

/**
 * An executor in this process. An error while a cell runs becomes its result, "refused" or
 * "crashed"; the next cell follows.
 */
export function inProcess({ replicas = 1, onWeights, ...options }: InProcessOptions): Executor {
  return {
    async run(cells, sink, signal) {
      const runner = createCellRunner(options);
      const eventLoop = eventLoopPause();
      const pause = options.pause ?? eventLoop.pause;
      const { description } = options.runtime;
      sink({ kind: "ready", runtime: description });
      try {
        for (;;) {
          const group = signal?.aborted ? undefined : await cells.next(replicas);
          if (group === undefined) return;
          const runtime = computedOn(description, group.length > 1);
          const ended = new Set<string>();
          const finish = (result: CellResult): void => {
            ended.add(result.cell.id);
            sink({ kind: "finished", result, runtime });
          };
          for (const cell of group) sink({ kind: "started", cell });
          await pause();
          try {
            await runner.run(group, {
              ...(signal && { signal }),
              pause,
              onWeights,
              onEpoch: (cell, epoch) => sink({ kind: "epoch", cell, epoch }),
              onProgress: (fraction, losses) => {
                for (const cell of group) sink({ kind: "progress", cell, fraction, loss: losses.get(cell) });
              },
              onResult: finish,
            });
          } catch (error) {
            if (signal?.aborted) return;
            const status = error instanceof InputError ? "refused" : "crashed";
            const reason = error instanceof Error ? error.message : String(error);
            for (const cell of group) {
              if (!ended.has(cell.id)) finish({ cell, status, epochs: [], reason });
            }
          }
        }
      } finally {
        eventLoop.close();
        await runner.release();
      }
    },
  };
}
