import { zipSync } from 'fflate';
import { prepareUpload } from '../../../lib/notify';
import { mimeTypeOf } from '../../../lib/testing/sending/mime-type';
import { ids } from '../default-ids';
import { standInAt } from '../sends';

const zip = (...names: string[]) =>
  Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, Buffer.from('x')]))));
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

test.each([
  ['%PDF-1.7', 'application/pdf'],
  ['{\\rtf1', 'text/rtf'],
  ['GIF89a', 'image/gif'],
  ['hello', 'text/plain'],
  ['a,b\n1,2\n3,4\n', 'text/csv'],
  ['{"a": 1}', 'application/json'],
  ['a\0b', 'application/octet-stream'],
  ['x', 'application/octet-stream'],
  ['<?xml version="1.0"?><a/>', 'text/xml'],
  ['<html><body>x</body></html>', 'text/html'],
  ['#!/bin/sh\necho\n', 'text/x-shellscript'],
  ['import os\ndef f():\n  pass\n', 'text/x-script.python'],
  ['From: a@b.co\nTo: c@d.ef\nSubject: x\n\nbody', 'message/rfc822'],
  ['BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n', 'text/calendar'],
])('the content %j is recognised as %s', async (content, type) => {
  await expect(mimeTypeOf(Buffer.from(content))).resolves.toBe(type);
});

test.each([
  [Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'image/png'],
  [Buffer.from('ffd8ffe000104a46494600', 'hex'), 'image/jpeg'],
  [Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]), 'application/x-ole-storage'],
  [Buffer.from('caf\xe9', 'latin1'), 'text/plain'],
  [Buffer.from('\ufeffhello', 'utf16le'), 'text/plain'],
  [Buffer.from('PK\u0003\u0004xxxx'), 'application/octet-stream'],
  [zip('[Content_Types].xml', '_rels/.rels', 'word/document.xml'), word],
  [zip('xl/workbook.xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [zip('other'), 'application/zip'],
])('binary content is recognised too: %#', async (content, type) => {
  await expect(mimeTypeOf(content)).resolves.toBe(type);
});

test.each([
  [{ filename: 'a.pdf' }, 'GIF89a', 'image/gif'],
  [{ filename: 'a.csv' }, '<html></html>', 'text/html'],
  [{ is_csv: true }, '#!/bin/sh\n', 'text/x-shellscript'],
  [{ filename: 'a.exe' }, '%PDF-1.7', '.exe'],
])('the content counts whatever the name says: %j', async (options, content, type) => {
  const { answer } = await send({ file: Buffer.from(content).toString('base64'), ...options });
  expect(answer).toMatchObject({ details: [{ message: expect.stringContaining(`file type '${type}'`) as string }] });
});

const send = async (file: unknown, emailAddress = 'amala@example.com') => {
  const { standIn, client } = standInAt();
  const body = {
    template_id: ids.fileEmail,
    email_address: emailAddress,
    personalisation: { name: 'A', link_to_file: file },
  };
  const answer = await client()
    .request({ method: 'POST', path: '/v2/notifications/email', body })
    .catch((error: unknown) => error);
  return { standIn, answer };
};

test.each<[unknown, string]>([
  [{ file: 'aG' }, 'Document is not base64 encoded'],
  [{ file: '' }, 'Document must not be empty'],
  [{ file: Buffer.alloc(2 * 1024 * 1024 + 1025).toString('base64') }, 'Uploaded file exceeds file size limit'],
  [{ file: 'a'.repeat(3 * 1024 * 1024 + 4) }, 'Uploaded file exceeds file size limit'],
  [
    { file: Buffer.from('X5O EICAR-STANDARD-ANTIVIRUS-TEST-FILE!').toString('base64') },
    'File did not pass the virus scan',
  ],
  [{ file: 'aGk=', filename: `${'x'.repeat(97)}.txt` }, '`filename` cannot be longer than 100 characters'],
  [{ file: 'aGk=', filename: 'a.tar.gz' }, "Unsupported file type '.gz'."],
  [{ file: Buffer.from('GIF89a').toString('base64') }, "Unsupported file type 'image/gif'."],
])('an invalid file is refused with the reason: %#', async (file, message) => {
  const { standIn, answer } = await send(file);
  expect(answer).toMatchObject({
    status: 400,
    details: [{ error: 'BadRequestError', message: expect.stringContaining(message) }],
  });
  expect(standIn.uploads).toEqual([]);
  expect(standIn.notifications.size).toBe(0);
});

test('a file becomes a link, and the stand-in records what was uploaded', async () => {
  const file = prepareUpload(Buffer.alloc(2 * 1024 * 1024, 'x'), { filename: 'x.txt', retentionPeriod: '4 Weeks' });
  const { standIn, answer } = await send(file);
  const [upload] = standIn.uploads;
  expect(upload).toEqual({
    url: expect.stringMatching(/^https:\/\/documents\.service\.gov\.uk\/d\/[\w-]{22}\/[\w-]{22}\?key=[\w-]{43}$/),
    filename: 'x.txt',
    size: 2 * 1024 * 1024,
    confirmEmailBeforeDownload: true,
    retentionPeriod: '4 weeks',
  });
  expect(answer).toMatchObject({ content: { body: `Dear A,\n\nDownload our decision: ${upload?.url}` } });
  expect(standIn.notifications.all()[0]?.personalisation).toEqual({ name: 'A', link_to_file: upload?.url });
});

test('a smoke test gets a link and uploads nothing', async () => {
  const { standIn, answer } = await send({ file: 'aGk=' }, 'Simulate-Delivered@notifications.service.gov.uk');
  expect(answer).toMatchObject({
    content: { body: expect.stringContaining(`/services/${ids.service}/documents/test-document`) },
  });
  expect(standIn.uploads).toEqual([]);
  expect(standIn.notifications.size).toBe(0);
});
