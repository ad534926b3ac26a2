import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/**
 * Writes lib/testing/letters/letter-fonts.ts from two files of Arimo, cut down to the letters of the Latin alphabet, Welsh
 * ones among them:
 *
 *   npm pack @expo-google-fonts/arimo@0.4.3 && tar xzf expo-google-fonts-arimo-0.4.3.tgz && pip install fonttools
 *   for font in 400Regular 700Bold; do
 *     pyftsubset package/$font/Arimo_$font.ttf --output-file=$font.ttf --no-hinting --layout-features='' \
 *       --name-IDs='0,1,2,3,4,5,6,13,14' --drop-tables+=GSUB,GPOS,GDEF,DSIG \
 *       --unicodes=U+0020-007E,U+00A0-024F,U+0300-030C,U+0327-0328,U+1E00-1EFF,U+2010-2015,U+2018-201E,U+2020-2022,\
 *   U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2116,U+2122,U+2212
 *   done
 *   npx tsx build/write-letter-fonts.ts 400Regular.ttf 700Bold.ttf
 */
async function write([regular = '', bold = '']: readonly string[]): Promise<void> {
  const base64 = async (file: string) => (await readFile(resolve(file))).toString('base64');
  const source = `// Written by build/write-letter-fonts.ts, which says from what. Do not change it by hand.

// The type of letters: Arimo, © The Arimo Project Authors, under the SIL Open Font License 1.1, see THIRD-PARTY-LICENSES.
// They stand here, not in files of their own, so that whatever bundles the stand-in takes them along.

export const regular = Buffer.from('${await base64(regular)}', 'base64');

export const bold = Buffer.from('${await base64(bold)}', 'base64');
`;
  await writeFile(join(__dirname, '../lib/testing/letters/letter-fonts.ts'), source);
}

void write(process.argv.slice(2));
