import { MalformedApiKeyError } from './errors';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * A Notify API key, taken apart. Neither `util.inspect` nor JSON shows the secret.
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header
 */
export class ParsedApiKey {
  /** The id of the service that the key belongs to. */
  readonly serviceId: string;
  readonly #secret: string;

  /**
   * Takes apart a key of the form `{name}-{service id}-{secret}`, as Notify's website shows it. White space around it
   * does not matter.
   *
   * @throws MalformedApiKeyError when it does not end in two UUIDs. The error never shows the key.
   * @example
   * new ParsedApiKey(process.env['NOTIFY_API_KEY'] ?? '').serviceId; // '26785a09-ab16-4eb0-8407-a37497a57506'
   */
  constructor(key: string) {
    // Without TypeScript, the value may be unset.
    const trimmed = typeof key === 'string' ? key.trim() : '';
    const serviceId = trimmed.slice(-73, -37);
    const secret = trimmed.slice(-36);
    if (!uuid.test(serviceId) || !uuid.test(secret)) {
      throw new MalformedApiKeyError('the API key is malformed: it must end in two UUIDs; copy it whole from Notify');
    }
    this.serviceId = serviceId;
    this.#secret = secret;
  }

  /** What requests are signed with. Never log it. */
  get secret(): string {
    return this.#secret;
  }
}
