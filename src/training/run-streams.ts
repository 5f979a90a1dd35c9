/** The random streams of a run besides initialization. */
import { type Stream, stream } from "../random/index.js";

/** What a run draws besides its initial weights; paired cells share it. */
export interface RunStreams {
  /** Order of the samples: child e for epoch e (from 0). */
  readonly order: Stream;
  /** Dropout: by the name of the mask, child s for step s (from 0). */
  readonly dropout: (mask: string) => Stream;
  /** Shifts and flips: child s for step s (from 0). */
  readonly augmentation: Stream;
}

/** The streams of a seed. */
export function runStreams(seed: number): RunStreams {
  return {
    order: stream(seed, "order"),
    dropout: (mask) => stream(seed, "dropout", mask),
    augmentation: stream(seed, "augmentation"),
  };
}
