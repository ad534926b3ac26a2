import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { matchingKey } from '../lib/rules/recipients/matching-key';

/**
 * Writes lib/rules/recipients/registered-names.ts from GOV.UK's register of countries and territories and the Welsh names
 * of Unicode's CLDR:
 *
 *   npm pack govuk-country-and-territory-autocomplete@2.0.0 && tar xzf govuk-country-and-territory-autocomplete-2.0.0.tgz
 *   npx tsx build/write-country-names.ts package/dist/location-autocomplete-graph.json
 */

interface Place {
  readonly names: { readonly 'en-GB': string };
  readonly meta: { readonly canonical: boolean };
  readonly edges: { readonly from: readonly string[] };
}

type Graph = Readonly<Record<string, Place>>;

const welsh = new Intl.DisplayNames('cy', { type: 'region', fallback: 'none' });

function namesByCountry(graph: Graph): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const taken = new Set<string>();
  const add = (country: string, name: string | undefined) => {
    // A line with a digit is never a country, so such a code is of no use.
    if (name === undefined || /\d/.test(name) || taken.has(matchingKey(name))) return;
    taken.add(matchingKey(name));
    names.get(country)?.push(name);
  };
  const places = Object.entries(graph);
  for (const [, { names: own, meta }] of places) if (meta.canonical) names.set(own['en-GB'], []);
  for (const country of names.keys()) taken.add(matchingKey(country));
  for (const [id, place] of places) add(countryOf(graph, id), place.names['en-GB']);
  for (const [id, place] of places) {
    const code = /^(?:country|territory):([A-Z]{2})$/.exec(id)?.[1];
    if (code !== undefined && isInUse(code) && place.meta.canonical) add(place.names['en-GB'], welsh.of(code));
  }
  return names;
}

/** CLDR gives a country that is no more the name of its heir. */
function isInUse(code: string): boolean {
  return new Intl.Locale(`und-${code}`).region === code;
}

/** A name leads over others to the one of the country. */
function countryOf(graph: Graph, id: string): string {
  const place = graph[id];
  if (place === undefined) throw new Error(`the register has no place ${id}: take the whole file`);
  const [next] = place.edges.from;
  return place.meta.canonical || next === undefined ? place.names['en-GB'] : countryOf(graph, next);
}

async function write(register: string): Promise<void> {
  const graph = JSON.parse(await readFile(resolve(register), 'utf8')) as Graph;
  const entries = [...namesByCountry(graph)].toSorted(([one], [other]) => one.localeCompare(other, 'en-GB'));
  const lines = entries.map(([country, names]) => `${JSON.stringify(country)}: ${JSON.stringify(names.join('|'))},`);
  const file = join(__dirname, '../lib/rules/recipients/registered-names.ts');
  const source = `// Written by build/write-country-names.ts, which says from what. Do not change it by hand.

/**
 * Every country and territory of GOV.UK's register by the name that it has there, with its other names: those that the
 * register lists, codes among them, and the Welsh one. The register is © Crown copyright (Government Digital Service)
 * and under the MIT licence, CLDR under the Unicode licence: see THIRD-PARTY-LICENSES.
 */
export const registeredNames: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n};\n`;
  await writeFile(file, await format(source, { ...(await resolveConfig(file)), filepath: file }));
}

const [, , register = ''] = process.argv;
void write(register);
