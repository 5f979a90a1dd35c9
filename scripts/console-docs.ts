/**
 * Real output in the docs: blocks that begin with "$ stepzero …" are filled with what the command
 * prints.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/**
 * The page with every ```console block's outputs replaced. Commands run one after the other in one
 * empty folder; a line `# FILE` in a ```ts block before them writes that block there.
 */
export function fillConsole(page: string): string {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-docs-"));
  try {
    return page.replace(/```(console|ts)\n([\s\S]*?)```/g, (block, language: string, content: string) => {
      if (language === "ts") {
        const [, file] = /^\/\/ ([\w./-]+)\n/.exec(content) ?? [];
        if (file !== undefined) {
          mkdirSync(dirname(join(folder, file)), { recursive: true });
          writeFileSync(join(folder, file), content);
        }
        return block;
      }
      const commands = content.split("\n").filter((line) => line.startsWith("$ "));
      return `\`\`\`console\n${commands.map((line) => `${line}\n${run(line.slice(2), folder)}`).join("\n")}\`\`\``;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a command prints, stdout before stderr. */
function run(line: string, cwd: string): string {
  const [program, ...args] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
  if (program !== "stepzero") throw new Error(`not a command of stepzero: ${line}`);
  const { stdout, stderr } = spawnSync(process.execPath, [resolve("dist/cli/main.js"), ...args], {
    cwd,
    encoding: "utf8",
  });
  return stdout + stderr;
}
