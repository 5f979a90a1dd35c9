/** What we use of pngjs, which brings no declarations. */
declare module "pngjs" {
  export class PNG {
    constructor(options: { readonly width: number; readonly height: number });
    readonly width: number;
    readonly height: number;
    /** RGBA, row by row. */
    data: Buffer;
    static readonly sync: { read(bytes: Buffer): PNG; write(png: PNG): Buffer };
  }
}
