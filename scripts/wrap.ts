/**
 * `npx jiti scripts/wrap.ts <files>`: wraps comments of TypeScript and paragraphs of Markdown at
 * 100 columns. Only paragraphs with a line that is too wide change. Code, tables and tags stay as
 * they are.
 */
import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";
import { isWide, linesOfComments, MAX_WIDTH } from "./house/widths.js";

/**
 * Words in lines of at most 100 columns behind `first` on the first line and `rest` on the others.
 */
function fill(words: readonly string[], first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && [...line].length + 1 + [...word].length > MAX_WIDTH) {
      lines.push(line);
      [line, isEmpty] = [rest, true];
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** Words, of which code in backticks and links stay whole where they are short. */
const wordsOf = (text: string): string[] => text.trim().match(/(?:`[^`]{1,60}`|\S)+/g) ?? [];

/**
 * Wraps the paragraphs of lines without their prefix; `indent` is what a paragraph's first line
 * begins with.
 */
function wrapLines(lines: readonly string[], prefix: string): string[] {
  const wrapped: string[] = [];
  let inFence = false;
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    if (/^\s*```/.test(line)) inFence = !inFence;
    const isFixed = inFence || /^\s*(```|$|\||#|<|!\[|\[[^\]]+\]:)/.test(line) || /^@example/.test(line);
    if (isFixed) {
      // What follows an example is code until the next tag.
      const isExample = /^@example/.test(line);
      do wrapped.push(prefix + lines[i++]!);
      while (isExample && i < lines.length && !/^@/.test(lines[i]!));
      continue;
    }
    const [, lead = ""] = /^(\s*(?:> )?(?:[-*] |\d+\. )?)/.exec(line)!;
    const rest = /^@/.test(line) ? "  " : lead.replace(/[-*\d.]/g, " ") + (/^ {2,}$/.test(lead) ? "  " : "");
    let end = i + 1;
    // An indented line that is no item of a list is a command or a formula: it stands alone.
    const isItem = /[-*\d]/.test(lead);
    const isAlone = !isItem && /^ {2}/.test(lead);
    const goesOn = (next: string) =>
      !isAlone && (isItem || !/^ {2}/.test(next) || /^@/.test(line)) && continues(next, lead);
    while (end < lines.length && goesOn(lines[end]!)) end++;
    const paragraph = lines.slice(i, end);
    if (paragraph.some((one) => isWide(prefix + one))) {
      const text = [line.slice(lead.length), ...paragraph.slice(1).map((one) => one.replace(/^\s*(> )?/, ""))].join(
        " ",
      );
      wrapped.push(...fill(wordsOf(text), prefix + lead, prefix + rest));
    } else wrapped.push(...paragraph.map((one) => prefix + one));
    i = end;
  }
  return wrapped.map((one) => one.trimEnd());
}

/** Whether a line belongs to the paragraph whose first line begins with `lead`. */
function continues(next: string, lead: string): boolean {
  const quote = /^\s*(> )?/.exec(next)![0].trim();
  const startsAnew = /^\s*(```|$|\||#|<|!\[|[-*] |\d+\. |\[[^\]]+\]:|@)/.test(next);
  return !startsAnew && quote === lead.replace(/[-*\d. ]/g, "");
}

function wrapMarkdown(text: string): string {
  return wrapLines(text.split("\n"), "").join("\n");
}

function wrapTypescript(text: string): string {
  const tree = ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2023, true);
  const inComment = linesOfComments(tree);
  const lines = text.split("\n");
  const result: string[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    const isWhole = inComment.has(i) && /^\s*(\/\/|\/\*)/.test(line);
    if (!isWhole) {
      result.push(...(inComment.has(i) && isWide(line) ? beforeCode(line) : [line]));
      i++;
    } else if (/^\s*\/\//.test(line)) {
      const start = i;
      while (i < lines.length && inComment.has(i) && /^\s*\/\/ ?/.test(lines[i]!)) i++;
      const [, indent = ""] = /^(\s*)/.exec(line)!;
      const content = lines.slice(start, i).map((one) => one.replace(/^\s*\/\/ ?/, ""));
      result.push(...wrapLines(content, `${indent}// `).map((one) => one.trimEnd()));
    } else {
      const start = i;
      while (!/\*\//.test(lines[i]!)) i++;
      i++;
      result.push(...wrapBlock(lines.slice(start, i)));
    }
  }
  return result.join("\n");
}

/** A comment behind code moves to a line of its own above it. */
function beforeCode(line: string): string[] {
  const [, indent = "", code = "", comment = ""] = /^(\s*)(.*?) \/\/ (.*)$/.exec(line) ?? [];
  if (comment === "" || /["'`]/.test(comment)) return [line];
  return [
    ...fill(wordsOf(comment[0]!.toUpperCase() + comment.slice(1)), `${indent}// `, `${indent}// `),
    indent + code,
  ];
}

function wrapBlock(block: readonly string[]): string[] {
  if (!block.some(isWide)) return [...block];
  const [, indent = "", opening = "/**"] = /^(\s*)(\/\*\*?)/.exec(block[0]!)!;
  if (!/\*\/\s*$/.test(block.at(-1)!)) return [...block];
  const content = block.map((line) =>
    line
      .replace(/^\s*\/\*\*? ?/, "")
      .replace(/\s*\*\/\s*$/, "")
      .replace(/^\s*\* ?/, ""),
  );
  if (content[0] === "") content.shift();
  if (content.at(-1) === "") content.pop();
  return [indent + opening, ...wrapLines(content, `${indent} * `), `${indent} */`];
}

let changed = 0;
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf8");
  const wrapped = path.endsWith(".md") ? wrapMarkdown(text) : wrapTypescript(text);
  if (wrapped === text) continue;
  writeFileSync(path, wrapped);
  changed++;
}
console.log(`${changed} files wrapped`);
