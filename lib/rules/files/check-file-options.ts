import { isObject } from '../python/read-json';
import { crash } from '../refusal';
import { fileOptions } from '../schema/file-options';
import { validate } from '../schema/validate';
import type { File } from './files-in';

/**
 * Refuses a file with options that Notify does not have, and falls over an object as one.
 *
 * @param now milliseconds since the epoch
 */
export function checkFileOptions(file: File, now: number): void {
  if (Object.values(file).some(isObject)) throw crash('TypeError');
  validate(file, fileOptions(file), now);
}
