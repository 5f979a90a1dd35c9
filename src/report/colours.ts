/**
 * How a method is drawn: a hue, a dash and a marker, which follow from its name alone, so that it looks the same in every
 * figure and every report. The hues are near Okabe and Ito's (2008), each darkened or lightened until it stands 3 : 1 against
 * the page in its theme; whoever sees no hues has dash and marker.
 */

export interface MethodLook {
  /** For a stroke or a fill: "var(--hue-blue, #0072b2)". */
  readonly colour: string;
  /** SVG's `stroke-dasharray`; "none" is a whole line. */
  readonly dash: string;
  readonly marker: Marker;
}

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

/** Those that are compared most, each far from those it is compared with. */
const known: Readonly<Record<string, readonly [hue: Hue, shape: number]>> = {
  he: ["blue", 0],
  "he-uniform": ["blue", 1],
  "glorot-uniform": ["vermilion", 1],
  "glorot-normal": ["vermilion", 3],
  "xavier-fan-in": ["purple", 2],
  "lecun-normal": ["purple", 4],
  "lecun-uniform": ["purple", 5],
  orthogonal: ["green", 3],
  lsuv: ["teal", 4],
  "pytorch-default": ["amber", 4],
  "keras-default": ["amber", 1],
  random: ["grey", 5],
  "standard-normal": ["ink", 2],
  zero: ["ink", 0],
};

/**
 * The looks of some methods by label. Labels with options ("random:std=0.5") keep their method's hue. Where two labels of
 * one list would look the same, the later in the alphabet takes the next free look.
 */
export function methodLooks(labels: readonly string[]): ReadonlyMap<string, MethodLook> {
  const looks = new Map<string, MethodLook>();
  const taken = new Set<number>();
  const names = Object.keys(hues) as Hue[];
  const all = names.length * dashes.length;
  // Known ones first: nobody else takes theirs.
  const ordered = [...new Set(labels)].sort((a, b) => Number(b in known) - Number(a in known) || (a < b ? -1 : 1));
  for (const label of ordered) {
    let place = placeOf(label, names);
    for (let tried = 0; taken.has(place) && tried < all; tried++) {
      // Another shape of the same hue, and then the next hue.
      place = (place + names.length * (1 + (tried % dashes.length)) + (tried % dashes.length === 5 ? 1 : 0)) % all;
    }
    taken.add(place);
    const hue = names[place % names.length]!;
    const shape = Math.floor(place / names.length);
    looks.set(label, { colour: `var(--hue-${hue}, ${hues[hue][0]})`, dash: dashes[shape]!, marker: markers[shape]! });
  }
  return looks;
}

/** A hue and a shape as one number: shape · hues + hue. */
function placeOf(label: string, names: readonly Hue[]): number {
  const [hue, shape] = known[label] ?? [
    known[label.split(":")[0]!]?.[0] ?? names[hashOf(label.split(":")[0]!) % names.length]!,
    hashOf(label) % dashes.length,
  ];
  return shape * names.length + names.indexOf(hue);
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
