/** `stepzero explain`: one method's card, or what a framework's defaults do, layer by layer. */
import { InputError } from "../../errors.js";
import { shellLine } from "../../shell-words.js";
import type { CommandDefinition } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { jsonOutput } from "../shared-options.js";
import type { TextStream } from "../terminal/text-stream.js";

export const explain: CommandDefinition = {
  argument: "An initializer by name, with options as he:negativeSlope=0.2, or your own as ./mine.ts",
  examples: [
    "stepzero explain he",
    "stepzero explain --framework pytorch",
    'stepzero explain --framework keras --layers "conv 3x3 64->128, linear 512->10"',
  ],
  options: [
    {
      title: "A framework's defaults instead of an initializer",
      options: [
        {
          name: "framework",
          value: "NAME",
          help: "pytorch, keras, jax, flax, tfjs or caffe",
          default: "none; a method is explained",
        },
        {
          name: "layers",
          value: "LIST",
          list: true,
          help: 'With --framework: the layers, as "conv 3x3 64→128 stride 2, linear 512→10"',
          default: "one layer of each kind",
        },
      ],
    },
    jsonOutput,
  ],
  run: async ([method], options, { out }) => {
    const framework = options.get("framework");
    const layers = options.get("layers");
    if (method !== undefined && framework !== undefined) {
      throw new InputError(`Give a method or --framework, not both; got ${method} and ${framework}.`);
    }
    if (layers !== undefined && framework === undefined) throw await lacksFramework(method, layers);
    const asJson = options.has("json");
    if (framework !== undefined) out.write(await frameworkText(framework, layers, asJson, out));
    else if (method === undefined) {
      throw new InputError(
        'Say what to explain: a method (stepzero explain he; see stepzero list initializers), or a framework\'s defaults (stepzero explain --framework pytorch --layers "conv 3x3 64→128, linear 512→10").',
      );
    } else out.write(await methodText(method, asJson, out));
    return exitCodes.done;
  },
};

/** The error for layers without a framework whose defaults they would get. */
async function lacksFramework(method: string | undefined, layers: string): Promise<InputError> {
  const { frameworks } = await import("../../explain/index.js");
  const names = frameworks.map(({ name }) => name).join(", ");
  const command = shellLine(["stepzero", "explain", "--framework", "pytorch", "--layers", layers]);
  const other = method === undefined ? "." : `; for ${method} on common layers, leave out --layers.`;
  return new InputError(
    `--layers needs --framework NAME, whose defaults for these layers are explained (${names}): ${command}${other}`,
  );
}

async function frameworkText(
  name: string,
  layers: string | undefined,
  asJson: boolean,
  out: TextStream,
): Promise<string> {
  const [{ explainFramework }, { renderFramework }, { columnsOf }, { formats, jsonLine }] = await Promise.all([
    import("../../explain/index.js"),
    import("../terminal/framework.js"),
    import("../terminal/screen.js"),
    import("../json.js"),
  ]);
  const explanation = explainFramework(name, layers);
  if (asJson) return jsonLine(formats.explainFramework, explanation);
  return renderFramework(explanation, columnsOf(out));
}

async function methodText(name: string, asJson: boolean, out: TextStream): Promise<string> {
  const [{ methodCard }, { chooseInitializer }, { renderMethodCard }, { columnsOf }, { formats, jsonLine }] =
    await Promise.all([
      import("../../explain/index.js"),
      import("../../study/plan/node/modules/choose.js"),
      import("../terminal/method-card.js"),
      import("../terminal/screen.js"),
      import("../json.js"),
    ]);
  const card = methodCard(await chooseInitializer(name));
  return asJson ? jsonLine(formats.explainMethod, card) : renderMethodCard(card, columnsOf(out));
}
