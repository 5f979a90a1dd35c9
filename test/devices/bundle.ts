/** A program for a page, bundled as a user's bundler does it. */
import { resolve } from "node:path";
import { rolldown } from "rolldown";

/**
 * One module of the program and all it imports but ONNX Runtime, which the import map of the page
 * names.
 *
 * @param program JavaScript that assigns the global `result`
 */
export async function bundle(program: string): Promise<string> {
  const entry = resolve("program.js");
  const build = await rolldown({
    input: entry,
    platform: "browser",
    external: [/^onnxruntime-web/],
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === entry ? entry : null),
        load: (id) => (id === entry ? program : null),
      },
    ],
  });
  const { output } = await build.generate({ format: "es", codeSplitting: false });
  await build.close();
  return `let result;\n${output[0].code}`;
}
