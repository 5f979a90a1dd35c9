/**
 * `npm run pictures`: draws the stored pictures of the report's figures and of the live page anew.
 * Look at what changed.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { drawPictures, pictureFolder } from "../test/report/pictures.js";
import { drawLivePage, livePictures } from "../test/view/pictures.js";

const sets = [
  [pictureFolder, await drawPictures()],
  [livePictures, await drawLivePage()],
] as const;
for (const [folder, pictures] of sets) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [path, bytes] of pictures) writeFileSync(path, bytes);
  console.log(`${pictures.size} pictures in ${folder}`);
}
