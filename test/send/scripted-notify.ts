import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/contract/clock';
import { NotifyConnectionError, type HttpRequest, type HttpResponse, type Transport } from '../../lib/notify';
import type { Notification } from '../../lib/notify';
import { aNotification } from '../shared/deliveries/notifications';

export const serviceId = '26785a09-ab16-4eb0-8407-a37497a57506';
export const apiKeyOf = (secret: string): string => `a key-${serviceId}-${secret}`;

/** What a request meets: an answer or a lost connection, and whether Notify has done its work before. */
export interface Meets {
  readonly answer: HttpResponse | 'lost';
  readonly stored?: boolean;
}

const answer = (status: number, body: string, type = 'application/json'): HttpResponse => ({
  status,
  headers: { 'content-type': type },
  body: Buffer.from(body),
});
const json = (status: number, body: unknown): HttpResponse => answer(status, JSON.stringify(body));

/** A refusal in Notify's envelope. */
export const refusal = (status: number, error: string, message: string): HttpResponse =>
  json(status, { status_code: status, errors: [{ error, message }] });

export const meets = {
  refusal: (status: number, error: string, message: string): Meets => ({ answer: refusal(status, error, message) }),
  serverError: (stored = false): Meets => ({
    answer: refusal(500, 'OperationalError', 'Internal server error'),
    stored,
  }),
  page: (status: number, stored = false): Meets => ({
    answer: answer(status, '<html><body>Something is not right</body></html>', 'text/html'),
    stored,
  }),
  loss: (stored: boolean): Meets => ({ answer: 'lost', stored }),
  /** Notify says that it has none. */
  nothing: (): Meets => ({ answer: json(200, { notifications: [], links: {} }) }),
  halfAnAnswer: (): Meets => ({ answer: answer(201, '{"id":"half an'), stored: true }),
};

interface Post {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly at: number;
}

type Row = Notification & { readonly createdAt: number };

/** As much of Notify as the functions call. It checks the token's signature, and fails when the test says so. */
export class ScriptedNotify {
  readonly posts: Post[] = [];
  /** Messages with nothing in them, by which it is asked whether it takes any. */
  readonly empty: Post[] = [];
  /** Paths and queries of what was read. */
  readonly reads: string[] = [];
  /** Newest first. */
  rows: Row[] = [];
  pageSize = 250;
  /** Ids that are on no page, such as of messages that were sent with another type of key. */
  readonly unlisted = new Set<string>();
  /** What is shown of a message instead of what is so, by its id. */
  readonly shown = new Map<string, unknown>();
  /** What a read by id meets, always. */
  readonly whenReadById = new Map<string, Meets>();
  /** What happens at every request, such as that time passes. */
  whenAsked: () => void = () => undefined;
  /** Requests that have arrived, answered or not. */
  arrived = 0;
  /** What it waits for before it looks at any request. */
  busyUntil: Promise<void> = Promise.resolve();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #whenPosted: Meets[] = [];
  readonly #whenRead: Meets[] = [];
  readonly #whenEmpty: Meets[] = [];
  #secrets: readonly string[];

  constructor(clock: Pick<Clock, 'now'>, ...secrets: string[]) {
    this.#clock = clock;
    this.#secrets = secrets;
  }

  /** What the next posts meet, one each. After that all is well. */
  nextPosts(...each: Meets[]): void {
    this.#whenPosted.push(...each);
  }

  /** What the next messages with nothing in them meet. */
  nextEmpty(...each: Meets[]): void {
    this.#whenEmpty.push(...each);
  }

  nextReads(...each: Meets[]): void {
    this.#whenRead.push(...each);
  }

  /** From now on only keys with these secrets are good. */
  takesOnly(...secrets: string[]): void {
    this.#secrets = secrets;
  }

  store(notification: Notification): void {
    this.rows.push({ ...notification, createdAt: Date.parse(notification.created_at) });
    this.rows.sort((a, b) => b.createdAt - a.createdAt);
  }

  readonly transport: Transport = async (request) => {
    this.arrived += 1;
    this.whenAsked();
    await this.busyUntil;
    const { answer: came } = request.method === 'POST' ? this.#post(request) : this.#read(request);
    if (came === 'lost') throw new NotifyConnectionError({ code: 'ECONNRESET', mayHaveArrived: true });
    return came;
  };

  #post(request: HttpRequest): Meets {
    const body = JSON.parse(request.body ?? '') as Post['body'];
    const path = request.url.pathname;
    const isEmpty = Object.keys(body).length === 0;
    (isEmpty ? this.empty : this.posts).push({ path, body, at: this.#clock.now() });
    if (!this.#signed(request)) return this.#unauthorised();
    if (isEmpty)
      return this.#whenEmpty.shift() ?? meets.refusal(400, 'ValidationError', 'template_id is a required property');
    const script = this.#whenPosted.shift();
    if (script && !script.stored) return script;
    const row = this.#keep(path.slice(path.lastIndexOf('/') + 1) as Notification['type'], String(body['reference']));
    return script ?? { answer: json(201, row) };
  }

  #keep(type: Notification['type'], reference: string): Notification {
    const created_at = new Date(this.#clock.now()).toISOString().replace('Z', '000Z');
    const row = aNotification({ type, reference, status: 'created', created_at, completed_at: null });
    this.store(row);
    return row;
  }

  #read(request: HttpRequest): Meets {
    const { pathname, search, searchParams } = request.url;
    this.reads.push(pathname + search);
    if (!this.#signed(request)) return this.#unauthorised();
    const script = this.#whenRead.shift();
    if (script) return script;
    const id = /^\/v2\/notifications\/(.+)$/.exec(pathname)?.[1];
    if (id === undefined) {
      const notifications = this.#list(searchParams).map((row) => this.#shown(row));
      return { answer: json(200, { notifications, links: {} }) };
    }
    const always = this.whenReadById.get(id);
    if (always) return always;
    const row = this.rows.find((known) => known.id === id);
    return row ? { answer: json(200, this.#shown(row)) } : meets.refusal(404, 'NoResultFound', 'No result found');
  }

  #shown(row: Notification): unknown {
    return this.shown.has(row.id) ? this.shown.get(row.id) : row;
  }

  #list(query: URLSearchParams): Notification[] {
    const [type, reference, olderThan] = ['template_type', 'reference', 'older_than'].map((name) => query.get(name));
    const statuses = query.getAll('status');
    const before = olderThan && (this.rows.find(({ id }) => id === olderThan)?.createdAt ?? -Infinity);
    return this.rows
      .filter(({ id }) => !this.unlisted.has(id))
      .filter((row) => !type || row.type === type)
      .filter((row) => statuses.length === 0 || statuses.includes(row.status))
      .filter((row) => !reference || row.reference === reference)
      .filter((row) => typeof before !== 'number' || row.createdAt < before)
      .slice(0, this.pageSize);
  }

  #signed({ headers }: HttpRequest): boolean {
    const [header, claims, signature] = (headers['authorization'] ?? '').replace('Bearer ', '').split('.');
    return this.#secrets.some(
      (secret) => createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url') === signature,
    );
  }

  #unauthorised(): Meets {
    return meets.refusal(403, 'AuthError', 'Invalid token: API key not found');
  }
}

export const aSecret = (): string => randomUUID();
