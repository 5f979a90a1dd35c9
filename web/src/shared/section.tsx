/** A section of a page, under its heading. */
import type { ComponentChildren } from "preact";

/** The heading names the section; links lead to its id. */
export function Section(props: { readonly id: string; readonly title: string; readonly children: ComponentChildren }) {
  const { id, title, children } = props;
  return (
    <section id={id} tabIndex={-1} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{title}</h2>
      {children}
    </section>
  );
}
