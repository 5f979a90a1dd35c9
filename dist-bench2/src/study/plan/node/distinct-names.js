import { isOnnxPath } from "./modules/path.js";
/**
 * The networks, those in .onnx files of one name ("a/model.onnx" and "b/model.onnx") with as many
 * folders in front of it as it takes.
 */
export function withDistinctNames(models) {
    return models.map((user) => {
        const twins = models.filter(({ model, file }) => model.name === user.model.name && file?.path !== user.file?.path);
        if (twins.length === 0 || !isOnnxPath(user.written))
            return user;
        const folders = foldersOf(user);
        const differs = (count) => twins.every((twin) => ending(foldersOf(twin), count) !== ending(folders, count));
        let count = 1;
        while (count < folders.length && !differs(count))
            count++;
        return { ...user, model: { ...user.model, name: `${ending(folders, count)}/${user.model.name}` } };
    });
}
/** The folders of a file, outermost first, without what separates a name from its options. */
function foldersOf({ file }) {
    const parts = (file?.path ?? "").split(/[\\/]/).map((part) => part.replaceAll(/[:,=]/g, "_"));
    return parts.slice(0, -1);
}
const ending = (folders, count) => folders.slice(-count).join("/");
