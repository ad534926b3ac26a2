import { prepareUpload } from '../../../lib/notify';
import { mimeTypeOf } from '../../../lib/testing/sending/mime-type';
import { ids } from '../default-ids';
import { standInAt } from '../sends';

const zip = (...names: string[]) => Buffer.from(`PK\u0003\u0004 ${names.join(' ')}`);

test.each([
  ['%PDF-1.7', 'application/pdf'],
  ['{\\rtf1', 'application/rtf'],
  ['GIF89a', 'image/gif'],
  ['hello', 'text/plain'],
  ['a,b\n1,2', 'text/plain'],
  ['{"a": 1}', 'application/json'],
  ['[1]', 'application/json'],
  ['5', 'text/plain'],
  ['a\0b', 'application/octet-stream'],
])('the content %j is %s', (content, type) => {
  expect(mimeTypeOf(Buffer.from(content))).toBe(type);
});

test.each([
  [Buffer.from('89504e470d0a1a0a00', 'hex'), 'image/png'],
  [Buffer.from('ffd8ffe0', 'hex'), 'image/jpeg'],
  [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'application/msword'],
  [Buffer.from('ff00ff', 'hex'), 'application/octet-stream'],
  [zip('word/document.xml'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  [zip('xl/workbook.xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [zip('mimetypeapplication/vnd.oasis.opendocument.text'), 'application/vnd.oasis.opendocument.text'],
  [zip('other'), 'application/zip'],
])('bytes are told apart too: %#', (content, type) => {
  expect(mimeTypeOf(content)).toBe(type);
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
])('a file is refused with its reason: %#', async (file, message) => {
  const { standIn, answer } = await send(file);
  expect(answer).toMatchObject({
    status: 400,
    details: [{ error: 'BadRequestError', message: expect.stringContaining(message) }],
  });
  expect(standIn.uploads).toEqual([]);
  expect(standIn.notifications.size).toBe(0);
});

test('a file becomes a link, and the stand-in knows what was uploaded', async () => {
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
