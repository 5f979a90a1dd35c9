/** Small dense linear algebra, the same bits in every JavaScript engine. */
export { haar } from "./haar.js";
export { matrix, multiply, transpose } from "./matrix.js";
export { qr } from "./qr.js";
export { svd } from "./svd.js";
export { symmetricEigen } from "./symmetric-eigen.js";
