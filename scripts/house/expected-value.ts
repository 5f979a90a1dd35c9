/**
 * The value that a comment "→ …" in an example claims, as plain data that another process can
 * compare.
 */
import ts from "typescript";

export type Expected =
  | { readonly exactly: string | boolean | null }
  | { readonly number: number; readonly tolerance: number }
  | { readonly items: readonly Expected[] }
  | { readonly fields: Readonly<Record<string, Expected>> };

/** Undefined where the comment is prose, which nobody can check. */
export function expectedValue(claim: string): Expected | undefined {
  return parse(claim) ?? parse(/^-?\d[\d.]*(?:e-?\d+)?(?=[,;: ]|$)/.exec(claim)?.[0] ?? "");
}

function parse(text: string): Expected | undefined {
  if (text === "") return undefined;
  const tree = ts.createSourceFile("claim.ts", `(${text})`, ts.ScriptTarget.ES2023, true);
  const { parseDiagnostics } = tree as unknown as { parseDiagnostics: readonly unknown[] };
  const [statement] = tree.statements;
  if (parseDiagnostics.length > 0 || statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  return ts.isParenthesizedExpression(expression) ? fromLiteral(expression.expression) : undefined;
}

function fromLiteral(node: ts.Expression): Expected | undefined {
  if (ts.isNumericLiteral(node)) return fromNumber(node.getText());
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) return fromNumber(node.getText());
  if (ts.isStringLiteralLike(node)) return { exactly: node.text };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { exactly: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { exactly: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { exactly: null };
  if (ts.isArrayLiteralExpression(node)) {
    const items = node.elements.map(fromLiteral);
    return items.every((item) => item !== undefined) ? { items } : undefined;
  }
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const fields: Record<string, Expected> = {};
  for (const property of node.properties) {
    const value = ts.isPropertyAssignment(property) ? fromLiteral(property.initializer) : undefined;
    if (value === undefined) return undefined;
    fields[(property.name as ts.Identifier | ts.StringLiteral).text] = value;
  }
  return { fields };
}

/** Half a unit in the last decimal; a whole number is exact. */
function fromNumber(text: string): Expected {
  const [, decimals, exponent = "0"] = /^-?[\d_]*(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const tolerance = decimals === undefined ? 0 : 0.5000001 * 10 ** (Number(exponent) - decimals.length);
  return { number: Number(text.replaceAll("_", "")), tolerance };
}
