/** The name of a model in titles: of a file without its folders. */
export const titleOf = ({ model }) => /\.\w+(:|$)/.test(model) ? model.split(/[/\\]/).at(-1) : model;
