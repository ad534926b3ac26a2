import { crash, Refusal } from '../../rules/refusal';
import { authenticate, refusalByWebsite } from '../auth/authenticate';
import type { EndpointCall, Endpoint } from '../endpoints/call';
import { getLetterPdf } from '../endpoints/get-letter-pdf';
import { getNotification } from '../endpoints/get-notification';
import { listNotifications } from '../endpoints/list-notifications';
import { listReceivedTexts } from '../endpoints/list-received-texts';
import { previewTemplate } from '../endpoints/preview-template';
import { sendNotification } from '../endpoints/send-notification';
import { getTemplate, getTemplateVersion, listTemplates } from '../endpoints/templates';
import type { Fault } from '../faults/fault';
import { refusalFor } from '../faults/refusals';
import type { Notify } from '../notify';
import { answer, type Answer, type Reply } from './answer';
import { oldEnvelope, refusalReply } from './errors';
import { optionsReply, redirectReply, statusReply } from './plain-replies';
import { pathOf, type NotifyRequest } from './request';
import { findRoute, type ApiRoute, type Destination } from './routes';

const endpoints: Readonly<Record<ApiRoute, Endpoint>> = {
  '/v2/notifications': listNotifications,
  '/v2/notifications/{type}': sendNotification,
  '/v2/notifications/{id}': getNotification,
  '/v2/notifications/{id}/pdf': getLetterPdf,
  '/v2/template/{id}': getTemplate,
  '/v2/template/{id}/version/{version}': getTemplateVersion,
  '/v2/template/{id}/preview': previewTemplate,
  '/v2/templates': listTemplates,
  '/v2/received-text-messages': listReceivedTexts,
};

/** Answers one request: finds its route, then its sender, then what it asks for. Nothing it is sent makes it throw. */
export async function handle(request: NotifyRequest, notify: Notify, fault: Fault | undefined): Promise<Answer> {
  const destination = findRoute(request.method, pathOf(request));
  if (destination.to === 'nowhere') return answer(request, destination.reply);
  if (destination.to === 'path') return answer(request, redirectReply(request, destination.path));
  if (destination.to === 'status') return answer(request, statusReply(request));
  try {
    return answer(request, await reply(request, notify, destination, fault));
  } catch (error) {
    const refusal = error instanceof Refusal ? error : crash(pythonClassOf(error));
    const message = refusal.errors[0]?.message;
    const isForWebsite = destination.to === 'website';
    return answer(request, isForWebsite ? oldEnvelope(refusal.status, { token: [message] }) : refusalReply(refusal));
  }
}

async function reply(
  request: NotifyRequest,
  notify: Notify,
  destination: Extract<Destination, { to: 'endpoint' | 'website' | 'options' }>,
  fault: Fault | undefined,
): Promise<Reply> {
  const now = notify.now();
  if (destination.to === 'options' && destination.isOpen) return optionsReply(destination.allow);
  if (destination.to === 'website') throw refusalByWebsite(request.authorization);
  const caller = authenticate(request.authorization, notify.world, now, notify.clientsNow());
  notify.recorder.signedBy(request, caller);
  if (destination.to === 'options') return optionsReply(destination.allow);
  const { route, parameters } = destination;

  const channel = parameters[0] === 'email' || parameters[0] === 'letter' ? parameters[0] : 'sms';
  const refusal = fault && refusalFor(fault, caller, channel);
  const call: EndpointCall = { ...caller, request, parameters, notify, now, queue: fault?.kind !== 'server error' };
  if (refusal === undefined) return endpoints[route](call);
  if (isAccepted(fault)) await endpoints[route](call);
  throw refusal;
}

function isAccepted(fault: Fault | undefined): boolean {
  if (fault?.kind === 'server error') return fault.stored ?? false;
  return fault?.kind === 'time limit' && (fault.accepted ?? false);
}

/** What Python would call the error: only running out of stack is foreseen. */
function pythonClassOf(error: unknown): string {
  return error instanceof RangeError ? 'RecursionError' : 'Exception';
}
