/** How much the difference of two methods varies from seed to seed on problems that really ran. */
import { InputError } from "../../errors.js";
import type { Pilot } from "./plan-schema.js";

/** The spread of a problem on record, with the run behind it. */
export interface RecordedSpread extends Omit<Pilot, "seconds" | "source"> {
  /** Epochs of each run. */
  readonly epochs: number;
  /** Whether those are the network's own number. */
  readonly isDefault?: true | undefined;
  /** Training samples, where not all were used. */
  readonly limit?: number | undefined;
  /** Command or folder that has the runs, with its date. */
  readonly source: string;
}

/** Read with `pilotsOf` from the runs that `source` names. */
export const recordedSpreads: readonly RecordedSpread[] = [
  {
    data: "glyphs",
    model: "mlp",
    epochs: 8,
    isDefault: true,
    sd: 0.0206,
    range: [0.0139, 0.0286],
    n: 20,
    methods: 4,
    source: "compare --init he,glorot-uniform,xavier-fan-in,orthogonal --seeds 20 (28 November 2026)",
  },
  {
    data: "mnist",
    model: "mnist_cnn",
    epochs: 12,
    isDefault: true,
    sd: 0.0012,
    range: [0.00067, 0.0017],
    n: 3,
    methods: 3,
    source: "docs/reproduction/results/mnist (random, xavier-fan-in, he; 25 November 2026)",
  },
  {
    data: "fashion-mnist",
    model: "mnist_cnn",
    epochs: 12,
    isDefault: true,
    sd: 0.0014,
    range: [0.0012, 0.0017],
    n: 3,
    methods: 3,
    source: "docs/reproduction/results/fashion-mnist (random, xavier-fan-in, he; 25 November 2026)",
  },
];

/** A problem, and what of a study decides how much its runs vary. */
export interface SpreadPlace {
  readonly data: string;
  /** The network's label. */
  readonly model: string;
  /** Left out for the network's own number. */
  readonly epochs?: number | undefined;
  /** Left out for all training samples. */
  readonly limit?: number | undefined;
}

/**
 * The pilot of a problem on record, without the time that a run takes.
 *
 * @throws InputError where there is none, with the command that runs a pilot
 */
export function recordedPilot({ data, model, epochs, limit }: SpreadPlace): Pilot {
  const fits = recordedSpreads.filter((one) => one.data === data && one.model === model && one.limit === limit);
  const row = fits.find((one) => (epochs === undefined ? one.isDefault === true : one.epochs === epochs));
  if (row !== undefined) {
    const { source, sd, range, n, methods } = row;
    return { data, model, source, sd, range, n, methods, seconds: null };
  }
  const list = recordedSpreads.map(placeText).join("; ");
  const here = placeText({ data, model, epochs, limit });
  throw new InputError(
    `No spread is on record of ${here}. Run a pilot, stepzero compare … --seeds 5 --out pilot, and give its folder: stepzero plan pilot. On record: ${list}.`,
  );
}

const placeText = ({ data, model, epochs, limit }: SpreadPlace): string =>
  [
    `${data} × ${model}`,
    ...(epochs === undefined ? [] : [`--epochs ${epochs}`]),
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
  ].join(" ");
