import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/**
 * Writes lib/testing/letters/letter-fonts.ts from two files of Arimo, cut down to the letters of the Latin alphabet: those of
 * Welsh and of the other languages of Europe, of Vietnamese, and of Chinese in Latin letters:
 *
 *   npm pack @expo-google-fonts/arimo@0.4.3 && tar xzf expo-google-fonts-arimo-0.4.3.tgz && pip install fonttools
 *   for font in 400Regular 700Bold; do
 *     pyftsubset package/$font/Arimo_$font.ttf --output-file=$font.ttf --no-hinting --layout-features='' \
 *       --name-IDs='0,1,2,3,4,5,6,13,14' --drop-tables+=GSUB,GPOS,GDEF,DSIG \
 *       --unicodes=U+0020-007E,U+00A0-017F,U+018F,U+0192,U+01A0-01A1,U+01AF-01B0,U+01CD-01DC,U+01E6-01E7,U+0218-021B,\
 *   U+0259,U+0300-0304,U+0308-0309,U+0323,U+1E80-1E85,U+1EA0-1EF9,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,\
 *   U+2030,U+2039-203A,U+20AC,U+2116,U+2122,U+2212
 *   done
 *   npx tsx build/write-letter-fonts.ts 400Regular.ttf 700Bold.ttf
 */
async function write([regular = '', bold = '']: readonly string[]): Promise<void> {
  const packed = async (file: string) => brotliCompressSync(await readFile(resolve(file))).toString('base64');
  const source = `// Written by build/write-letter-fonts.ts, which says from what. Do not change it by hand.

// The type of letters: Arimo, © The Arimo Project Authors, under the SIL Open Font License 1.1, see THIRD-PARTY-LICENSES.
// They stand here, not in files of their own, so that whatever bundles the stand-in takes them along.

import { brotliDecompressSync } from 'node:zlib';

export const regular = unpacked('${await packed(regular)}');

export const bold = unpacked('${await packed(bold)}');

function unpacked(brotli: string): Buffer {
  return brotliDecompressSync(Buffer.from(brotli, 'base64'));
}
`;
  await writeFile(join(__dirname, '../lib/testing/letters/letter-fonts.ts'), source);
}

void write(process.argv.slice(2));
