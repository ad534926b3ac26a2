import { randomUUID } from 'node:crypto';
import { letterPdfKey, letterPdfKeys, letterPdfRequest, parseLetterPdfRequest } from '../../lib/contract/letter-pdfs';
import { isPayloadKey } from '../../lib/contract/payloads';

describe('letter PDF request', () => {
  it('a request names the delivery and nothing else', () => {
    const id = randomUUID();
    expect(JSON.parse(letterPdfRequest(id))).toEqual({ delivery_id: id });
    expect(parseLetterPdfRequest(letterPdfRequest(id))).toBe(id);
  });

  it.each([
    ['no JSON', 'letters'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '["b5b0fd43-8a36-4f1f-9d7b-1c016f1f9d7b"]'],
    ['no id', '{}'],
    ['an id that is none', '{"delivery_id":"../payloads/1"}'],
    ['an id that is no text', '{"delivery_id":7}'],
    ['a UUID with more behind it', '{"delivery_id":"b5b0fd43-8a36-4f1f-9d7b-1c016f1f9d7b/.."}'],
  ])('a body that is %s is not a request', (_what, body) => {
    expect(parseLetterPdfRequest(body)).toBe(undefined);
  });
});

test('the key of a PDF matches the policies, and cannot be taken for a payload’s key', () => {
  const key = letterPdfKey(randomUUID());
  const pattern = new RegExp(`^${letterPdfKeys.replaceAll('.', '\\.').replaceAll('?', '.')}$`);
  expect(key).toMatch(pattern);
  expect(isPayloadKey(key)).toBe(false);
});
