/** The code and tables of Markdown pages, and programs that run as a user's would. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";

/** The contents of a page's fences of one language. */
export function codeBlocks(path: string, language: string): string[] {
  const fences = readFileSync(path, "utf8").matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"));
  return [...fences].map(([, code]) => code!);
}

/** What a program of the library prints. It runs in an empty folder that has the built package. */
export function outputOf(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-pages-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(resolve("."), join(folder, "node_modules/stepzero"));
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
    writeFileSync(join(folder, "program.mjs"), ts.transpileModule(code, { compilerOptions }).outputText);
    return execFileSync(process.execPath, ["program.mjs"], { cwd: folder, encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The code as biome formats it. */
export function formatted(code: string): string {
  const biome = resolve("node_modules/@biomejs/biome/bin/biome");
  return execFileSync(process.execPath, [biome, "format", "--stdin-file-path=example.ts"], {
    input: code,
    encoding: "utf8",
  });
}

/** The lines of a program, apart from its imports and empty lines. */
export function linesOfWork(code: string): string[] {
  return code.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("import "));
}

/** The targets of a page's links inside the repository, without the part behind "#". */
export function linksOf(path: string): string[] {
  const text = readFileSync(path, "utf8").replace(/^( *)```[\s\S]*?^ *```/gm, "");
  return [...text.matchAll(/\]\(([^)\s:]*?)(?:#[^)]*)?\)/g)].map(([, target]) => target!).filter((one) => one !== "");
}

/**
 * Links of a page to headings: the page that they lead to ("" is the page itself) and the anchor.
 */
export function anchorsOf(path: string): { page: string; anchor: string }[] {
  const links = readFileSync(path, "utf8").matchAll(/\]\(([\w./-]*)#([^)]+)\)/g);
  return [...links].map(([, page, anchor]) => ({ page: page!, anchor: anchor! }));
}

/** The anchors that GitHub gives the headings of a page. */
export function headingsOf(path: string): Set<string> {
  const text = readFileSync(path, "utf8").replace(/^```[\s\S]*?^```/gm, "");
  const titles = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!.toLowerCase());
  return new Set(titles.map((title) => title.replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-")));
}

/** The command lines of stepzero in a page's fences, as words without the program's name. */
export function commandsOf(path: string): string[][] {
  const text = [...codeBlocks(path, "sh"), ...codeBlocks(path, "console")].join("\n").replaceAll(/\\\n\s*/g, "");
  return text.split("\n").flatMap((line) => {
    const command = /^(?:\$ )?(?:npx )?stepzero (.*)$/.exec(line)?.[1];
    if (command === undefined) return [];
    const plain = command
      .replace(/\s+#\s.*$/, "")
      .replace(/\s+>\s*\S+$/, "")
      .replaceAll(/\$\(\(.*?\)\)|\$\w+/g, "1");
    return [[...plain.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!)];
  });
}
