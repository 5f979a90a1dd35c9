/** The study of `program.ts` by the library: `node faults/study.mjs DIR`. */
import { runStudy } from "../dist/entries/node.js";

try {
  await runStudy(
    {
      data: ["glyphs"],
      models: ["mlp:depth=2,width=64"],
      inits: ["he", "zero", "lsuv"],
      seeds: 6,
      limit: 1024,
      epochs: 4,
    },
    { out: process.argv[2], checkpointSeconds: 0, jobs: 2, lease: 3 },
  );
} catch (error) {
  if (error.name !== "InputError") throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
