/**
 * Decodes as Python's `b64decode` does: characters outside the alphabet are passed over, what follows the padding is
 * not looked at, and only missing padding is refused. Undefined when it is.
 */
export function decodeBase64(text: string): Buffer | undefined {
  // Only a text beyond ASCII is refused for its characters.
  if (/[^\0-~\x7f]/.test(text)) return undefined;
  const end = endOfData(text);
  const data = text.slice(0, end).replace(/[^A-Za-z0-9+/]/g, '');
  return end === undefined && data.length % 4 !== 0 ? undefined : Buffer.from(data, 'base64');
}

/** Where a `=` completes a group of four, counting `=` only once two characters of the group are there. */
function endOfData(text: string): number | undefined {
  const firstPadding = text.indexOf('=');
  if (firstPadding === -1) return undefined;
  let inGroup = text.slice(0, firstPadding).replace(/[^A-Za-z0-9+/]/g, '').length % 4;
  let padding = 0;
  for (let index = firstPadding; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '=') {
      if (inGroup >= 2 && inGroup + ++padding >= 4) return index;
    } else if (/[A-Za-z0-9+/]/.test(character)) {
      inGroup = (inGroup + 1) % 4;
      padding = 0;
    }
  }
  return undefined;
}
