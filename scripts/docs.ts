/**
 * `npm run docs`: writes the pages that come from data and docstrings, and fills the blocks of
 * commands in other pages with their real output.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fillConsole } from "./console-docs.js";
import { initializerDocs } from "./initializer-docs.js";
import { writeReference } from "./reference.js";

writeFileSync("docs/initializers.md", initializerDocs());
for (const page of ["docs/explain.md", "docs/init.md"]) writeFileSync(page, fillConsole(readFileSync(page, "utf8")));
await writeReference();
