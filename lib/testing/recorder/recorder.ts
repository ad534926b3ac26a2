import type { Caller } from '../auth/authenticate';
import type { Fault } from '../faults/fault';
import type { ExchangeOutcome } from '../http/exchange-outcome';
import type { NotifyRequest } from '../http/request';
import type { Upload } from '../sending/files';
import type { StoredNotification, RawStatus } from '../storage/notification';
import { Histories, type MessageHistory } from './histories';
import { KeptFiles, type KeptFile } from './kept-files';
import { RingBuffer } from './ring-buffer';
import { recordOf, type OpenRequest, type RecordedRequest } from './recorded-request';

const mostHistories = 10_000;
const mostRequests = 1000;
const mostBytesOfFiles = 100 * 2 ** 20;

/** One that came before the recorder was on. */
const unseen: OpenRequest = { signedBy: null, messageId: null, history: null };

/** Keeps for the inbox what Notify itself does not: nothing before it is switched on, and then only the newest. */
export class Recorder {
  /** Whether it keeps anything. */
  on = false;
  /** Goes up with everything that happens, so that who waits for something knows when to look again. */
  revision = 0;
  private readonly files = new KeptFiles(mostBytesOfFiles);
  private readonly histories = new Histories(mostHistories, (id) => this.files.forget(id));
  /** What is known of requests that are not answered yet. */
  private readonly open = new Map<NotifyRequest, OpenRequest>();
  private readonly log = new RingBuffer<RecordedRequest>(mostRequests);
  private requests = 0;
  private callbacks = 0;

  /** A request came in. */
  received(request: NotifyRequest): void {
    if (this.on) this.open.set(request, { signedBy: null, messageId: null, history: null });
  }

  /** A message was stored. */
  stored(notification: StoredNotification, request: NotifyRequest | undefined): void {
    this.revision += 1;
    if (!this.on) return;
    const { id, status, createdAt } = notification;
    const history = this.histories.begin(id, status, Math.floor(createdAt / 1000));
    const open = request && this.open.get(request);
    if (!open) return;
    open.messageId = id;
    open.history = history;
  }

  /** A message goes out in this name. */
  sentAs(messageId: string, sender: string, replyTo: string | null = null): void {
    const history = this.histories.find(messageId);
    if (!history) return;
    history.sender = sender;
    history.replyTo = replyTo;
  }

  keepFiles(messageId: string, uploads: readonly Upload[], contents: readonly Buffer[]): void {
    if (this.on) this.files.keep(messageId, uploads, contents);
  }

  /** A message came to a status. */
  came({ id }: StoredNotification, status: RawStatus, at: number): void {
    this.revision += 1;
    this.histories.find(id)?.add({ status, at });
  }

  /** A request's token is good. */
  signedBy(request: NotifyRequest, caller: Caller): void {
    const open = this.open.get(request);
    if (open) open.signedBy = caller;
  }

  /** A request was answered, or left without an answer. */
  answered(
    request: NotifyRequest,
    outcome: ExchangeOutcome,
    about: { faults: readonly Fault[]; at: number; took: number },
  ): void {
    if (!this.on) return;
    this.revision += 1;
    this.requests += 1;
    const open = this.open.get(request) ?? unseen;
    this.open.delete(request);
    if (open.history) open.history.request = this.requests;
    this.log.add(recordOf(request, outcome, { number: this.requests, open, ...about }));
  }

  /** The number of the next call of a callback URL. */
  nextCallback(): number {
    this.revision += 1;
    this.callbacks += 1;
    return this.callbacks;
  }

  history(messageId: string): MessageHistory | undefined {
    return this.histories.find(messageId);
  }

  filesOf(messageId: string): readonly KeptFile[] {
    return this.files.of(messageId);
  }

  /** The last requests, oldest first. */
  get lastRequests(): readonly RecordedRequest[] {
    return this.log.items;
  }

  /** Forgets all but how much there was, so that a number is never given twice. */
  clear(): void {
    this.revision += 1;
    this.histories.clear();
    this.files.clear();
    this.log.clear();
  }
}
