/**
 * How a method is drawn: a hue, a dash and a marker, which follow from its label alone, so that it
 * looks the same in every figure and every report. The hues are near Okabe and Ito's (2008), each
 * darkened or lightened until its contrast with the page is 3 : 1 in its theme. Dash and marker
 * tell methods apart for readers who do not see the hues.
 */

/** Colour, dash and marker of a method. */
export interface MethodLook {
  /** For a stroke or a fill: "var(--hue-blue, #0072b2)". */
  readonly colour: string;
  /** SVG's `stroke-dasharray`; "none" is a whole line. */
  readonly dash: string;
  /** The shape of its points. */
  readonly marker: Marker;
}

/** The shape of a marker. */
export type Marker = (typeof markers)[number];

/** By name: on a light page, on a dark one. */
export const hues = {
  blue: ["#0072b2", "#5db5ec"],
  vermilion: ["#c84e00", "#ff8f52"],
  green: ["#007d5c", "#3ccba0"],
  purple: ["#a3478a", "#e59acb"],
  amber: ["#946800", "#efb83a"],
  teal: ["#00818f", "#62d3e4"],
  ink: ["#3a3f45", "#e3e6e9"],
  grey: ["#767b80", "#9aa1a8"],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

type Hue = keyof typeof hues;

const dashes = ["none", "6 3", "2 2.5", "9 3 2 3", "4 2", "1 3"] as const;
const markers = ["circle", "square", "triangle", "diamond", "star", "cross"] as const;

/** The most usual methods; those that are often compared look different. */
const usual: ReadonlyMap<string, readonly [hue: Hue, shape: number]> = new Map([
  ["he", ["blue", 0]],
  ["he-uniform", ["blue", 1]],
  ["glorot-uniform", ["vermilion", 1]],
  ["glorot-normal", ["vermilion", 3]],
  ["xavier-fan-in", ["purple", 2]],
  ["lecun-normal", ["purple", 4]],
  ["lecun-uniform", ["purple", 5]],
  ["orthogonal", ["green", 3]],
  ["lsuv", ["teal", 4]],
  ["pytorch-default", ["amber", 4]],
  ["keras-default", ["amber", 1]],
  ["random", ["grey", 5]],
  ["standard-normal", ["ink", 2]],
  ["zero", ["ink", 0]],
]);

/**
 * The looks of some methods by label. Labels with options or a recipe ("random:std=0.5",
 * "he [adam]") keep the hue of their initializer. Where two labels of one list would look the same,
 * the later in the alphabet takes the next free look.
 */
export function methodLooks(labels: readonly string[]): ReadonlyMap<string, MethodLook> {
  const looks = new Map<string, MethodLook>();
  const taken = new Set<string>();
  // The usual methods first: nobody else takes their looks.
  const order = (a: string, b: string) => Number(usual.has(b)) - Number(usual.has(a)) || (a < b ? -1 : 1);
  for (const label of [...new Set(labels)].sort(order)) {
    const [hue, shape] = placeOf(label);
    // Other shapes of the same hue first, and then the next hues.
    const look = Array.from({ length: hueNames.length * dashes.length }, (_, i) =>
      lookAt(hue + Math.floor(i / dashes.length), shape + i),
    ).find((one) => !taken.has(JSON.stringify(one)));
    // More methods than looks: the last ones share.
    const free = look ?? lookAt(hue, shape);
    taken.add(JSON.stringify(free));
    looks.set(label, free);
  }
  return looks;
}

const hueNames = Object.keys(hues) as Hue[];

/** Indices beyond the last start again from the first. */
function lookAt(hue: number, shape: number): MethodLook {
  const name = hueNames[hue % hueNames.length]!;
  const colour = `var(--hue-${name}, ${hues[name][0]})`;
  return { colour, dash: dashes[shape % dashes.length]!, marker: markers[shape % markers.length]! };
}

function placeOf(label: string): [hue: number, shape: number] {
  const initializer = label.split(/:| \[/)[0]!;
  const hue = usual.get(initializer)?.[0];
  return [
    hue === undefined ? hashOf(initializer) % hueNames.length : hueNames.indexOf(hue),
    usual.get(label)?.[1] ?? hashOf(label) % dashes.length,
  ];
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return hash;
}

/** The hues as CSS: variables for a light page, or for a dark one. */
export function hueVariables(theme: "light" | "dark"): string {
  return Object.entries(hues)
    .map(([name, [light, dark]]) => `--hue-${name}:${theme === "light" ? light : dark}`)
    .join(";");
}
