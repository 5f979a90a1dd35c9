/** The README's code, executed as it stands, and its links. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as stepzero from "../src/entries/index.js";
import { type defineNetwork, parametersOf } from "../src/entries/index.js";

const readme = readFileSync("README.md", "utf8");
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);

/**
 * Runs an example with "stepzero" being the source; gives its `export default` and its constants.
 */
function run(code: string): Record<string, unknown> {
  const names = /import \{([^}]*)\} from "stepzero";/
    .exec(code)![1]!
    .split(",")
    .map((name) => name.trim());
  const constants = [...code.matchAll(/^const (\w+)/gm)].map(([, name]) => name!);
  const body = code
    .replace(/import [^;]*;/, "")
    .replace("export default", "const exported =")
    .concat(`return { ${[...constants, ...(code.includes("export default") ? ["exported"] : [])].join(", ")} };`);
  for (const name of names) expect(stepzero, name).toHaveProperty(name);
  const values = names.map((name) => (stepzero as unknown as Record<string, unknown>)[name]);
  return new Function(...names, body)(...values) as Record<string, unknown>;
}

describe("README", () => {
  it("draws tensors in one line", () => {
    const { w, k } = run(examples[0]!) as { w: Float32Array; k: Float32Array };
    expect(w).toHaveLength(32_768);
    expect(k).toHaveLength(64 * 32 * 9);
  });

  it("defines a network", () => {
    const { exported } = run(examples[1]!) as { exported: ReturnType<typeof defineNetwork> };
    expect(parametersOf(exported, { input: [1, 28, 28], classes: 10 }).total).toBe(
      32 * 9 + 32 + 32 * 169 * 128 + 128 + 1290,
    );
  });

  it("has no dead links", () => {
    for (const [, target] of readme.matchAll(/\]\(([^)#:]+)\)/g)) expect(existsSync(target!), target).toBe(true);
  });
});
