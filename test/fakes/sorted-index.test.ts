import { fc } from '../properties';
import { SortedIndex } from './sorted-index';

const key = fc.integer({ min: 0, max: 20 }).map((number) => String(number).padStart(2, '0'));

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('add' as const), key }),
    fc.record({ do: fc.constant('remove' as const), place: fc.nat({ max: 300 }) }),
  ),
  { maxLength: 300, size: 'max' },
);

test('a range has exactly the entries added and not removed, in the order of their keys', () => {
  fc.assert(
    fc.property(steps, key, key, (script, from, to) => {
      const index = new SortedIndex();
      const expected = new Map<string, string>();
      script.forEach((step, place) => {
        if (step.do === 'add') {
          index.add(`id ${place}`, step.key);
          expected.set(`id ${place}`, step.key);
        } else {
          index.remove(`id ${step.place}`);
          expected.delete(`id ${step.place}`);
        }
      });
      const found = index.between(from, to);
      const keys = found.map((id) => expected.get(id) ?? 'gone');
      const between = [...expected].filter(([, of]) => of >= from && of <= to).map(([id]) => id);
      expect(new Set(found)).toEqual(new Set(between));
      expect(found).toHaveLength(between.length);
      expect([...keys].sort()).toEqual(keys);
      expect(index.size).toBe(expected.size);
    }),
  );
});

test('a range includes both of its ends', () => {
  const index = new SortedIndex();
  for (const at of ['1', '2', '3', '4']) index.add(`at ${at}`, at);
  expect(index.between('2', '3')).toEqual(['at 2', 'at 3']);
  expect(index.between('3', '2')).toEqual([]);
});

test('an id that is added again under a later key is found only there', () => {
  const index = new SortedIndex();
  index.add('a', '1');
  index.remove('a');
  index.add('a', '2');
  expect(index.between('1', '1')).toEqual([]);
  expect(index.between('1', '2')).toEqual(['a']);
  index.remove('a');
  index.remove('a');
  expect(index.size).toBe(0);
});

test('a hundred thousand entries that come and go leave nothing behind', () => {
  const index = new SortedIndex();
  for (let number = 0; number < 100_000; number += 1) {
    const at = String(number).padStart(6, '0');
    index.add(at, at);
    if (number >= 10) index.remove(String(number - 10).padStart(6, '0'));
  }
  expect(index.between('000000', '999999')).toEqual(
    Array.from({ length: 10 }, (_, place) => String(99_990 + place).padStart(6, '0')),
  );
  expect(index.size).toBe(10);
});
