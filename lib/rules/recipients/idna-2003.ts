import { nameprep } from './nameprep';
import { encode } from 'punycode/';

const prefix = 'xn--';
const longestLabel = 63;
const ascii = /^[\0-\x7f]*$/;
const dots = /[.\u3002\uff0e\uff61]/;

/**
 * A domain in ASCII by IDNA 2003 (RFC 3490), as Python's `idna` codec does it for Notify, or undefined where that
 * codec refuses it. An ASCII domain is given back as it is. Node's `url.domainToASCII` follows later rules, which
 * refuse what these accept, such as a symbol or two hyphens in third and fourth place.
 */
export function encodeDomain(domain: string): string | undefined {
  if (ascii.test(domain)) return domain;
  const labels = domain.split(dots);
  const rooted = labels.at(-1) === '';
  const encoded = (rooted ? labels.slice(0, -1) : labels).map(encodeLabel);
  if (encoded.includes(undefined)) return undefined;
  return encoded.join('.') + (rooted ? '.' : '');
}

function encodeLabel(label: string): string | undefined {
  const prepared = ascii.test(label) ? label : nameprep(label);
  if (prepared === undefined) return undefined;
  const encoded = ascii.test(prepared) ? prepared : addPunycode(prepared);
  return encoded !== undefined && encoded.length > 0 && encoded.length <= longestLabel ? encoded : undefined;
}

function addPunycode(label: string): string | undefined {
  // No label of more characters fits, and Punycode takes long over long ones.
  if (label.startsWith(prefix) || label.length > longestLabel * 2) return undefined;
  return prefix + encode(label);
}
