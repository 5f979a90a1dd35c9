/** After tsc: removes what no longer has a source, and makes the command executable. */
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** tsc leaves the output of deleted sources behind, and npm would pack it. */
function prune(folder) {
  for (const name of readdirSync(join(root, "dist", folder))) {
    const path = join(folder, name);
    if (path === "web") continue; // Vite's, which empties it by itself
    if (statSync(join(root, "dist", path)).isDirectory()) {
      prune(path);
      continue;
    }
    const source = path.replace(/\.(d\.ts|js)$/, ".ts");
    if (!existsSync(join(root, "src", source))) rmSync(join(root, "dist", path));
  }
}

prune("");
chmodSync(join(root, "dist/cli/main.js"), 0o755);
