/** What a bundler makes of `import { he } from "stepzero"`: the method, not the library. */
import { resolve } from "node:path";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

/** Bytes and modules of a minified bundle of a program. `npm run build` comes first. */
async function bundle(program: string) {
  const entry = "\0program";
  const build = await rolldown({
    input: entry,
    platform: "browser",
    plugins: [
      {
        name: "program",
        resolveId: (id) => {
          if (id === entry) return { id: entry, moduleSideEffects: true };
          const [, subpath = "index"] = /^stepzero(?:\/(.*))?$/.exec(id) ?? [];
          return id.startsWith("stepzero") ? resolve(`dist/entries/${subpath}.js`) : null;
        },
        load: (id) => (id === entry ? program : null),
      },
    ],
  });
  const { output } = await build.generate({ format: "es", minify: true });
  await build.close();
  const [chunk] = output;
  const modules = Object.entries(chunk.modules)
    .filter(([, module]) => module.renderedLength > 0)
    .map(([id]) => id.replace(resolve("dist"), "dist"));
  return { code: chunk.code, modules, chunks: output.length };
}

describe("a bundle", () => {
  it("of draw(he, …) holds neither ONNX nor layers nor other methods, runs, and is small", async () => {
    const { code, modules, chunks } = await bundle(
      'import { draw, he } from "stepzero"; globalThis.drawn = draw(he, [4, 3], { seed: 0 });',
    );
    const foreign = modules.filter(
      (id) =>
        !/^dist\/(initializers\/[\w-]+\.js|initializers\/parts\/[\w-]+\.js|initializers\/methods\/scaled-noise\/(he|differences)\.js|random\/|errors\.js|visible-text\.js|options\.js|graph\/tensor\.js|network\/fans\.js)/.test(
          id,
        ) && !id.includes("program"),
    );
    expect(foreign).toEqual([]);
    expect(
      modules.filter((id) => /table|frameworks|orthogonal|methods\/data-driven|residual|transformer/.test(id)),
    ).toEqual([]);
    expect(chunks).toBe(1);
    expect(code.length).toBeLessThan(24_000);
    const { draw, he } = await import("../src/entries/index.js");
    await import(`data:text/javascript,${encodeURIComponent(code)}`);
    expect((globalThis as { drawn?: Float32Array }).drawn).toEqual(draw(he, [4, 3], { seed: 0 }));
  });

  it("of fans and gain holds no methods", async () => {
    const { modules, code } = await bundle(
      'import { fans } from "stepzero/initializers"; import { gain } from "stepzero/signal"; globalThis.both = [fans, gain];',
    );
    expect(modules.filter((id) => /onnx\/(?!tensor)|layers|protobuf|table|scaled/.test(id))).toEqual([]);
    expect(code.length).toBeLessThan(24_000);
  });
});
