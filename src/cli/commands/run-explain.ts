/** The texts of `stepzero explain`. */
import {
  type Distribution,
  explainLayer,
  explainMethod,
  type FrameworkDefaults,
  findFramework,
  type LayerExplanation,
  type MethodOnLayer,
  parseLayers,
} from "../../explain/index.js";
import {
  type AnyInitializer,
  type ChosenInitializer,
  isDataDriven,
  legalValues,
  parseInitializer,
  type Reference,
} from "../../initializers/index.js";
import { splitModulePath } from "../../study/plan/node/modules/path.js";
import { renderTable } from "../terminal/table.js";
import { wrap } from "../terminal/text.js";
import { figure } from "../terminal/weights-table.js";

export interface ExplainLook {
  readonly json: boolean;
  readonly width: number;
}

const allKinds =
  "linear 512→10, conv 3x3 64→128 stride 2, conv 3x3 64→64 groups 8, depthwise 3x3 64, transposed 4x4 64→32 stride 2, embedding 1000x64";

/** @throws InputError for an unknown framework, layers that cannot be read or that the framework has not */
export function explainFramework(name: string, layers: string | undefined, { json, width }: ExplainLook): string {
  const framework = findFramework(name);
  const explained = parseLayers(layers ?? allKinds).map((layer) => ({
    ...explainLayer(framework, layer),
    missing: framework.lacks?.(layer.kernel),
  }));
  const { title, summary, method } = framework;
  if (json) return `${JSON.stringify({ framework: name, title, method, summary, layers: explained })}\n`;
  const blocks = explained.map((layer) =>
    [
      layer.layer,
      ...facts(framework, layer).map(([label, text]) => `  ${label.padEnd(14)}${hanging(text, width, 16)}`),
    ].join("\n"),
  );
  const head = `${wrap(`${title}: ${summary}`, width)}\nTo use these numbers: --init ${method}`;
  return `${[head, ...blocks, ...known(explained, width)].join("\n\n")}\n`;
}

function facts(
  { title }: FrameworkDefaults,
  layer: LayerExplanation & { readonly missing: string | undefined },
): (readonly [string, string])[] {
  const { weights, biases, fans, gain, backwardGain, relu, missing } = layer;
  const note =
    missing === undefined ? [] : [["note", `${title}'s layers have no ${missing}: as if they had.`] as const];
  const kernel = ["weights", `[${layer.shape.join(", ")}] ${describe(weights)}`] as const;
  if (biases === null || relu === null) return [...note, kernel];
  const same = fans.true.fanIn === fans.framework.fanIn && fans.true.fanOut === fans.framework.fanOut;
  const own = same ? "" : `; ${title} takes in ${figure(fans.framework.fanIn)}, out ${figure(fans.framework.fanOut)}`;
  const { factor, added, settles } = relu;
  const settling = settles === null ? "" : `; it settles at ${figure(settles)}`;
  return [
    ...note,
    kernel,
    ["biases", describe(biases)],
    ["fans", `in ${figure(fans.true.fanIn)}, out ${figure(fans.true.fanOut)}${own}`],
    ["gain", `${figure(gain)} (std · √fanIn; ReLU wants 1.414, linear 1), ${figure(backwardGain)} for gradients`],
    [
      "through ReLU",
      `second moment × ${figure(factor)} a layer by the weights (ten layers: × ${figure(factor ** 10)})` +
        (added === 0 ? "" : `, + ${figure(added)} by the biases${settling}`),
    ],
  ];
}

/** The defects, each once, with the layers it touches where those are not all. */
function known(layers: readonly LayerExplanation[], width: number): string[] {
  const found = new Map<string, { issues: readonly string[]; layers: string[] }>();
  for (const { layer, defects } of layers) {
    for (const { text, issues } of defects) {
      const one = found.get(text) ?? { issues, layers: [] };
      one.layers.push(layer);
      found.set(text, one);
    }
  }
  if (found.size === 0) return [];
  const items = [...found].map(([text, { issues, layers: touched }]) => {
    const where = touched.length === layers.length ? "" : ` [${touched.join(", ")}]`;
    return `  • ${hanging([text, issues.join(", ")].join(" ").trim() + where, width, 4)}`;
  });
  return [["Known", ...items].join("\n")];
}

/** Text that begins at a column, and goes on there. */
function hanging(text: string, width: number, column: number): string {
  return wrap(text, width - column).replaceAll("\n", `\n${" ".repeat(column)}`);
}

function describe({ kind, std, low, high }: Distribution): string {
  switch (kind) {
    case "uniform":
      return `U(±${figure(high!)}), std ${figure(std)}`;
    case "truncated-normal":
      return `normal truncated to ±${figure(high!)}, std ${figure(std)}`;
    case "normal":
      return `N(0, ${figure(std)}²)`;
    case "constant":
      return String(low);
  }
}

/** @throws InputError for an unknown method or option, or a file that holds none */
export async function explainInitializer(text: string, { json, width }: ExplainLook): Promise<string> {
  const chosen = await choose(text);
  const { initializer, options } = chosen;
  const layers = explainMethod(chosen);
  const kind = isDataDriven(initializer) ? initializer.kind : "data-free";
  if (json) {
    const { initialize: _, prepare: __, ...data } = { initialize: null, prepare: null, ...initializer };
    return `${JSON.stringify({ ...data, kind, chosen: options, layers })}\n`;
  }
  return `${card(initializer, kind, layers, width).join("\n")}\n`;
}

async function choose(text: string): Promise<ChosenInitializer> {
  const own = splitModulePath(text);
  if (own === undefined) return parseInitializer(text);
  const { loadInitializer } = await import("../../study/plan/node/modules/load.js");
  const { initializer } = await loadInitializer(own.path);
  return parseInitializer(initializer.name + own.options, [initializer]);
}

const kindsInWords = {
  "data-free": "needs no data; the same bits on every machine",
  "data-driven": "looks at batches of the data; the same bits on one kind of machine",
  learned: "optimized on batches of the data; the same bits on one kind of machine",
};

function card(
  initializer: AnyInitializer,
  kind: keyof typeof kindsInWords,
  layers: readonly MethodOnLayer[],
  width: number,
): string[] {
  const { name, aliases = [], title, formula, summary, references, caveats = [], differences = [] } = initializer;
  const items = (heading: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : ["", heading, ...texts.map((text) => `  • ${hanging(text, width, 4)}`)];
  const options = Object.entries(initializer.options ?? {}).map(([option, about]) => {
    return `${option}=${about.default}: ${about.meaning} (${legalValues(about)})`;
  });
  const requires =
    "requires" in initializer && initializer.requires !== undefined ? [`needs ${initializer.requires}`] : [];
  return [
    wrap(`${title} (${[name, ...aliases].join(", ")})`, width, "  "),
    `  ${hanging(formula, width, 2)}`,
    "",
    wrap(summary, width),
    wrap([kindsInWords[kind], ...requires].join("; "), width),
    ...items("Options", options),
    ...(layers.length === 0 ? [] : ["", ...onLayers(layers, width)]),
    ...items("Caveats", caveats),
    ...items("Elsewhere", differences),
    ...items("References", references.map(citation)),
  ];
}

function onLayers(layers: readonly MethodOnLayer[], width: number): string[] {
  const number = (value: number | null) => (value === null ? "–" : figure(value));
  const rows = layers.map(({ layer, fanIn, std, gain, reluFactor }) => [
    layer,
    figure(fanIn),
    number(std),
    number(gain),
    reluFactor === null ? "–" : `× ${figure(reluFactor)}`,
  ]);
  const table = renderTable(
    [
      { title: ["on common layers", "(drawn, seed 0)"], align: "left", flexible: true },
      { title: ["fanIn"], align: "right" },
      { title: ["std"], align: "right" },
      { title: ["gain:", "std · √fanIn"], align: "right" },
      { title: ["second moment", "a ReLU layer"], align: "right" },
    ],
    rows,
    width,
  );
  const refused = layers.flatMap(({ layer, refused: why }) => (why === undefined ? [] : [`${layer}: ${why}`]));
  return [...table, ...refused.map((why) => `  – ${hanging(why, width, 4)}`)];
}

/** "K. He, X. Zhang (2015): Delving Deep, eq. 10, https://…". */
export function citation({ authors, year, title, where, link }: Reference): string {
  return [`${authors} (${year}): ${title}`, where, link].filter((part) => part !== undefined).join(", ");
}
