import { isObject } from '../python/read-json';
import { badRequest } from '../refusal';
import type { TemplateValues } from '../templates/template';

/** A file as it stands in personalisation: its content in base64, and how it is offered. */
export type File = Readonly<Record<string, unknown>>;

/** The personalisation's files, by the name of their placeholder. */
export function filesIn(personalisation: TemplateValues): [string, File][] {
  return Object.entries(personalisation).filter((entry): entry is [string, File] => isFile(entry[1]));
}

function isFile(value: unknown): value is File {
  return isObject(value) && Object.hasOwn(value, 'file');
}

/** Refuses files in what is no email. */
export function checkNoFiles(personalisation: TemplateValues): void {
  if (filesIn(personalisation).length > 0) throw badRequest('Can only send a file by email');
}
