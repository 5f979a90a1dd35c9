/** What `stepzero list` says: the tables of initializers, models and data sets as plain data, and as text. */
import { catalogue as downloadable } from "../data/index.js";
import {
  type FamilyName,
  initializerFamilies,
  isDataDriven,
  type MethodDescription,
  type Requirement,
} from "../initializers/index.js";
import { type Model, models } from "../network/models/index.js";
import type { OptionDescriptions } from "../options.js";
import { grouped } from "./terminal/comparison-table.js";
import { wrap } from "./terminal/text.js";

export interface ListedOption {
  readonly name: string;
  readonly default: number | string;
  readonly meaning: string;
  readonly legal: readonly (number | string)[];
}

export interface ListedInitializer extends Omit<MethodDescription, "options"> {
  /** What a network must have. */
  readonly requires?: Requirement | undefined;
  /** "data-free": the same bits everywhere; the others look at the data, and learned ones optimize on it. */
  readonly kind: "data-free" | "data-driven" | "learned";
  readonly family: FamilyName;
  readonly options: readonly ListedOption[];
}

export interface ListedModel extends Omit<Model, "build" | "options"> {
  readonly options: readonly ListedOption[];
}

export interface ListedData {
  readonly name: string;
  readonly title: string;
  readonly shape: readonly number[];
  readonly classes: number;
  readonly trainSamples: number;
  readonly testSamples: number;
}

export interface Listing {
  readonly initializers?: readonly ListedInitializer[];
  readonly models?: readonly ListedModel[];
  readonly data?: readonly ListedData[];
}

export function catalogueOf(kinds: readonly (keyof Listing)[]): Listing {
  const all: Required<Listing> = {
    initializers: initializerFamilies.flatMap(({ name: family, methods }) =>
      methods.map((initializer) => {
        const { initialize: _, prepare: __, options, ...rest } = { initialize: null, prepare: null, ...initializer };
        return {
          ...rest,
          kind: isDataDriven(initializer) ? initializer.kind : ("data-free" as const),
          family,
          options: listedOptions(options),
        };
      }),
    ),
    models: models.map(({ build: _, options, ...rest }) => ({ ...rest, options: listedOptions(options) })),
    data: [
      {
        name: "glyphs",
        title: "Glyphs drawn by stepzero itself; built in",
        shape: [1, 28, 28],
        classes: 10,
        trainSamples: 10_000,
        testSamples: 2_000,
      },
      ...Object.values(downloadable).map(({ name, title, shape, classNames, trainCount, testCount }) => ({
        name,
        title,
        shape,
        classes: classNames.length,
        trainSamples: trainCount,
        testSamples: testCount,
      })),
    ],
  };
  return Object.fromEntries(kinds.map((kind) => [kind, all[kind]]));
}

function listedOptions(options: OptionDescriptions = {}): ListedOption[] {
  return Object.entries(options).map(([name, option]) => ({
    name,
    default: option.default,
    meaning: option.meaning,
    legal: "names" in option ? [...option.names] : [option.low, option.high],
  }));
}

export function renderCatalogue({ initializers, models, data }: Listing, width: number): string {
  const item = (name: string, lines: readonly string[]) =>
    [`  ${name}`, ...lines.map((line) => `      ${wrap(line, width - 6).replaceAll("\n", "\n      ")}`)].join("\n");
  const range = ({ legal }: ListedOption) =>
    typeof legal[0] === "number" ? `${legal[0]} to ${legal[1]}` : legal.join(", ");
  const options = (listed: readonly ListedOption[]) =>
    listed.map((option) => `${option.name}=${option.default}: ${option.meaning} (${range(option)})`);
  const blocks: string[] = [];
  if (initializers !== undefined) {
    for (const { name: family } of initializerFamilies) {
      const items = initializers
        .filter((one) => one.family === family)
        .map(({ name, aliases = [], title, formula, summary, options: listed, requires }) =>
          item([name, ...aliases].join(", "), [
            `${title}: ${formula}`,
            summary,
            ...(requires === undefined ? [] : [`needs ${requires}`]),
            ...options(listed),
          ]),
        );
      if (items.length > 0) blocks.push([`Initializers: ${family}`, ...items].join("\n"));
    }
    blocks.push('Your own: a .ts or .js file, as --init ./mine.ts; "stepzero explain NAME" tells more of each.');
  }
  if (models !== undefined) {
    const items = models.map(({ name, summary, options: listed, recipe }) =>
      item(name, [
        summary,
        ...options(listed),
        `recipe: ${recipe.optimizer.kind}, learning rate ${recipe.optimizer.learningRate}, batch ${recipe.batch}, ${recipe.epochs} epochs`,
      ]),
    );
    blocks.push(["Models", ...items].join("\n"));
  }
  if (data !== undefined) {
    const items = data.map(({ name, title, shape, classes, trainSamples, testSamples }) =>
      item(name, [
        title,
        `${grouped(trainSamples)} training and ${grouped(testSamples)} test samples [${shape.join(", ")}], ${classes} classes`,
      ]),
    );
    blocks.push(
      [
        "Data",
        ...items,
        item("PATH", ["your own: a Keras-style .npz, a folder of IDX files, or a .csv with a label column"]),
      ].join("\n"),
    );
  }
  return `${blocks.join("\n\n")}\n`;
}
