import { decodeBase64 } from '../python/base64';
import { badRequest, type Refusal } from '../refusal';
import type { File } from './files-in';

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
  ['.rtf', 'text/rtf'],
  ['.txt', 'text/plain'],
  ['.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
]);

/** The content of a file, or the refusal that Notify passes on from the service that keeps files. */
export function readFile({ file, filename }: File): Buffer {
  const encoded = typeof file === 'string' ? file : '';
  if (encoded.length > largestUpload) throw badRequest('Uploaded file exceeds file size limit');
  const content = decodeBase64(encoded);
  if (content === undefined) throw badRequest('Document is not base64 encoded');
  if (content.length > largestFile) throw badRequest('Uploaded file exceeds file size limit');
  if (content.length === 0) throw badRequest('Document must not be empty');
  if (typeof filename === 'string' && Array.from(filename).length > longestName) {
    throw badRequest('`filename` cannot be longer than 100 characters');
  }
  return content;
}

/**
 * Whether a placeholder could stand for a file that is attached to an email template on the website, such as
 * `((leaflet.pdf))`. Notify fills it in itself when it sends; its API does not say which placeholders are such.
 */
export function couldBeAttachedFile(placeholder: string): boolean {
  return types.has(extensionOf(placeholder.trim()));
}

/** Refuses a file with a name whose extension is not one of those that can be sent. */
export function checkExtension(filename: string): void {
  const extension = extensionOf(filename);
  if (!types.has(extension)) throw unsupportedType(extension);
}

/** Refuses a file by the type of its content, whatever its name says. */
export function checkType(type: string): void {
  if (type !== 'application/rtf' && ![...types.values()].includes(type)) throw unsupportedType(type);
}

function unsupportedType(type: string): Refusal {
  const supported = [...types.keys()].map((extension) => `'${extension}'`).join(', ');
  return badRequest(`Unsupported file type '${type}'. Supported types are: ${supported}`);
}

/** From the last dot on, in lower case. */
function extensionOf(filename: string): string {
  return filename.slice(filename.lastIndexOf('.')).toLowerCase();
}
