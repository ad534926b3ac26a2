import { unzipSync } from 'fflate';
import type * as Wasmagic from 'wasmagic';

let magic: Promise<Wasmagic.WASMagic> | undefined;

/** A name that only files of a type hold, of those that are ZIP archives inside. */
const documents: readonly (readonly [name: string, type: string])[] = [
  ['word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
];

/** The type of a file by its content, by the library that Notify uses: libmagic. */
export async function mimeTypeOf(content: Buffer): Promise<string> {
  // Only who sends a file waits for it to load, and not by import(), which Jest does not let users' tests do.
  magic ??= (require('wasmagic') as typeof Wasmagic).WASMagic.create();
  const type = (await magic).detect(content);
  return type === 'application/zip' || type === 'application/octet-stream' ? archiveType(content) : type;
}

/** libmagic does not know every document of Office, so Notify looks into the archive as well. */
function archiveType(content: Buffer): string {
  const names = namesInArchive(content);
  if (names === undefined) return 'application/octet-stream';
  return documents.find(([name]) => names.includes(name))?.[1] ?? 'application/zip';
}

function namesInArchive(content: Buffer): readonly string[] | undefined {
  const names: string[] = [];
  try {
    unzipSync(content, { filter: ({ name }) => names.push(name) === 0 });
    return names;
  } catch {
    return undefined;
  }
}
