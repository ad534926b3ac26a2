import type { Zip } from './zip';
import { readWholeXml } from './xml';

/**
 * The formats that every workbook has, by number. Those that follow the settings of the machine are as Excel shows them
 * in the United Kingdom: 5 to 8, 14, 22, 37 to 44.
 */
const builtIn: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  5: '£#,##0;-£#,##0',
  6: '£#,##0;-£#,##0',
  7: '£#,##0.00;-£#,##0.00',
  8: '£#,##0.00;-£#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'dd/mm/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'hh:mm',
  21: 'hh:mm:ss',
  22: 'dd/mm/yyyy hh:mm',
  37: '#,##0;-#,##0',
  38: '#,##0;-#,##0',
  39: '#,##0.00;-#,##0.00',
  40: '#,##0.00;-#,##0.00',
  41: '#,##0;-#,##0;"-"',
  42: '£#,##0;-£#,##0;£"-"',
  43: '#,##0.00;-#,##0.00;"-"??',
  44: '£#,##0.00;-£#,##0.00;£"-"??',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
};
const followMachine = new Set([5, 6, 7, 8, 14, 22, 37, 38, 39, 40, 41, 42, 43, 44]);

/** The format of a cell, by the number of its style. */
export type FormatOfStyle = (style: string | undefined) => string;

/** Reads the formats from the styles of an .xlsx file. */
export async function readFormats(zip: Zip, part: string | undefined): Promise<FormatOfStyle> {
  if (part === undefined) return () => 'General';
  const own = new Map<number, string>();
  const styles = await readWholeXml<number>(await zip.read(part), (put) => {
    const within: string[] = [];
    return {
      open: (name, { numFmtId, formatCode }) => {
        const parent = within.at(-1);
        if (name === 'numFmt' && parent === 'numFmts') own.set(Number(numFmtId), formatCode ?? 'General');
        if (name === 'xf' && parent === 'cellXfs') put(Number(numFmtId ?? 0));
        within.push(name);
      },
      close: () => within.pop(),
    };
  });
  const codeOf = (id: number): string => (followMachine.has(id) ? undefined : own.get(id)) ?? builtIn[id] ?? 'General';
  const codes = styles.map(codeOf);
  return (style) => codes[Number(style ?? 0)] ?? 'General';
}
