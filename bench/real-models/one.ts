/**
 * The row of one file, in a process of its own: prints it as JSON.
 *
 *   node one.js NAME FILE.onnx FOLDER
 */
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { rowOf } from "./row-of.js";

const [name, path, folder] = process.argv.slice(2) as [string, string, string];
const { runtime } = await loadRuntime();
process.stdout.write(JSON.stringify(await rowOf({ runtime, name, folder }, path)));
process.exit(0);
