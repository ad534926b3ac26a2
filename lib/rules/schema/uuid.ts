/**
 * The canonical spelling of a UUID in any spelling that Python's `UUID()` takes: upper case, without hyphens, in
 * braces, or as a URN. Undefined when it is none.
 */
export function parseUuid(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (canonical.test(text)) return text;
  const digits = text
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
