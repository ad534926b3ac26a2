import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

/** Compresses on another thread: the best quality of Brotli takes seconds. */
export const compressed = (content: string | Buffer, quality: number): Promise<Buffer> =>
  promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
