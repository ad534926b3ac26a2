import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** One call to a service's callback URL. */
export interface CallbackRequest {
  /** The URL to call. */
  readonly url: string;
  /** The headers. One is the bearer token. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** If it is there, call it with the beginning of the answer, which comes after the status. The promise must not reject. */
  readonly onAnswer?: (text: Promise<string>) => void;
}

/** Carries a callback and gives the status of the last answer; rejects when there was none within the time-out. */
export type CallbackSender = (request: CallbackRequest) => Promise<number>;

const mostRedirects = 30;

/** Calls the URL over HTTP or HTTPS and follows redirects as Notify's HTTP client does: most turn the POST into a GET. */
export const sendOverHttp: CallbackSender = async (request) => {
  let method = 'POST';
  let url = new URL(request.url);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await exchange(method, url, request);
    const { statusCode: status = 0, headers } = response;
    const { location } = headers;
    if (location === undefined || status < 300 || status > 399) {
      if (request.onAnswer) request.onAnswer(beginningOf(response));
      else response.resume();
      return status;
    }
    response.resume();
    url = new URL(location, url);
    if (status === 301 || status === 302 || status === 303) method = 'GET';
  }
  throw new Error(`more than ${mostRedirects} redirects: let the callback URL answer itself`);
};

async function exchange(
  method: string,
  url: URL,
  { headers, body, timeout }: CallbackRequest,
): Promise<IncomingMessage> {
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const sent = open(url, { method, headers, timeout, signal: AbortSignal.timeout(timeout), agent: false });
  sent.end(method === 'POST' ? body : undefined);
  return answerOf(sent);
}

const mostOfAnswer = 4096;

/** The first 4 KB of what is answered, or what came before it broke off. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= mostOfAnswer) break;
    }
  } catch {
    // What is there is what there is to see.
  }
  return Buffer.concat(chunks).subarray(0, mostOfAnswer).toString();
}

async function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
}
