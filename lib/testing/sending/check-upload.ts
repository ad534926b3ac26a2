import { badRequest } from '../http/errors';
import { decodeBase64 } from '../http/base64';
import { mimeTypeOf } from './mime-type';

const largestFile = 2 * 1024 * 1024 + 1024;
const largestUpload = 3 * 1024 * 1024;
const longestName = 100;

const types = new Map([
  ['.csv', 'text/csv'],
  ['.doc', 'application/msword'],
  ['.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['.jpeg', 'image/jpeg'],
  ['.jpg', 'image/jpeg'],
  ['.json', 'application/json'],
  ['.odt', 'application/vnd.oasis.opendocument.text'],
  ['.pdf', 'application/pdf'],
  ['.png', 'image/png'],
  ['.rtf', 'application/rtf'],
  ['.txt', 'text/plain'],
  ['.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
]);

/** The content of a file, or the refusal Notify passes on from the service that keeps files. */
export function checkUpload({ file, filename }: Readonly<Record<string, unknown>>): Buffer {
  const encoded = typeof file === 'string' ? file : '';
  if (encoded.length > largestUpload) throw badRequest('Uploaded file exceeds file size limit');
  const content = decodeBase64(encoded);
  if (content === undefined) throw badRequest('Document is not base64 encoded');
  if (content.length > largestFile) throw badRequest('Uploaded file exceeds file size limit');
  if (content.length === 0) throw badRequest('Document must not be empty');
  if (typeof filename === 'string' && Array.from(filename).length > longestName) {
    throw badRequest('`filename` cannot be longer than 100 characters');
  }
  if (content.includes('EICAR-STANDARD-ANTIVIRUS-TEST-FILE')) throw badRequest('File did not pass the virus scan');
  const unsupported = unsupportedType(content, filename);
  if (unsupported !== undefined) {
    const supported = [...types.keys()].map((extension) => `'${extension}'`).join(', ');
    throw badRequest(`Unsupported file type '${unsupported}'. Supported types are: ${supported}`);
  }
  return content;
}

/** The extension of a file with a name, or the type of the content of one without, if files of it are refused. */
function unsupportedType(content: Buffer, filename: unknown): string | undefined {
  if (typeof filename === 'string') {
    const extension = filename.slice(filename.lastIndexOf('.')).toLowerCase();
    return types.has(extension) ? undefined : extension;
  }
  const type = mimeTypeOf(content);
  return [...types.values()].includes(type) ? undefined : type;
}
