import { decodeBase64 } from '../../../lib/rules/python/base64';

// What Python 3.11's base64.b64decode gives for each.
test.each([
  ['', ''],
  ['!!!!', ''],
  ['aGVsbG8=', 'hello'],
  ['aGk=', 'hi'],
  ['a G\nk=', 'hi'],
  ['aG-_k=', 'hi'],
  ['aGk=and more', 'hi'],
  ['=aGk=', 'hi'],
  ['aG=k=', 'hi'],
  ['aG==k', 'h'],
  ['aGkh', 'hi!'],
  ['====', ''],
])('the base64 %j decodes to %j', (encoded, decoded) => {
  expect(decodeBase64(encoded)?.toString()).toBe(decoded);
});

test.each(['a', 'aG', 'aGk', 'a=', 'a===', 'aGk=\u00e9', 'aGkhé'])('%j is not valid base64', (encoded) => {
  expect(decodeBase64(encoded)).toBeUndefined();
});
