/** What is played with: data, network, initializers, training. It is in the page's address. */
import { type ToyName, toyNames } from "../../../src/data/toys.js";
import { type OptimizerName, optimizerNames } from "../../../src/recipe.js";

/** Where samples come from: "table" is one that was dropped on the page. */
export type DataName = "glyphs" | ToyName | "table";

/** All data that can be chosen. */
export const dataNames: readonly DataName[] = ["glyphs", ...toyNames, "table"];

/** Everything that decides a race. */
export interface Setup {
  readonly data: DataName;
  /** Of a toy's points. */
  readonly dataSeed: number;
  /** As on the command line: "mlp:depth=6,width=128". */
  readonly net: string;
  /** One to four, as on the command line. */
  readonly inits: readonly string[];
  readonly optimizer: OptimizerName;
  readonly rate: number;
  readonly batch: number;
  readonly epochs: number;
  /** Training samples that are used; the rest is left out. */
  readonly samples: number;
  readonly seeds: number;
}

/** Initializers that race at once. */
export const MOST_INITS = 4;

/** The page as it opens. */
export const firstSetup: Setup = {
  data: "glyphs",
  dataSeed: 0,
  net: "mlp:depth=6,width=128",
  inits: ["zero", "random", "xavier-fan-in", "he"],
  optimizer: "sgd",
  rate: 0.1,
  batch: 128,
  epochs: 6,
  samples: 2000,
  seeds: 3,
};

/** The ranges of the controls. */
export const ranges = {
  dataSeed: [0, 999],
  batch: [8, 512],
  epochs: [1, 60],
  samples: [200, 10_000],
  seeds: [1, 10],
} as const;

/** The version of the address. */
const VERSION = "1";

/** "v=1&data=glyphs&net=mlp:depth=6&init=he,zero&…": words of the command line. */
export function addressOf(setup: Setup): string {
  const { data, dataSeed, net, inits, optimizer, rate, ...numbers } = setup;
  const words = {
    v: VERSION,
    data,
    ...(dataSeed === 0 ? {} : { dataSeed }),
    net,
    init: inits.join(";"),
    optimizer,
    lr: rate,
    ...numbers,
  };
  const encode = (text: string) => encodeURIComponent(text).replace(/%(3A|3D|2C|3B)/g, decodeURIComponent);
  return Object.entries(words)
    .map(([key, value]) => `${key}=${encode(String(value))}`)
    .join("&");
}

/**
 * The setup of an address. What is missing or not legal stays as the page opens, so that a link of
 * another version still shows something.
 */
export function setupOfAddress(hash: string): Setup {
  const words = new Map(
    hash
      .replace(/^#/, "")
      .split("&")
      .map((part) => {
        const at = part.indexOf("=");
        return [part.slice(0, Math.max(0, at)), decode(part.slice(at + 1))];
      }),
  );
  if (words.get("v") !== VERSION) return firstSetup;
  const number = (key: keyof typeof ranges): number => {
    const [low, high] = ranges[key];
    const value = Number(words.get(key) ?? Number.NaN);
    return Number.isInteger(value) ? Math.min(high, Math.max(low, value)) : firstSetup[key];
  };
  const rate = Number(words.get("lr"));
  const inits = (words.get("init") ?? "").split(";").filter((text) => text !== "");
  return {
    data: dataNames.find((name) => name === words.get("data")) ?? firstSetup.data,
    dataSeed: number("dataSeed"),
    net: (words.get("net") ?? "").slice(0, 200) || firstSetup.net,
    inits: inits.length === 0 ? firstSetup.inits : inits.slice(0, MOST_INITS).map((text) => text.slice(0, 200)),
    optimizer: optimizerNames.find((name) => name === words.get("optimizer")) ?? firstSetup.optimizer,
    rate: rate > 0 && rate <= 1000 ? rate : firstSetup.rate,
    batch: number("batch"),
    epochs: number("epochs"),
    samples: number("samples"),
    seeds: number("seeds"),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
