/** Comments and pages that are too wide. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { repositoryFiles, syntaxOf, typescriptFiles } from "./sources.js";

export const MAX_WIDTH = 100;

/** Lines that may be wider, each with the reason. */
const wideLines: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /^\s*\|.*\|\s*$/, reason: "a row of a Markdown table is one line" },
  { pattern: /^\s*(?:\/\/|\*|[-*>])?\s*\S+[.,;:)]?$/, reason: "one word, such as a URL, cannot be broken" },
  { pattern: /^\s*\[[^\]]+\]: \S+$/, reason: "a reference to a URL is one line" },
  { pattern: /^\s*!\[[^\]]*\]\([^)]*\)$/, reason: "the text of a picture is one line" },
  { pattern: /biome-ignore|@ts-expect-error|@vitest-environment/, reason: "a directive is one line" },
];

/** Pages that a program writes, each with its program: their text is held where it comes from. */
const generatedPages: Readonly<Record<string, string>> = {
  "docs/initializers.md": "scripts/initializer-docs.ts",
  "docs/reproduction.md": "stepzero reproduce",
  "docs/operators.md": "npm run test:operators",
};
const generatedFolders = ["docs/reference/", "docs/reproduction/"];

/** Whether a line is too wide and has no reason to be. */
export const isWide = (line: string): boolean =>
  [...line].length > MAX_WIDTH && !wideLines.some(({ pattern }) => pattern.test(line));

/** How many lines of comments are too wide, by path. */
export function wideComments(): Map<string, number> {
  return countByFile(typescriptFiles(), (path) => {
    const tree = syntaxOf(path);
    const lines = tree.text.split("\n");
    return [...linesOfComments(tree)].filter((line) => isWide(lines[line]!)).length;
  });
}

/**
 * How many lines of Markdown are too wide, by path. Code in fences keeps the width of what it
 * shows.
 */
export function widePages(): Map<string, number> {
  const pages = repositoryFiles().filter(
    (path) =>
      path.endsWith(".md") && !(path in generatedPages) && !generatedFolders.some((one) => path.startsWith(one)),
  );
  return countByFile(pages, (path) => {
    const prose = readFileSync(path, "utf8").replace(/^( *)```[\s\S]*?^ *```/gm, "");
    return prose.split("\n").filter(isWide).length;
  });
}

function countByFile(paths: readonly string[], count: (path: string) => number): Map<string, number> {
  return new Map(paths.map((path) => [path, count(path)] as const).filter(([, lines]) => lines > 0));
}

/** 0-based numbers of the lines that hold a part of a comment. */
export function linesOfComments(tree: ts.SourceFile): Set<number> {
  const lines = new Set<number>();
  // The scanner alone cannot tell a template's text from a comment: comments lie between the tokens
  // of the tree.
  const visit = (node: ts.Node): void => {
    if (node.getChildCount(tree) > 0) {
      for (const child of node.getChildren(tree)) visit(child);
      return;
    }
    if (node.kind === ts.SyntaxKind.JsxText) return;
    const comments = [
      ...(ts.getLeadingCommentRanges(tree.text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(tree.text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of comments) {
      const [first, last] = [pos, end].map((at) => tree.getLineAndCharacterOfPosition(at).line) as [number, number];
      for (let line = first; line <= last; line++) lines.add(line);
    }
  };
  visit(tree);
  return lines;
}
