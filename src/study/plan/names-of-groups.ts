/** Groups of initializers in a study's list of names. */
import { isGroup, methodsOfGroup } from "../../initializers/index.js";

/** Names without groups, and those of them that only a group names. */
export interface NamesOfGroups {
  readonly inits: readonly string[];
  readonly ofGroups: readonly string[];
}

/** Groups replaced by their methods; a method that stands by itself, too, stays there. */
export function withoutGroups(names: readonly string[]): NamesOfGroups {
  const ofGroups = names
    .filter(isGroup)
    .flatMap((group) => methodsOfGroup(group).filter((one) => !names.includes(one)));
  const rest = new Set(ofGroups);
  const inits = names.flatMap((name) =>
    isGroup(name) ? methodsOfGroup(name).filter((method) => rest.has(method)) : [name],
  );
  return { inits, ofGroups };
}
