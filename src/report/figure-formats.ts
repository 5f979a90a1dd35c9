/** The formats of figures as files. */

/** Endings of their names: drawings for the web and for papers, and a picture. */
export const figureFormats = ["svg", "pdf", "png"] as const;

/** The ending of a figure's file. */
export type FigureFormat = (typeof figureFormats)[number];
