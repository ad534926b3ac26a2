import { randomUUID } from 'node:crypto';
import { decodeLetter } from '../../rules/files/decode-letter';
import { checkPermission } from '../../rules/permissions';
import { sendPrecompiledLetter as schema } from '../../rules/schema/requests';
import { validate } from '../../rules/schema/validate';
import { jsonReply } from '../http/answer';
import { pagesInPdf } from '../letters/letter-pages';
import { firstLetterStatus } from '../lifecycle/plan-letter';
import { store } from '../sending/store';
import type { Postage } from '../world/world';
import { textOrNull } from './body';
import type { EndpointCall, Endpoint } from './call';
import { checkMaySendLetters } from './letters-allowed';

/** Takes any bytes for a letter: whether they are a PDF shows later, in the status. */
export function sendPrecompiledLetter(call: EndpointCall, given: unknown): ReturnType<Endpoint> {
  const body = validate(given, schema, call.now);
  checkPermission(call.service.permissions, 'letter');
  checkMaySendLetters(call);
  const pdf = decodeLetter(String(body['content']));

  const id = randomUUID();
  const reference = textOrNull(body, 'reference');
  const postage = postageOf(body['postage']);
  const origin = {
    service: call.service,
    keyType: call.key.type,
    type: 'letter',
    template: null,
    version: null,
  } as const;
  const status = firstLetterStatus(call.key.type, null);
  const details = { postage, pdf, pages: pagesInPdf(pdf) };
  store(call, origin, { id, personalisation: null, reference, recipient: '', status, details }, ['letter']);
  return jsonReply(201, { id, postage, reference });
}

function postageOf(value: unknown): Postage {
  return value === 'first' || value === 'economy' ? value : 'second';
}
