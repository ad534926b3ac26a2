import { openProgressBar, progressLine } from '../../bin/progress-bar';

describe('progressLine', () => {
  test.each([
    [{ done: 0, total: 10, elapsed: 0 }, '░░░░░░░░░░░░░░░░░░░░░░░░    0 %  0 of 10  0 a second'],
    [
      { done: 2_500, total: 10_000, elapsed: 2_000 },
      '██████░░░░░░░░░░░░░░░░░░   25 %  2,500 of 10,000  1,250 a second  6 s left',
    ],
    [{ done: 1, total: 201, elapsed: 1_000 }, '░░░░░░░░░░░░░░░░░░░░░░░░    0 %  1 of 201  1 a second  3 min 20 s left'],
    [
      { done: 10, total: 100_000, elapsed: 1_000 },
      '░░░░░░░░░░░░░░░░░░░░░░░░    0 %  10 of 100,000  10 a second  2 h 46 min left',
    ],
    [
      { done: 999, total: 1_000, elapsed: 1_000 },
      '███████████████████████░   99 %  999 of 1,000  999 a second  1 s left',
    ],
    [{ done: 10, total: 10, elapsed: 1_000 }, '████████████████████████  100 %  10 of 10  10 a second  done'],
    [{ done: 0, total: 0, elapsed: 0 }, '████████████████████████  100 %  0 of 0  0 a second  done'],
    [{ done: 12_000, total: undefined, elapsed: 2_000 }, '12,000 so far  6,000 a second'],
  ])('the line shows the bar, the count, the rate and the time left for %j', (progress, line) => {
    expect(progressLine(progress)).toBe(line);
  });
});

describe('the line fits its width', () => {
  const progress = { done: 2_500, total: 10_000, elapsed: 2_000 };

  test.each([
    [120, '██████░░░░░░░░░░░░░░░░░░   25 %  2,500 of 10,000  1,250 a second  6 s left'],
    [79, '██████░░░░░░░░░░░░░░░░░░   25 %  2,500 of 10,000  1,250 a second  6 s left'],
    [59, '██░░░░░░░   25 %  2,500 of 10,000  1,250 a second  6 s left'],
    [40, '████░░░░░░░░░░░░   25 %  2,500 of 10,000'],
    [22, '███░░░░░░░░░░░░   25 %'],
    [3, '25 %'],
  ])('of %d columns', (width, line) => {
    expect(progressLine(progress, width)).toBe(line);
  });

  test.each([60, 80, 120])('whatever it says, in a terminal of %d columns', (columns) => {
    for (const done of [0, 1, 999, 123_456, 1_000_000]) {
      for (const elapsed of [0, 1, 1_000, 86_400_000]) {
        for (const total of [undefined, 1_000_000]) {
          expect(progressLine({ done, total, elapsed }, columns - 1).length).toBeLessThan(columns);
        }
      }
    }
  });
});

function opened(isTTY: boolean, env: NodeJS.ProcessEnv = {}, columns = 120) {
  let time = 5_000;
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) > 0 };
  const bar = openProgressBar({ total: 100, stream, env, now: () => time });
  return { bar, written, wait: (milliseconds: number) => (time += milliseconds) };
}

test('in a terminal the line is overwritten, at most ten times a second', () => {
  const { bar, written, wait } = opened(true);
  for (let done = 1; done <= 100; done += 1) {
    wait(10);
    bar.show(done);
  }
  bar.end(100);
  expect(written).toHaveLength(12);
  expect(written[0]).toBe(`\r\u001b[K${progressLine({ done: 10, total: 100, elapsed: 100 })}`);
  expect(written.slice(-2)).toEqual([expect.stringMatching(/100 %.*done$/), '\n']);
});

test('outside a terminal a line is written every ten seconds, and one at the end', () => {
  const { bar, written, wait } = opened(false);
  for (let done = 1; done <= 20; done += 1) {
    wait(1_000);
    bar.show(done);
  }
  bar.end(20);
  expect(written.map((line) => /(\d+) of/.exec(line)?.[1])).toEqual(['10', '20', '20']);
  expect(written.every((line) => line.endsWith('\n'))).toBe(true);
});

test('cleared in a terminal, the line is deleted, if there is one', () => {
  const { bar, written, wait } = opened(true);
  bar.clear();
  expect(written).toEqual([]);
  wait(1_000);
  bar.show(1);
  bar.clear();
  bar.clear();
  expect(written.slice(1)).toEqual(['\r\u001b[K']);
});

test('breaking off in a terminal ends the line, if there is one', () => {
  const { bar, written, wait } = opened(true);
  bar.breakOff();
  expect(written).toEqual([]);
  wait(100);
  bar.show(1);
  bar.breakOff();
  bar.breakOff();
  expect(written.slice(1)).toEqual(['\n']);
});

test('breaking off outside a terminal writes nothing', () => {
  const { bar, written, wait } = opened(false);
  wait(10_000);
  bar.show(1);
  bar.breakOff();
  expect(written).toEqual([expect.stringMatching(/^[^\n]+\n$/)]);
});

test('in a terminal that cannot write over a line there is one every ten seconds', () => {
  const { bar, written, wait } = opened(true, { TERM: 'dumb' });
  wait(9_000);
  bar.show(1);
  expect(written).toEqual([]);
  bar.end(20);
  expect(written).toEqual([expect.stringMatching(/^.*20 of 100.*\n$/)]);
  expect(written.join('')).not.toContain('\u001b');
});

test('in a narrow terminal the line is never wider than that', () => {
  const { bar, written, wait } = opened(true, {}, 40);
  wait(1_000);
  bar.show(20);
  expect(written[0]?.replace('\r\u001b[K', '').length).toBeLessThan(40);
});
