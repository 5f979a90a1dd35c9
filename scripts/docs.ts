/**
 * `npm run docs`: writes the generated pages, and fills the others with the real output of the
 * commands.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fillConsole } from "./console-docs.js";
import { initializerDocs } from "./initializer-docs.js";
import { writeReference } from "./reference.js";

writeFileSync("docs/initializers.md", initializerDocs());
for (const page of ["docs/explain.md", "docs/init.md"]) writeFileSync(page, fillConsole(readFileSync(page, "utf8")));
await writeReference();
