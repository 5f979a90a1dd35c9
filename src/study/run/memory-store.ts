/** A store that lives as long as the program. */
import type { ResultStore, StoredResult } from "./contracts.js";

/** Keeps results in memory; nobody else works on it, so every claim is granted. */
export function memoryStore(): ResultStore {
  const results = new Map<string, StoredResult>();
  return {
    read: async (id) => results.get(id),
    save: async (stored) => {
      results.set(stored.result.cell.id, stored);
    },
    claim: async () => true,
    release: async () => {},
    holder: async () => undefined,
  };
}
