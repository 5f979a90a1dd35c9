/** What the options of `stepzero recommend` ask for. */
import type { ReadingOptions } from "../data/reading.js";
import { excerpt, InputError } from "../errors.js";
import { decimalOf } from "../options.js";
import type { RaceTerms } from "../recommend/races.js";
import { horizons } from "../statistics/sequential/nominal-level.js";
import type { OptionTexts } from "./command.js";
import { realNumber, wholeNumber } from "./option-values.js";
import { typedReading } from "./reading-options.js";

/** What holds where the command line says nothing. */
export const recommendDefaults = { budget: "2m", margin: 0.005, confidence: 0.95, maxSeeds: 10 } as const;

/** Seconds of each unit. */
const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** Seconds. */
const [SHORTEST, LONGEST] = [1, 7 * 86_400];

export interface RecommendRequest {
  readonly model: string;
  readonly data: string;
  readonly dataDir: string | undefined;
  readonly reading: ReadingOptions | undefined;
  /** Seconds. */
  readonly budget: number;
  readonly terms: RaceTerms;
}

/** @throws InputError for values that are not legal */
export function readRecommendRequest(words: readonly string[], options: OptionTexts): RecommendRequest {
  const [model, ...others] = words;
  if (model === undefined) {
    throw new InputError(
      "Say what to recommend for: a network by name (stepzero recommend mlp:depth=10 --data mnist), an .onnx file, or a network of your own in a .ts or .js file.",
    );
  }
  if (others.length > 0) {
    throw new InputError(
      `recommend takes one model, got ${words.length}: ${words.map((word) => excerpt(word)).join(", ")}.`,
    );
  }
  const maxSeeds = wholeNumber(options, "max-seeds", horizons.first, horizons.last);
  const { margin, confidence } = recommendDefaults;
  return {
    model,
    data: options.get("data") ?? "glyphs",
    dataDir: options.get("data-dir"),
    reading: typedReading(options),
    budget: readDuration(options.get("budget") ?? recommendDefaults.budget),
    terms: {
      margin: realNumber(options, "margin", { low: 0, high: 0.1, includeHigh: true }) ?? margin,
      confidence: realNumber(options, "confidence", { low: 0.8, high: 1, includeLow: true }) ?? confidence,
      horizon: maxSeeds ?? recommendDefaults.maxSeeds,
    },
  };
}

/** "90s", "5m", "1.5h" in seconds. */
function readDuration(text: string): number {
  const [, number, unit] = /^([0-9.]+)(s|m|h)$/.exec(text) ?? [];
  const seconds = number === undefined ? Number.NaN : decimalOf(number) * units[unit!]!;
  if (seconds >= SHORTEST && seconds <= LONGEST) return seconds;
  throw new InputError(`--budget must be a time from 1s to 168h, as 90s, 5m or 1h; got "${excerpt(text)}".`);
}
