import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';

export interface FloorOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
}

export interface FloorMessage {
  readonly templateId: string;
  readonly phoneNumber: string;
  readonly personalisation: object;
  readonly reference: string;
}

const base64url = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The least that sends a text message through Notify: nothing is checked, typed or explained. */
class FloorClient {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #options: FloorOptions;

  constructor(options: FloorOptions) {
    this.#options = options;
  }

  sendSms({ templateId, phoneNumber, personalisation, reference }: FloorMessage): Promise<unknown> {
    const body = JSON.stringify({ template_id: templateId, phone_number: phoneNumber, personalisation, reference });
    const headers = {
      authorization: `Bearer ${this.#token()}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const url = `${this.#options.baseUrl}/v2/notifications/sms`;
      const sent = request(url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => {
          if (response.statusCode === 201) resolve(JSON.parse(Buffer.concat(chunks).toString()));
          else reject(new Error(`answered ${response.statusCode}`));
        });
      });
      sent.once('error', reject).end(body);
    });
  }

  #token(): string {
    const { apiKey } = this.#options;
    const claims = { iss: apiKey.slice(-73, -37), iat: Math.floor(Date.now() / 1000) };
    const signed = `${base64url({ typ: 'JWT', alg: 'HS256' })}.${base64url(claims)}`;
    return `${signed}.${createHmac('sha256', apiKey.slice(-36)).update(signed).digest('base64url')}`;
  }
}

export { FloorClient as NotifyClient };
