/** HTML of the report's templates, which escape every value. */
import { useMemo } from "preact/hooks";

/** An element with this HTML; it is made anew only where the text changed. */
export function Raw({ html, as: Tag = "div" }: { readonly html: string; readonly as?: "div" | "span" }) {
  return useMemo(() => <Tag dangerouslySetInnerHTML={{ __html: html }} />, [html, Tag]);
}
