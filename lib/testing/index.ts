/**
 * A stand-in for GOV.UK Notify, to test your own code against: `cdk-govuk-notify/testing`.
 *
 * @example
 * // Jest, with the official client, which knows nothing of the stand-in.
 * import { apiKey, NotifyStandIn, type Listening } from 'cdk-govuk-notify/testing';
 * import { NotifyClient } from 'notifications-node-client';
 * import { signIn } from '../src/sign-in';
 *
 * let notify: NotifyStandIn;
 * let server: Listening;
 *
 * beforeEach(async () => {
 *   notify = new NotifyStandIn();
 *   server = await notify.listen();
 * });
 *
 * afterEach(() => server.close());
 *
 * test('a code is sent once, even when Notify does not answer at first', async () => {
 *   notify.faults.add({ fault: { kind: 'drop', accepted: true } });
 *
 *   await signIn('07900 900123', new NotifyClient(server.url, apiKey(notify.world)));
 *
 *   expect(notify.notifications.to('07900 900123')).toHaveLength(1);
 * });
 *
 * @packageDocumentation
 */
export type { CallbackAttempt, CallbackTargetKind } from './callbacks/callbacks';
export type { CallbackRequest, CallbackSender } from './callbacks/sender';
export type { Control, TextToReceive, TextFromPerson } from './control/control';
export type { WebsiteMessage } from './control/website';
export type { AuthReason } from './auth/messages';
export type { Fault, FaultMatch, FaultScript } from './faults/fault';
export type { FaultableRequest, FaultBook, ScriptedFault, WaitingFault } from './faults/fault-book';
export type { Listening } from './http/listen';
export type { InboxDelivery, InboxEvent, InboxHost } from './inbox/host';
export type { RequestCounts } from './http/request-counts';
export type { StatusDelays } from './lifecycle/delays';
export type { Ending } from './lifecycle/endings';
export type { EndingRule, MessageMatch } from './lifecycle/lifecycle';
export type { MessageFilter } from './storage/message-filter';
export type { Upload } from './sending/files';
export type { SentMessage, SentMessages } from './sent-message';
export { serveStandIn } from './serve';
export type { ServeOptions } from './serve';
export { NotifyStandIn } from './stand-in';
export type { ListenOptions, StandInOptions } from './stand-in';
export { apiKey } from './world/api-key';
export type { CompleteService, CompleteTemplate, CompleteTemplateVersion, CompleteWorld } from './world/complete-world';
export { defaultWorld } from './world/default-world';
export { describeWorld } from './world/describe-world';
export { summariseWorld } from './world/summarise-world';
export type { WorldSummary } from './world/summarise-world';
export { readWorld } from './world/read-world';
export type * from './world/world';
