import { NotifyClient, type HttpRequest, type HttpResponse, type NotifyClientOptions } from '../../lib/notify';

export const serviceId = '26785a09-ab16-4eb0-8407-a37497a57506';
export const secret = '3d844edf-8d35-48ac-975b-e847b4f122b0';
export const apiKey = `my-test_key-${serviceId}-${secret}`;

/** A whole answer, as a transport gives it. A text goes as it is, anything else as JSON. */
export function answer(status: number, body: unknown, headers: HttpResponse['headers'] = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(text) };
}

/** Notify's refusal. */
export function refusal(status: number, error: string, message: string): HttpResponse {
  return answer(status, { status_code: status, errors: [{ error, message }] });
}

/** A client whose requests are kept, and answered one after the other; the last answer serves for all that follow. */
export function clientThatGets(
  answers: readonly (HttpResponse | Error)[],
  options: Partial<NotifyClientOptions> = {},
): { readonly client: NotifyClient; readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const client = new NotifyClient({
    apiKey,
    transport: async (request) => {
      requests.push(request);
      const next = answers[Math.min(requests.length, answers.length) - 1] ?? new Error('no answer left');
      if (next instanceof Error) throw next;
      return next;
    },
    ...options,
  });
  return { client, requests };
}

/** What a call rejects with. */
export async function rejection(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the call did not reject with an error');
}

/** What a call throws. */
export function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the call did not throw an error');
}
