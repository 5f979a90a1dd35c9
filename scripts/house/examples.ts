/**
 * The `@example`s of docstrings: extracted, compiled against our sources, and run with the built
 * package.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { type Expected, expectedValue } from "./expected-value.js";
import { createProgram } from "./program.js";
import { libraryFiles, syntaxOf, walk } from "./sources.js";

export interface Example {
  /** "src/random/stream.ts stream", with " 2" for the second example of a declaration. */
  readonly key: string;
  readonly code: string;
}

/** All examples of `src`. */
export function examples(): Example[] {
  return libraryFiles().flatMap((path) => {
    const all: Example[] = [];
    const tree = syntaxOf(path);
    walk(tree, (node) => {
      const { jsDoc = [] } = node as { jsDoc?: readonly ts.JSDoc[] };
      const codes = jsDoc.flatMap((comment) => codesIn(comment.getText(tree)));
      codes.forEach((code, i) => {
        all.push({ key: `${path} ${nameOf(node)}${i === 0 ? "" : ` ${i + 1}`}`, code });
      });
    });
    return all;
  });
}

/** The code of each `@example` in a comment: what stands in its fence, or all of it. */
function codesIn(comment: string): string[] {
  const text = comment.replace(/^\/\*\*|\*\/$/g, "").replace(/^[ \t]*\*[ \t]?/gm, "");
  return text
    .split(/^@/m)
    .filter((tag) => /^example\b/.test(tag))
    .map((tag) => tag.slice("example".length))
    .map((body) => [...body.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, code]) => code!).join("\n") || body.trim());
}

function nameOf(node: ts.Node): string {
  const declaration = ts.isVariableStatement(node) ? node.declarationList.declarations[0]! : node;
  const { name } = declaration as { name?: ts.Node };
  return name?.getText() ?? "(no name)";
}

/** What is wrong with each wrong example, by its key. */
export function wrongExamples(all = examples()): Map<string, string> {
  const wrong = new Map<string, string>();
  for (const { key, code } of all) {
    if (!/from "stepzero/.test(code)) wrong.set(key, 'imports nothing from "stepzero…"');
  }
  const whole = all.filter(({ key }) => !wrong.has(key));
  for (const [key, message] of typeErrors(whole)) wrong.set(key, message);
  // A page's runtime cannot be loaded here: such an example is compiled only.
  const forNode = whole.filter(({ key, code }) => !wrong.has(key) && !code.includes('"stepzero/browser"'));
  for (const [key, message] of runErrors(forNode)) wrong.set(key, message);
  return wrong;
}

/** The first error of the compiler in each example. */
export function typeErrors(all: readonly Example[]): Map<string, string> {
  const keys = new Map(all.map((example, i) => [resolve(`example-${i}.ts`), example] as const));
  const texts = new Map([...keys].map(([path, { code }]) => [path, `${code}\nexport {};\n`] as const));
  const program = createProgram(texts);
  const unused = new Set([6133, 6192, 6196, 6198]);
  const errors = new Map<string, string>();
  for (const [path, { key }] of keys) {
    const file = program.getSourceFile(path)!;
    const [first] = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].filter(
      ({ code }) => !unused.has(code),
    );
    if (first !== undefined) errors.set(key, ts.flattenDiagnosticMessageText(first.messageText, " ").slice(0, 300));
  }
  return errors;
}

/**
 * What each example throws, or which of its `// → value` comments is not so. All run in one
 * process, without a network, in an empty folder where "stepzero" is this package as it was built,
 * and linkedom, which draws charts without a browser, is installed.
 */
function runErrors(all: readonly Example[]): Map<string, string> {
  if (!existsSync("dist/entries/index.js")) throw new Error("dist/ is missing: run npm run build first.");
  const folder = mkdtempSync(join(tmpdir(), "stepzero-examples-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(resolve("."), join(folder, "node_modules/stepzero"));
    symlinkSync(resolve("node_modules/linkedom"), join(folder, "node_modules/linkedom"));
    all.forEach(({ code }, i) => {
      writeFileSync(join(folder, `${i}.mjs`), runnable(code));
    });
    const runner = fileURLToPath(new URL("./run-examples.mjs", import.meta.url));
    execFileSync("node", [runner, folder, String(all.length)], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    const errors = JSON.parse(readFileSync(join(folder, "errors.json"), "utf8")) as Record<string, string>;
    return new Map(Object.entries(errors).map(([i, message]) => [all[Number(i)]!.key, message]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The example as JavaScript in which every value with a comment "→ …" behind it is checked. */
function runnable(code: string): string {
  const tree = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2023, true);
  const edits: { at: number; text: string }[] = [];
  for (const statement of tree.statements) {
    const expression = shownValue(statement);
    const comment = [
      ...(ts.getTrailingCommentRanges(code, statement.getEnd()) ?? []),
      ...(ts.getLeadingCommentRanges(code, statement.getEnd()) ?? []),
    ].map(({ pos, end }) => code.slice(pos, end));
    const claim = comment.flatMap((text) => /^\/\/ → (.*)$/.exec(text)?.[1] ?? [])[0];
    const expected: Expected | undefined = claim === undefined ? undefined : expectedValue(claim);
    if (expression === undefined || expected === undefined) continue;
    edits.push({ at: expression.getStart(tree), text: "globalThis.checkValue((" });
    edits.push({ at: expression.getEnd(), text: `), ${JSON.stringify(expected)}, ${JSON.stringify(claim)})` });
  }
  let text = code;
  for (const { at, text: inserted } of edits.reverse()) text = text.slice(0, at) + inserted + text.slice(at);
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  return ts.transpileModule(text, { compilerOptions: options }).outputText;
}

/**
 * What a statement shows: `f(x);`, the argument of `console.log(f(x));`, or the value of
 * `const y = f(x);`.
 */
function shownValue(statement: ts.Statement): ts.Expression | undefined {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]!.initializer;
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  const isLog = ts.isCallExpression(expression) && expression.expression.getText() === "console.log";
  return isLog && expression.arguments.length === 1 ? expression.arguments[0] : expression;
}
