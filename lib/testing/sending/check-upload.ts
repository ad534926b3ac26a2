import { checkExtension, checkType, readFile } from '../../rules/files/check-file';
import type { File } from '../../rules/files/files-in';
import { badRequest } from '../../rules/refusal';
import { mimeTypeOf } from './mime-type';

/**
 * The content of a file, or the refusal Notify passes on from the service that keeps files. Its content has to be of a
 * type that can be sent, whichever of them its name says.
 */
export async function checkUpload(file: File): Promise<Buffer> {
  const content = readFile(file);
  if (content.includes('EICAR-STANDARD-ANTIVIRUS-TEST-FILE')) throw badRequest('File did not pass the virus scan');
  const { filename } = file;
  if (typeof filename === 'string') checkExtension(filename);
  checkType(await mimeTypeOf(content));
  return content;
}
