import { NotifyApiError, NotifyUnexpectedAnswerError, type HttpResponse } from '../../lib/notify';
import { readJson, readPdf, withList, withText, type Shape } from '../../lib/notify/answer';
import { readVectors } from '../vectors';
import { answer, refusal, thrownBy } from './answers';

interface Case {
  readonly name: string;
  readonly response: { readonly status: number; readonly content_type: string; readonly json?: unknown };
}

const { cases } = readVectors<Case>('http.json');
const anything: Shape<unknown> = (json): json is unknown => json !== undefined;

function read(response: HttpResponse, status = 201): unknown {
  return readJson(response, status, anything);
}

describe('recorded answers of Notify', () => {
  const good = cases.filter(({ response }) => response.json && response.status < 400);
  const bad = cases.filter(({ response }) => response.json && response.status >= 400);

  it.each(good)('a successful answer is returned as it came: $name', ({ response }) => {
    expect(read(answer(response.status, response.json), response.status)).toEqual(response.json);
  });

  it.each(bad)('an error answer throws a NotifyApiError: $name', ({ response }) => {
    const headers = { 'content-type': response.content_type };
    const error = thrownBy(() => read(answer(response.status, response.json, headers)));
    const { errors, message, result } = Object(response.json);
    expect(error).toBeInstanceOf(NotifyApiError);
    expect(error).toMatchObject({ status: response.status, details: errors ?? [{ error: result, message }] });
  });
});

describe('readJson', () => {
  const entry = { error: 'BadRequestError', message: 'Template not found' };

  it('an error in Notify’s envelope counts whatever its content type', () => {
    const response = { ...refusal(405, 'X', 'y'), headers: { 'content-type': 'text/html; charset=utf-8' } };
    expect(thrownBy(() => read(response))).toBeInstanceOf(NotifyApiError);
  });

  it('an error keeps Notify’s trace id, so that Notify’s support can find it', () => {
    const response = answer(400, { status_code: 400, errors: [entry] }, { 'x-b3-traceid': '7f2c' });
    expect(thrownBy(() => read(response))).toMatchObject({ traceId: '7f2c' });
  });

  it('an error keeps the extra fields of its entries', () => {
    const qrCode = { ...entry, data: 'x', num_bytes: 505, max_bytes: 504 };
    const error = thrownBy(() => read(answer(400, { status_code: 400, errors: [qrCode] })));
    expect(error).toMatchObject({ details: [qrCode] });
  });

  it.each([
    ['a page of the edge', answer(502, '<html>502 Bad Gateway</html>', { 'content-type': 'text/html' })],
    ['a page of the edge with a status Notify uses', answer(404, '<html>Not found</html>')],
    ['JSON of the edge', answer(403, { message: 'Forbidden' })],
    ['nothing', answer(503, '')],
    ['half of Notify’s envelope', answer(400, '{"status_code": 400, "errors": [{"error"')],
    ['an envelope for another status', answer(502, { status_code: 400, errors: [entry] })],
    ['an envelope without entries', answer(400, { status_code: 400, errors: [] })],
    ['an envelope with entries of another shape', answer(400, { status_code: 400, errors: ['Bad'] })],
    ['an envelope with a good status', answer(200, { status_code: 200, errors: [entry] })],
    ['a list', answer(400, [])],
    ['null', answer(400, 'null')],
    ['a redirect', answer(302, '', { location: 'https://example.com' })],
    ['half of a good answer', answer(201, '{"id": "740e5834')],
    ['bytes that are no text', { ...answer(201, ''), body: Buffer.from([0xff, 0xfe, 0x00]) }],
  ])('an answer that is %s is not taken for Notify’s', (_, response) => {
    const error = thrownBy(() => read(response));
    expect(error).toBeInstanceOf(NotifyUnexpectedAnswerError);
    expect(error).toMatchObject({ status: response.status, body: response.body });
  });

  it('an answer must have the status expected', () => {
    expect(thrownBy(() => read(answer(200, { id: 'x' }), 201))).toBeInstanceOf(NotifyUnexpectedAnswerError);
  });

  it.each([{}, { id: null }, { id: 5 }, [], 'id', null, { notifications: [] }])(
    'an answer must have its text field, and %j does not',
    (json) => {
      const readId = () => readJson(answer(201, json), 201, withText<{ id: string }>('id'));
      expect(thrownBy(readId)).toBeInstanceOf(NotifyUnexpectedAnswerError);
    },
  );

  it.each([{}, { templates: null }, { templates: {} }, []])('an answer must have its list, and %j does not', (json) => {
    const readList = () => readJson(answer(200, json), 200, withList<{ templates: [] }>('templates'));
    expect(thrownBy(readList)).toBeInstanceOf(NotifyUnexpectedAnswerError);
  });
});

describe('readPdf', () => {
  const pdf = { status: 200, headers: { 'content-type': 'application/pdf' }, body: Buffer.from([0x25, 0xff, 0x00]) };

  it('a PDF is returned byte for byte', () => {
    expect(readPdf(pdf)).toEqual(pdf.body);
  });

  it('a page of another type with the status 200 is not taken for a PDF', () => {
    const page = { ...pdf, headers: { 'content-type': 'text/html' } };
    expect(thrownBy(() => readPdf(page))).toBeInstanceOf(NotifyUnexpectedAnswerError);
  });

  it('a refused PDF throws a NotifyApiError', () => {
    const error = thrownBy(() => readPdf(refusal(400, 'PDFNotReadyError', 'PDF not available yet, try again later')));
    expect(error).toMatchObject({ status: 400, details: [{ error: 'PDFNotReadyError' }] });
  });
});
