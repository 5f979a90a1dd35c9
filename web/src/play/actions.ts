/** What the page can ask of the two workers. */
import type { UserTable } from "./messages.js";
import type { Setup } from "./setup.js";

/** What the page can ask for. */
export interface Actions {
  change(changes: Partial<Setup>): void;
  setTable(table: UserTable): void;
  race(): void;
  stop(): void;
}
