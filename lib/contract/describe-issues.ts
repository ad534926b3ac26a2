import type * as z from 'zod/mini';
import { showName } from './field-name';

type Name = (path: readonly PropertyKey[]) => string;

/**
 * What is wrong with a value, in words that name its fields and never show what is in them.
 *
 * @param issues of a value that was parsed with `reportInput`
 * @param whole what the whole of it is called
 * @param spell says a field's name as its writer knows it
 */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  whole: string,
  spell = (field: string): string => field,
): string {
  const name: Name = (path) => {
    const [outermost, ...inner] = path.map((part) => showName(String(part)));
    return outermost === undefined ? whole : [spell(outermost), ...inner].join('.');
  };
  return [...new Set(issues.slice(0, 10).map((issue) => describe(issue, name)))].join('; ');
}

function describe(issue: z.core.$ZodIssue, name: Name): string {
  const field = name(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const unknown = issue.keys.slice(0, 10).map((key) => name([...issue.path, key]));
      return `unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${unknown.join(', ')}`;
    }
    case 'invalid_union':
      return 'options' in issue ? oneOf(field, issue.options) : `${field} ${issue.message}`;
    case 'invalid_value':
      return oneOf(field, issue.values);
    case 'invalid_type':
      return issue.input === undefined ? `${field} is missing` : `${field} must be ${article(issue.expected)}`;
    case 'too_small':
      return isCount(issue.origin) ? `${field} must be at least ${issue.minimum}` : `${field} must not be empty`;
    case 'too_big':
      return `${field} must be at most ${issue.maximum}${isCount(issue.origin) ? '' : ' characters'}`;
    case 'invalid_format':
      return `${field} must be ${formats.get(issue.format) ?? issue.format}`;
    default:
      return `${field} ${issue.message}`;
  }
}

const oneOf = (field: string, options: readonly unknown[] = []): string =>
  `${field} must be one of ${options.map(String).join(', ')}`;

const isCount = (origin: string): boolean => origin === 'number' || origin === 'int';

const formats = new Map([
  ['datetime', 'a date and time with its offset, such as 2026-01-31T09:00:00Z'],
  ['url', 'a URL, such as https://example.com/receipts'],
]);

const articles = new Map([
  ['object', 'an object'],
  ['record', 'an object'],
  ['array', 'an array'],
  ['int', 'a whole number'],
]);

const article = (type: string): string => articles.get(type) ?? `a ${type}`;
