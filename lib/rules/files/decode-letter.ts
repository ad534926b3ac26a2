import { decodeBase64 } from '../python/base64';
import { badRequest } from '../refusal';

/** The bytes of a precompiled letter. Notify takes any: whether they are a PDF shows later, in the status. */
export function decodeLetter(content: string): Buffer {
  const pdf = decodeBase64(content);
  if (pdf === undefined) throw badRequest('Cannot decode letter content (invalid base64 encoding)');
  return pdf;
}
