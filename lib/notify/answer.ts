import { NotifyApiError, NotifyUnexpectedAnswerError } from './answer-errors';
import type { NotifyErrorEntry } from './errors';
import type { HttpResponse } from './transport';

/** Says by its distinctive field whether a JSON value is the answer asked for. */
export type Shape<Answer> = (json: unknown) => json is Answer;

/** An answer that has a text in `field`. */
export const withText =
  <Answer>(field: string & keyof Answer): Shape<Answer> =>
  (json): json is Answer =>
    isObject(json) && typeof json[field] === 'string';

/** An answer that has a list in `field`. */
export const withList =
  <Answer>(field: string & keyof Answer): Shape<Answer> =>
  (json): json is Answer =>
    isObject(json) && Array.isArray(json[field]);

/** Any JSON at all. */
export const anyJson: Shape<unknown> = (json): json is unknown => json !== undefined;

/** Reads an answer. Anything but `status` and `shape` is an error: Notify's own, or not known to be Notify's. */
export function readJson<Answer>(response: HttpResponse, status: number, shape: Shape<Answer>): Answer {
  const json = parse(response.body);
  if (response.status === status && shape(json)) return json;
  throw refusal(response, json);
}

/** Reads the PDF of a letter. */
export function readPdf(response: HttpResponse): Buffer {
  const isPdf = response.headers['content-type']?.startsWith('application/pdf');
  if (response.status === 200 && isPdf) return response.body;
  throw refusal(response, parse(response.body));
}

function refusal(response: HttpResponse, json: unknown): NotifyApiError | NotifyUnexpectedAnswerError {
  const errors = response.status >= 400 && readErrors(response.status, json);
  return errors
    ? new NotifyApiError(response.status, errors, response.headers['x-b3-traceid'])
    : new NotifyUnexpectedAnswerError(response);
}

/** Both envelopes of Notify. The second is the one of paths and methods it does not have, and names no class. */
function readErrors(status: number, json: unknown): readonly NotifyErrorEntry[] | undefined {
  if (!isObject(json)) return undefined;
  const { errors, result, message } = json;
  if (json['status_code'] === status && Array.isArray(errors) && errors.length > 0 && errors.every(isEntry)) {
    return errors;
  }
  return result === 'error' && typeof message === 'string' ? [{ error: result, message }] : undefined;
}

const isEntry = (entry: unknown): entry is NotifyErrorEntry =>
  isObject(entry) && typeof entry['error'] === 'string' && typeof entry['message'] === 'string';

const isObject = (json: unknown): json is Record<string, unknown> => typeof json === 'object' && json !== null;

/** The content type is no guide: Notify answers 405 with JSON that calls itself HTML, and its edge may do the reverse. */
function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
