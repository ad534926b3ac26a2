import { fc } from '../properties';
import { changedByJson } from '../../lib/publisher/changed-by-json';

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const safe = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('"__proto__"'));

test('every value that JSON can express is allowed', () => {
  fc.assert(fc.property(safe, (value) => expect(changedByJson(value)).toBeUndefined()));
});

test('an allowed value comes out of JSON as it went in', () => {
  const anything = fc.anything({
    // JSON writes 0 for -0, which is the same number.
    values: [fc.string(), fc.boolean(), fc.double().map((number) => number + 0), fc.constantFrom(null, undefined)],
    withBigInt: true,
    withBoxedValues: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anything, { maxKeys: 3 }), (value) => {
      fc.pre(changedByJson(value) === undefined);
      expect(throughJson(value)).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

class Case {
  readonly #number = 1;
  get number(): number {
    return this.#number;
  }
}
const sparse: unknown[] = [];
sparse[1] = 'second';

describe('publisher: values that JSON would change', () => {
  const nested = fc.array(
    fc.oneof(
      fc.string().map((name) => `_${name}`),
      fc.constant(0),
    ),
    { maxLength: 5 },
  );
  const within = (path: readonly (string | number)[], innermost: unknown): unknown =>
    path.reduceRight<unknown>((value, name) => (name === 0 ? [value] : { first: 'x', [name]: value }), innermost);

  test.each<[string, unknown, ...(string | number)[]]>([
    ['bytes', Buffer.from('%PDF')],
    ['a typed array', new Uint8Array(2)],
    ['a map', new Map([['name', 'Amala']])],
    ['a set', new Set(['Amala'])],
    ['an error', new Error('Amala')],
    ['a regular expression', /Amala/],
    ['a promise', Promise.resolve('Amala')],
    ['an object of a class', new Case()],
    ['a boxed text', Object('Amala')],
    ['NaN', Number.NaN],
    ['infinity', -Infinity],
    ['a bigint', 3n],
    ['an invalid date', new Date(Number.NaN)],
    ['a function', () => 'Amala'],
    ['a symbol', Symbol('Amala')],
    ['undefined in a list', [undefined], 0],
    ['a list with a hole', sparse, 0],
    ['the key __proto__', JSON.parse('{ "a": 1, "__proto__": "Amala" }'), '__proto__'],
  ])('the place of a value that JSON would change is reported: %s', (_, value, ...inner) => {
    fc.assert(
      fc.property(nested, (path) => {
        expect(changedByJson(within(path, value))).toEqual([...path, ...inner]);
      }),
      { numRuns: 20 },
    );
  });
});

test.each<[string, unknown, unknown]>([
  ['a date goes as its text', new Date('2026-03-02T09:00:00Z'), '2026-03-02T09:00:00.000Z'],
  ['an object with toJSON goes as its text', new URL('https://example.com/a'), 'https://example.com/a'],
  ['what is undefined is left out', { name: 'Amala', middle: undefined }, { name: 'Amala' }],
  [
    'an object without a prototype goes like any other',
    Object.assign(Object.create(null), { name: 'Amala' }),
    { name: 'Amala' },
  ],
  ['a text with half a character comes back unchanged', '\ud800', '\ud800'],
])('%s', (_, value, after) => {
  expect(changedByJson(value)).toBeUndefined();
  expect(throughJson(value)).toEqual(after);
});
