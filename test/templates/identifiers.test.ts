import { fc } from '../properties';
import { identifierOf, identifiersOf } from '../../lib/templates/identifiers';
import { idOf, templateOf } from './templates';

describe('typed senders: identifiers', () => {
  test.each([
    ['Password reset', 'passwordReset'],
    ['passwordReset', 'passwordReset'],
    ['PASSWORD RESET', 'passwordReset'],
    ['password_reset', 'passwordReset'],
    ['  Password – reset!  ', 'passwordReset'],
    ['Don’t forget', 'dontForget'],
    ["Don't forget", 'dontForget'],
    ['GOV.UK One Login: sign-in', 'govUkOneLoginSignIn'],
    ['Café menu', 'cafeMenu'],
    ['Ailosod cyfrinair ŵyth', 'ailosodCyfrinairWyth'],
    ['2 factor code', '_2FactorCode'],
    ['m² of land', 'm2OfLand'],
    ['delete', 'delete_'],
    ['Then', 'then_'],
    ['Пароль изменён', 'парольИзменён'],
    ['密码重置', '密码重置'],
    ['नमस्ते दुनिया', 'नमस्तेदुनिया'],
    ['★★★', 'template'],
    ['', 'template'],
    ['*/ evil(); /*', 'evil'],
    ['__proto__', 'proto'],
    ['🎉 Party', 'party'],
  ])('a template named %j becomes %s', (name, identifier) => {
    expect(identifierOf(name)).toBe(identifier);
  });

  test('any template name gives an identifier that TypeScript accepts', () => {
    const identifier = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => expect(identifierOf(name)).toMatch(identifier)));
  });
});

describe('typed senders: templates with the same name', () => {
  const older = templateOf({ type: 'email', name: 'Reminder', id: idOf(2), created: '2026-01-01T00:00:00.000000Z' });
  const newer = templateOf({ type: 'email', name: 'reminder', id: idOf(1), created: '2026-01-02T00:00:00.000000Z' });

  test('the newer of two templates has the start of its id in its name', () => {
    expect([...identifiersOf([newer, older])]).toEqual([
      [older.id, 'reminder'],
      [newer.id, 'reminder_00000001'],
    ]);
  });

  test('the newer template has its whole id in its name if the start is the same', () => {
    const twin = { ...newer, id: newer.id.replace(/.$/, '1'), created_at: '2026-01-03T00:00:00.000000Z' };
    expect(identifiersOf([twin, newer, older]).get(twin.id)).toBe(`reminder_${twin.id.replaceAll('-', '')}`);
  });

  test('templates of two channels can share a name', () => {
    const text = templateOf({ type: 'sms', name: 'Reminder', id: idOf(3) });
    expect(identifiersOf([older, text]).get(text.id)).toBe('reminder');
  });
});

test('a new template renames no other, whatever order they come in', () => {
  const name = fc.constantFrom('Reminder', 'reminder', 'Reminder 2', 'REMINDER', '★', '!', 'delete');
  fc.assert(
    fc.property(fc.array(fc.record({ name, id: fc.uuid() }), { minLength: 1 }), fc.nat(), (drawn, seed) => {
      const templates = drawn.map(({ name, id }, day) =>
        templateOf({ type: 'email', name, id, created: new Date(day * 86_400_000).toISOString() }),
      );
      fc.pre(new Set(drawn.map(({ id }) => id)).size === drawn.length);
      const after = identifiersOf(templates);
      expect(new Set(after.values()).size).toBe(templates.length);
      const before = identifiersOf(templates.slice(0, -1));
      for (const [id, identifier] of before) expect(after.get(id)).toBe(identifier);
      const turned = templates.map(
        (_, index) => templates[(index + seed) % templates.length] ?? templateOf({ type: 'sms' }),
      );
      expect(new Map(identifiersOf(turned))).toEqual(new Map(after));
    }),
  );
});
