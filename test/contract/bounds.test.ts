import { fc } from '../properties';
import { bounds, textBeyondBounds, valueBeyondBounds } from '../../lib/contract/bounds';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import { anEmail } from './messages';

const tooMany = 'must hold at most 10000 values; send less in one message';
const tooDeep = 'must not be nested deeper than 32 levels';

/** A message of so many bytes whose personalisation holds this over and over. */
const filledWith = (unit: string, bytes: number): string => {
  const list = unit.repeat(Math.floor(bytes / unit.length)).slice(0, -1);
  return JSON.stringify({ ...anEmail, personalisation: { x: 'HERE' } }).replace('"HERE"', `[${list}]`);
};

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const list = (values: number, value: string): string => `[${Array.from({ length: values }, () => value).join(',')}]`;

describe('the bounds of a message', () => {
  test.each([
    ['numbers', '1,'],
    ['empty lists', '[],'],
    ['empty objects', '{},'],
    ['small objects', '{"a":{}},'],
    ['texts with quotes in them', '"\\"\\\\",'],
  ])('refuse a megabyte of %s before it is parsed, and the reason says the limit', (_what, unit) => {
    expect(parseQueueMessage(filledWith(unit, 1024 * 1024))).toEqual({ ok: false, reason: `the message ${tooMany}` });
  });

  test('refuse a megabyte of names', () => {
    const names = Array.from({ length: 60_000 }, (_, place) => [`name ${place}`, 1]);
    expect(parseQueueMessage(JSON.stringify({ ...anEmail, personalisation: Object.fromEntries(names) }))).toEqual({
      ok: false,
      reason: `the message ${tooMany}`,
    });
  });

  test.each([
    [list(bounds.values - 1, '1'), undefined],
    [list(bounds.values, '1'), tooMany],
    [list(bounds.values - 1, '[ ]'), undefined],
    [list(bounds.values, '{ }'), tooMany],
    [list((bounds.values - 1) / 3, '{"a":"[,"} '), undefined],
    [nested(bounds.levels), undefined],
    [nested(bounds.levels + 1), tooDeep],
    ['"' + '[,'.repeat(50_000) + '"', undefined],
    ['"' + '\\"['.repeat(50_000) + '"', undefined],
    ['"\\\\",' + '['.repeat(33), tooDeep],
    ['"never closed' + '['.repeat(100), undefined],
  ])('count the values of a text exactly, and none inside a string', (json, expected) => {
    expect(textBeyondBounds(json)).toBe(expected);
  });

  test('count the same in a text of JSON as in the value that it becomes', () => {
    const json = fc.oneof(
      fc.jsonValue({ maxDepth: 5 }),
      fc.nat(40).map((levels) => JSON.parse(nested(levels + 1)) as unknown),
      fc.nat({ max: 12_000 }).map((length) => Array.from({ length }, () => ({}))),
    );
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        expect(textBeyondBounds(JSON.stringify(value, undefined, indent))).toBe(valueBeyondBounds(value));
      }),
    );
  });

  test('are those of a value that goes round in circles too', () => {
    const circle: Record<string, unknown> = {};
    circle['again'] = circle;
    expect(valueBeyondBounds(circle)).toBe(tooDeep);
  });
});
