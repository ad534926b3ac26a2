import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as whole from 'google-libphonenumber';
import { repository } from '../../../build/package/entries';
import { changed } from '../../../build/package/smaller-libraries';
import { bundleVendor } from '../../../build/package/vendor';

let dist: string;
beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'dist-'));
  await bundleVendor(dist, 1);
});
afterAll(() => rmSync(dist, { recursive: true }));

type PhoneNumbers = typeof whole;

/** All that is asked of the library about one number. */
function readingOf({ PhoneNumberUtil, PhoneNumberFormat }: PhoneNumbers, text: string, region: string): unknown {
  const util = PhoneNumberUtil.getInstance();
  try {
    const number = util.parse(text, region);
    return [
      util.isPossibleNumberWithReason(number),
      util.getNumberType(number),
      util.isValidNumber(number),
      util.format(number, PhoneNumberFormat.INTERNATIONAL),
      util.getRegionCodeForNumber(number),
    ];
  } catch (error) {
    return String(error);
  }
}

describe('the libraries inside the package', () => {
  test('read phone numbers of every region as the whole library does', () => {
    const { load } = require(join(dist, 'vendor/phone-numbers.cjs')) as { load: () => PhoneNumbers };
    const util = whole.PhoneNumberUtil.getInstance();
    const numbers = util.getSupportedRegions().flatMap((region) => {
      const example = util.getExampleNumber(region);
      const text = example ? util.format(example, whole.PhoneNumberFormat.INTERNATIONAL) : '';
      const texts = [text, text.slice(0, -1), `${text}1`, text.replace('+', ''), '999', '07700900123'];
      return texts.map((each) => ({ text: each, region }));
    });
    expect(numbers.length).toBeGreaterThan(1000);
    const differently = numbers.filter(
      ({ text, region }) =>
        JSON.stringify(readingOf(load(), text, region)) !== JSON.stringify(readingOf(whole, text, region)),
    );
    expect(differently).toEqual([]);
  });

  test('stop the build when a library no longer has what is to be changed in it', async () => {
    const plugins = [changed(/clock\.ts$/, /what is not there/, '')];
    const ended = build({
      entryPoints: [join(repository, 'lib/contract/clock.ts')],
      write: false,
      logLevel: 'silent',
      plugins,
    });
    await expect(ended).rejects.toThrow('is built otherwise now');
  });
});
