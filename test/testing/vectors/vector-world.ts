import type { NotifyStandIn } from '../../../lib/testing/stand-in';
import type { KeyType, Permission, Service, WorldTemplate, World } from '../../../lib/testing/world/world';

/** The head of `http.json`: what its cases are set up from. */
export interface HttpVectors {
  readonly service_id: string;
  readonly service_email_local_part: string;
  readonly team: Readonly<Record<string, string>>;
  readonly guest_list: readonly string[];
  readonly templates: Readonly<Record<string, VectorTemplate>>;
}

interface VectorTemplate {
  readonly id: string;
  readonly type: WorldTemplate['type'];
  readonly content: string;
  readonly subject: string | null;
  readonly archived: boolean;
  readonly contact_block_or_sender: string | null;
}

/** How a case differs from a live key of a live service that may do everything. */
export interface CaseSetup {
  readonly key_type?: 'normal' | 'team' | 'test';
  readonly restricted?: boolean;
  readonly permissions?: readonly Permission[];
  readonly limits?: Service['dailyLimits'];
  readonly contact_link?: string | null;
  readonly tokens?: number;
  readonly no_auth?: boolean;
}

export const secret = '3d844edf-8d35-48ac-975b-e847b4f122b0';

export function keyTypeOf({ key_type: type = 'normal' }: CaseSetup): KeyType {
  return type === 'normal' ? 'live' : type;
}

export function vectorWorld(vectors: HttpVectors, setup: CaseSetup): World {
  const templates = Object.entries(vectors.templates);
  const sender = templates.find(([, { type }]) => type === 'sms')?.[1].contact_block_or_sender ?? 'GOVUK';
  const service: Service = {
    id: vectors.service_id,
    name: 'svc',
    emailLocalPart: vectors.service_email_local_part,
    trial: setup.restricted ?? false,
    permissions: setup.permissions ?? ['sms', 'email', 'letter', 'international_sms', 'international_letters'],
    dailyLimits: { email: 250_000, sms: 250_000, letter: 20_000, international_sms: 100, ...setup.limits },
    keys: [{ name: 'key', type: keyTypeOf(setup), secret }],
    team: Object.values(vectors.team),
    guestList: vectors.guest_list,
    smsSenders: [{ id: '00000000-0000-0000-0000-00000000000d', sender }],
    templates: templates.map(([name, template]) => vectorTemplate(name, template)),
    ...('contact_link' in setup ? { contactLink: setup.contact_link ?? null } : {}),
  };
  return { services: [service] };
}

function vectorTemplate(name: string, template: VectorTemplate): WorldTemplate {
  const { id, type, content, subject, archived, contact_block_or_sender: contact } = template;
  const letterContactBlock = type === 'letter' ? contact : null;
  return { id, type, name, archived, versions: [{ body: content, subject, letterContactBlock }] };
}

export function emptyBucket(standIn: NotifyStandIn, setup: CaseSetup): void {
  if (setup.tokens !== undefined) standIn.control.setTokens(setup.tokens, keyTypeOf(setup));
}
