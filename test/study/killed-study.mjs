/** A small study as a process of its own, to be killed: `node killed-study.mjs DIR`. Checkpoints follow every epoch. */
import { runStudy } from "../../dist/entries/node.js";

await runStudy(
  {
    data: ["glyphs"],
    models: ["mlp:depth=3,width=256"],
    inits: ["he", "zero", "lsuv"],
    seeds: [0, 1, 2, 3],
    limit: 3000,
    epochs: 6,
    optimizer: "adam",
  },
  { out: process.argv[2], checkpointSeconds: 0, jobs: 2 },
);
