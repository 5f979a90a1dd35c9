/** `stepzero explain`: one method's card, or what a framework's defaults really do, layer by layer. */
import { InputError } from "../../errors.js";
import type { CommandDefinition } from "../command.js";

export const explain: CommandDefinition = {
  name: "explain",
  arguments: "[method]",
  summary: "Explain an initializer, or what a framework's defaults really do to your layers",
  options: [
    {
      name: "framework",
      value: "NAME",
      help: "pytorch, keras, jax, flax, tfjs or caffe (default: a method is explained)",
    },
    {
      name: "layers",
      value: "LIST",
      list: true,
      help: 'With --framework: layers as "conv 3x3 64→128 stride 2, linear 512→10" (default: one of each kind)',
    },
    { name: "json", help: "Print one JSON object (default: no)" },
  ],
  examples: [
    "stepzero explain he",
    "stepzero explain he:negativeSlope=0.2",
    'stepzero explain --framework pytorch --layers "conv 3x3 64->128 stride 2, linear 512->10"',
  ],
  run: async ([method], given) => {
    const { explainFramework, explainInitializer } = await import("./run-explain.js");
    const framework = given.get("framework");
    const layers = given.get("layers");
    const look = { json: given.has("json"), width: Math.min(process.stdout.columns ?? 80, 120) };
    if (method !== undefined && framework !== undefined) {
      throw new InputError(`Give a method or --framework, not both; got ${method} and ${framework}.`);
    }
    if (framework !== undefined) process.stdout.write(explainFramework(framework, layers, look));
    else if (method === undefined || layers !== undefined) {
      throw new InputError(
        'Say what to explain: a method (stepzero explain he; stepzero list initializers names them), or a framework\'s defaults (stepzero explain --framework pytorch --layers "conv 3x3 64→128, linear 512→10").',
      );
    } else process.stdout.write(await explainInitializer(method, look));
    return 0;
  },
};
