/**
 * `npm run pictures:diagnosis`: draws the figures of docs/diagnosis.md anew, for both themes, from
 * diagnoses of real networks. Look at what changed.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { parseHTML } from "linkedom";
import { diagnoseNamed, type NamedDiagnosis } from "../src/diagnosis/node/diagnose-named.js";
import { hues } from "../src/report/colours.js";
import { diagnosisPage } from "../src/report/node/diagnosis-page.js";

const folder = "docs/diagnosis";

/** The networks, as the page of docs has their commands, and the figures that it shows of each. */
const networks: readonly {
  readonly name: string;
  readonly request: Pick<NamedDiagnosis, "model" | "init" | "curvature" | "steps">;
  readonly figures: readonly string[];
}[] = [
  {
    name: "he",
    request: { model: "mlp:depth=30", init: "he", curvature: true, steps: 10 },
    figures: ["signal", "jacobian", "steps-update"],
  },
  {
    name: "default",
    request: { model: "mlp:depth=30", init: "pytorch-default" },
    figures: ["signal", "gradient", "sizes"],
  },
  {
    name: "large",
    request: { model: "mlp:depth=10,activation=tanh", init: "standard-normal" },
    figures: ["values"],
  },
  {
    name: "tanh",
    request: { model: "mlp:depth=20,activation=tanh", init: "pytorch-default" },
    figures: ["correlation-map", "phase"],
  },
];

/** What the light files have, as the dark theme has it: ground, text, quiet text, lines. */
const darkOf = new Map<string, string>([
  ["#ffffff", "#14171a"],
  ["#1c2024", "#e4e7ea"],
  ["#566068", "#a2aab2"],
  ["#d9dde1", "#3a4047"],
  ...Object.values(hues),
]);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { name, request, figures } of networks) {
  const { diagnosis } = await diagnoseNamed({
    ...request,
    data: "glyphs",
    seed: 0,
    seeds: 1,
    rows: 128,
    remedy: (method) => `stepzero doctor ${request.model} --init ${method}`,
  });
  const { document } = parseHTML(diagnosisPage(diagnosis));
  for (const id of figures) {
    const link = document.querySelector(`figure#${id} a.download`)!.getAttribute("href")!;
    const light = decodeURIComponent(link.slice(link.indexOf(",") + 1));
    const dark = light.replace(/#[0-9a-f]{6}(?=")/g, (colour) => darkOf.get(colour) ?? colour);
    writeFileSync(`${folder}/${name}-${id}-light.svg`, light);
    writeFileSync(`${folder}/${name}-${id}-dark.svg`, dark);
  }
  console.log(`${name}: ${figures.join(", ")}`);
}
