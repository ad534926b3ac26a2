import { parseUuid } from '../../rules/schema/uuid';
import type {
  ApiKey,
  Callbacks,
  Channel,
  DailyLimits,
  EmailReplyTo,
  Permission,
  Prices,
  Service,
  SmsSender,
  WorldTemplate,
  TemplatePostage,
  TemplateVersion,
  World,
} from './world';

/** A world in which every default is filled in. It may be changed while the stand-in runs, as a team changes its service. */
export interface CompleteWorld {
  /** The services, with every default filled in. */
  services: CompleteService[];
  /** What messages cost. */
  prices: Prices;
}

/** A service, with every default filled in. `Service` says what each property is. */
export interface CompleteService {
  /** A UUID. */
  readonly id: string;
  /** The name of the service. */
  name: string;
  /** What stands before `@notifications.service.gov.uk` in `from_email`. */
  emailLocalPart: string;
  /** An archived service's keys are refused. */
  archived: boolean;
  /** In trial mode it sends to the team and the guest list only, and no letters. */
  trial: boolean;
  /** What the service may send. */
  permissions: Permission[];
  /** Requests a minute that each type of key may send. */
  rateLimit: number;
  /** Messages a day, until 00:00 UTC. */
  dailyLimits: DailyLimits;
  /** Its API keys. */
  keys: ApiKey[];
  /** Email addresses and mobile numbers of the team members. */
  team: string[];
  /** Email addresses and phone numbers of the guest list. */
  guestList: string[];
  /** Its templates. */
  templates: CompleteTemplate[];
  /** The first is the default one unless another says so. */
  smsSenders: Required<SmsSender>[];
  /** Its reply-to addresses. The first is the default one. */
  emailReplyTos: Required<EmailReplyTo>[];
  /** The contact details without which no file can be sent by email. `null`: none. */
  contactLink: string | null;
  /** The number that texts to the service come in on. */
  receivedTextNumber: string;
  /** Where Notify reports to. */
  callbacks: Callbacks;
  /** Days that messages are kept. */
  retentionDays: Record<Channel, number>;
}

/** A template, with every default filled in. `WorldTemplate` says what each property is. */
export interface CompleteTemplate {
  /** A UUID. */
  readonly id: string;
  /** Its channel. */
  readonly type: Channel;
  /** Its name on the website. */
  name: string;
  /** Oldest first: the first is version 1, the last is the one in use. */
  versions: CompleteTemplateVersion[];
  /** Deleted on the website: it still can be read, but not be sent. */
  archived: boolean;
  /** One of Notify's own that no API call finds. */
  hidden: boolean;
  /** Letters only. */
  postage: TemplatePostage | null;
}

/** It has the shape that the template rules read. */
export interface CompleteTemplateVersion extends Required<TemplateVersion> {
  /** The channel of the template. */
  readonly type: Channel;
  /** Which version it is, from 1. */
  readonly number: number;
}

const livePermissions: Permission[] = ['email', 'sms', 'letter', 'international_sms', 'international_letters'];
const liveLimits: DailyLimits = { email: 250_000, sms: 250_000, letter: 20_000, international_sms: 100 };
const trialLimits: DailyLimits = { email: 50, sms: 50, letter: 50, international_sms: 100 };

const prices: Prices = {
  sms: 0.024,
  letter: {
    // Notify's of August 2026, except for the last three of first class and of post abroad, which go on in equal steps.
    first: [1.56, 1.61, 1.66, 1.71, 1.76],
    second: [0.73, 0.77, 0.82, 0.87, 0.91],
    economy: [0.638, 0.684, 0.724, 0.779, 0.823],
    europe: [1.8, 1.84, 1.88, 1.92, 1.96],
    'rest-of-world': [1.8, 1.84, 1.88, 1.92, 1.96],
  },
};

/** Fills in every default. Throws where an id or a secret is no UUID, or a template has no version. */
export function completeWorld(world: World): CompleteWorld {
  return { services: world.services.map(completeService), prices: { ...prices, ...world.prices } };
}

function completeService(service: Service): CompleteService {
  return {
    id: uuid(service.id, 'service id'),
    name: service.name,
    emailLocalPart: service.emailLocalPart ?? service.name.toLowerCase().replace(/[^a-z0-9]+/g, '.'),
    archived: service.archived ?? false,
    trial: service.trial ?? false,
    permissions: [...(service.permissions ?? livePermissions)],
    rateLimit: service.rateLimit ?? 3000,
    dailyLimits: { ...(service.trial ? trialLimits : liveLimits), ...service.dailyLimits },
    keys: [...service.keys],
    team: [...(service.team ?? [])],
    guestList: [...(service.guestList ?? [])],
    templates: service.templates.map(completeTemplate),
    smsSenders: completeSenders(service.smsSenders ?? [{ id: service.id, sender: 'GOVUK' }]),
    emailReplyTos: (service.emailReplyTos ?? []).map(({ id, emailAddress, archived = false }) => ({
      id: uuid(id, 'reply-to id'),
      emailAddress,
      archived,
    })),
    contactLink: service.contactLink === undefined ? 'help@example.gov.uk' : service.contactLink,
    receivedTextNumber: service.receivedTextNumber ?? '07700900500',
    callbacks: { ...service.callbacks },
    retentionDays: { email: 7, sms: 7, letter: 7, ...service.retentionDays },
  };
}

function completeSenders(senders: readonly SmsSender[]): Required<SmsSender>[] {
  const chosen = Math.max(
    senders.findIndex(({ isDefault }) => isDefault === true),
    0,
  );
  return senders.map(({ id, sender, archived = false }, index) => ({
    id: uuid(id, 'sms sender id'),
    sender,
    isDefault: index === chosen,
    archived,
  }));
}

function completeTemplate(template: WorldTemplate): CompleteTemplate {
  if (template.versions.length === 0) {
    throw new Error(`template ${template.id} has no version: give it at least one in \`versions\``);
  }
  return {
    id: uuid(template.id, 'template id'),
    type: template.type,
    name: template.name,
    versions: template.versions.map((version, index) => completeVersion(template, version, index + 1)),
    archived: template.archived ?? false,
    hidden: template.hidden ?? false,
    postage: template.type === 'letter' ? (template.postage ?? 'second') : null,
  };
}

function completeVersion(
  { type, name }: WorldTemplate,
  version: TemplateVersion,
  number: number,
): CompleteTemplateVersion {
  return {
    type,
    number,
    name: version.name ?? name,
    attachedFiles: type === 'email' ? (version.attachedFiles ?? []) : [],
    body: version.body,
    subject: type === 'sms' ? null : (version.subject ?? ''),
    letterContactBlock: version.letterContactBlock ?? null,
    welshSubject: version.welshSubject ?? null,
    welshBody: version.welshBody ?? null,
    hasUnsubscribeLink: version.hasUnsubscribeLink ?? false,
    createdAt: version.createdAt ?? '2026-01-05T09:00:00.000Z',
    createdBy: version.createdBy ?? 'author@example.gov.uk',
  };
}

function uuid(text: string, what: string): string {
  const id = parseUuid(text);
  if (id === undefined)
    throw new Error(`the ${what} ${JSON.stringify(text)} is not a UUID: give it 32 hexadecimal digits`);
  return id;
}
