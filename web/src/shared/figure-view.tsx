/**
 * A figure of the report on a page: drawn in a turn of its own when it comes into view, and again
 * when its data change.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Figure, NumberAxis } from "../../../src/report/figures/figure.js";
import { withoutTicks } from "../../../src/report/figures/figure.js";
import { dropTurn, inTurn } from "./turns.js";

/** What a page shows of a figure. */
export interface FigureViewProps<Drawn extends Figure> {
  /** Draws it; undefined where there is nothing to draw. */
  readonly draw: () => Drawn | undefined;
  /** Changes where it must be drawn anew. */
  readonly version: unknown;
  /** Whether there may be nothing to draw: no room is kept for it. */
  readonly isOptional?: boolean | undefined;
  /** What stands below the chart. */
  readonly children?: ((drawn: Drawn, pointer: Pointer) => ComponentChildren) | undefined;
}

/** The place on the horizontal axis that a reader looks at. */
export interface Pointer {
  /** A whole number on the axis; undefined where nobody points. */
  readonly at: number | undefined;
  readonly point: (at: number | undefined) => void;
}

/** The figure with its caption. */
export function FigureView<Drawn extends Figure>({ draw, version, isOptional, children }: FigureViewProps<Drawn>) {
  const holder = useRef<HTMLDivElement>(null);
  const owner = useRef({});
  const [isSeen, setSeen] = useState(false);
  const [drawn, setDrawn] = useState<Drawn>();
  const [at, point] = useState<number>();

  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setSeen(entry!.isIntersecting), { rootMargin: "300px" });
    observer.observe(holder.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (isSeen) inTurn(owner.current, () => setDrawn(draw()));
  }, [isSeen, version]);
  useEffect(() => () => dropTurn(owner.current), []);
  useEffect(() => {
    holder.current!.replaceChildren(...(drawn === undefined ? [] : [drawn.svg]));
  }, [drawn]);

  const axis = drawn?.across;
  const onPointerMove = (event: PointerEvent): void => {
    const svg = holder.current?.querySelector("svg");
    if (axis && svg) point(placeUnder(event, svg, axis));
  };
  return (
    <figure>
      <div class={isOptional ? "drawing optional" : "drawing"} ref={holder} onPointerMove={onPointerMove} />
      {drawn && axis && at !== undefined && <Rule axis={axis} at={at} svg={drawn.svg} />}
      {drawn && children?.(drawn, { at, point })}
      {drawn && <figcaption>{withoutTicks(drawn.caption)}</figcaption>}
    </figure>
  );
}

/** The whole number of the axis that is nearest to the pointer. */
function placeUnder(event: PointerEvent, svg: SVGElement, { domain, range }: NumberAxis): number {
  const { left, width } = svg.getBoundingClientRect();
  const x = ((event.clientX - left) / width) * Number(svg.getAttribute("width"));
  const share = (x - range[0]) / (range[1] - range[0]);
  const place = Math.round(domain[0] + share * (domain[1] - domain[0]));
  return Math.min(domain[1], Math.max(domain[0], place));
}

/** A line through the chart where the values are read. */
function Rule({ axis, at, svg }: { readonly axis: NumberAxis; readonly at: number; readonly svg: SVGElement }) {
  const { domain, range } = axis;
  const span = domain[1] - domain[0];
  const x = span === 0 ? range[0] : range[0] + ((at - domain[0]) / span) * (range[1] - range[0]);
  useEffect(() => {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    const height = Number(svg.getAttribute("height"));
    const attributes = { x1: x, x2: x, y1: 40, y2: height - 40, stroke: "var(--quiet)", "stroke-width": 1 };
    for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, String(value));
    svg.append(line);
    return () => line.remove();
  }, [x, svg]);
  return null;
}
