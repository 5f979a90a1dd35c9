/** `stepzero devices`: what can be trained on, and why not. */
import type { CommandDefinition } from "../command.js";

export const devicesCommand: CommandDefinition = {
  name: "devices",
  summary: "Try what compare --device can train on, and say what is missing",
  options: [{ name: "json", help: "Print one JSON object (default: no)" }],
  examples: ["stepzero devices"],
  run: async (_, given) => {
    const { runDevices } = await import("./run-devices.js");
    return runDevices(given.has("json"));
  },
};
