/** The line and marker of a method, as in the figures. */
import type { MethodLook } from "../../../src/report/colours.js";
import { methodKey } from "../../../src/report/page/ranking.js";
import { Raw } from "./raw.js";

/** Nothing for a method without a look. */
export function MethodKey({ look }: { readonly look: MethodLook | undefined }) {
  const key = methodKey(look);
  return key === undefined ? null : <Raw as="span" html={key.html} />;
}
