/** The formats of figures as files. */
/** Endings of their names: drawings for the web and for papers, and a picture. */
export const figureFormats = ["svg", "pdf", "png"];
