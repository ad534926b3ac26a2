import { encodeDomain } from '../../../lib/rules/recipients/idna-2003';

// What Python 3.11 makes of them: 'bücher.example'.encode('idna'), and so on.
test.each([
  ['bücher.example', 'xn--bcher-kva.example'],
  ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
  ['straße.de', 'strasse.de'],
  ['ΒΌΛΟΣ.com', 'xn--nxasmq6b.com'],
  ['βόλος.com', 'xn--nxasmq6b.com'],
  ['ＡＢＣ.com', 'abc.com'],
  ['i❤.ws', 'xn--i-7iq.ws'],
  ['почта.рф', 'xn--80a1acny.xn--p1ai'],
  ['مثال.إختبار', 'xn--mgbh0fb.xn--kgbechtv'],
  ['a\u00adbü.com', 'xn--ab-yka.com'],
  ['ı.com', 'xn--cfa.com'],
  ['𠮷野家.com', 'xn--fctt27jo60v.com'],
  ['ü.com.', 'xn--tda.com.'],
  ['AsCii.COM', 'AsCii.COM'],
])('the domain %s is encoded as %s', (domain, encoded) => {
  expect(encodeDomain(domain)).toBe(encoded);
});

test.each([
  'ü..com',
  'ü\ue000.com',
  'ü\u2029.com',
  'ü\ud800.com',
  'xn--ü.com',
  'אa.com',
  `${'ü'.repeat(64)}.com`,
  '\u00ad.com',
])('the domain %j is refused', (domain) => {
  expect(encodeDomain(domain)).toBeUndefined();
});
