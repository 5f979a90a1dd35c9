/** Names in a graph that lies in another. A branch sees the names around it, and copies none. */

/** The values of one graph by name, and the scope around it. */
export interface NamedScope<Value> {
  readonly values: Map<string, Value>;
  readonly around: NamedScope<Value> | undefined;
}

/** An empty scope, in another or in none. */
export const scopeIn = <Value>(around?: NamedScope<Value>): NamedScope<Value> => ({ values: new Map(), around });

/** The value of the innermost scope that has the name. */
export function seenFrom<Value>(scope: NamedScope<Value>, name: string): Value | undefined {
  for (let at: NamedScope<Value> | undefined = scope; at !== undefined; at = at.around) {
    const value = at.values.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}
