import { canRewrite, cutTo, wantsColour, widthOf } from '../../bin/terminal';

const terminal = { isTTY: true, columns: 80 };
const file = { isTTY: false };

describe('terminal: colour', () => {
  test.each<[string, boolean, { readonly isTTY: boolean }, NodeJS.ProcessEnv]>([
    ['in a terminal', true, terminal, { TERM: 'xterm-256color' }],
    ['not in a file', false, file, {}],
    ['not with NO_COLOR', false, terminal, { NO_COLOR: '1' }],
    ['with a NO_COLOR that is empty', true, terminal, { NO_COLOR: '' }],
    ['not in a dumb terminal', false, terminal, { TERM: 'dumb' }],
    ['not in a build', false, terminal, { CI: 'true' }],
    ['where CI says that it is no build', true, terminal, { CI: 'false' }],
    ['in a file with FORCE_COLOR', true, file, { FORCE_COLOR: '1' }],
    [
      'with FORCE_COLOR, whatever speaks against it',
      true,
      file,
      { FORCE_COLOR: '3', NO_COLOR: '1', CI: '1', TERM: 'dumb' },
    ],
    ['not where FORCE_COLOR says 0', false, terminal, { FORCE_COLOR: '0' }],
    ['in a terminal with a FORCE_COLOR that is empty', true, terminal, { FORCE_COLOR: '' }],
  ])('is wanted %s: %s', (_, wanted, stream, env) => {
    expect(wantsColour(stream, env)).toBe(wanted);
  });
});

describe('terminal: width', () => {
  test('a line is one column less than the terminal, and as long as it is where there is none', () => {
    expect(widthOf(terminal)).toBe(79);
    expect(widthOf(file)).toBeUndefined();
    expect(widthOf({ isTTY: true, columns: 0 })).toBeUndefined();
  });

  test('what is too long is cut, and says so', () => {
    expect(cutTo(5, 'delivered')).toBe('deli…');
    expect(cutTo(9, 'delivered')).toBe('delivered');
    expect(cutTo(undefined, 'delivered')).toBe('delivered');
  });

  test('a line is written over in a terminal that can', () => {
    expect([canRewrite(terminal, {}), canRewrite(terminal, { TERM: 'dumb' }), canRewrite(file, {})]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
