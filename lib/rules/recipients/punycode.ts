// The parameters of RFC 3492, section 5.
const base = 36;
const smallestThreshold = 1;
const largestThreshold = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const firstNonAscii = 0x80;
const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * One label of a domain in Punycode (RFC 3492), without the `xn--` that goes in front of it. Node's own `punycode` is
 * deprecated, and its `url.domainToASCII` follows the later rules of IDNA.
 */
export function punycode(label: string): string {
  const points = Array.from(label, (character) => character.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < firstNonAscii);
  let encoded = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '');
  let handled = basic.length;
  let reached = firstNonAscii;
  let delta = 0;
  let bias = initialBias;
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= reached));
    delta += (next - reached) * (handled + 1);
    reached = next;
    for (const point of points) {
      if (point < reached) delta += 1;
      if (point !== reached) continue;
      encoded += variableLengthInteger(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    reached += 1;
  }
  return encoded;
}

function variableLengthInteger(delta: number, bias: number): string {
  let encoded = '';
  let rest = delta;
  for (let position = base; ; position += base) {
    const threshold = Math.min(Math.max(position - bias, smallestThreshold), largestThreshold);
    if (rest < threshold) return encoded + digits.charAt(rest);
    encoded += digits.charAt(threshold + ((rest - threshold) % (base - threshold)));
    rest = Math.floor((rest - threshold) / (base - threshold));
  }
}

function adapt(delta: number, handled: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? damp : 2));
  rest += Math.floor(rest / handled);
  let bias = 0;
  for (; rest > ((base - smallestThreshold) * largestThreshold) / 2; bias += base) {
    rest = Math.floor(rest / (base - smallestThreshold));
  }
  return bias + Math.floor(((base - smallestThreshold + 1) * rest) / (rest + skew));
}
