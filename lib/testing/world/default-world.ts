import type { WorldTemplate, World } from './world';

/** Ids that are easy to read and always the same: a kind and a number. */
function id(kind: string, number: number): string {
  return `${kind.padEnd(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The templates of a service, with ids that no other service's have. */
function templatesOf(service: number): readonly WorldTemplate[] {
  const idOf = (kind: string, number: number) => id(kind, 100 * (service - 1) + number);
  return [
    {
      id: idOf('e', 1),
      type: 'email',
      name: 'Appointment reminder',
      versions: [
        { subject: 'Your appointment', body: 'Hello ((name)), see you on ((day)).' },
        {
          subject: 'Your appointment on ((day))',
          body: 'Dear ((name)),\n\n# Your appointment\n\nWe expect you on ((day)) at ((time)).\n\n((bring??Bring your licence.))',
          createdAt: '2026-02-02T10:30:00.000Z',
        },
      ],
    },
    {
      id: idOf('e', 2),
      type: 'email',
      name: 'Decision letter as a file',
      versions: [{ subject: 'Our decision', body: 'Dear ((name)),\n\nDownload our decision: ((link_to_file))' }],
    },
    {
      id: idOf('e', 3),
      type: 'email',
      name: 'Newsletter',
      versions: [{ subject: 'Juggling news', body: 'Three balls are enough.', hasUnsubscribeLink: true }],
    },
    {
      id: idOf('e', 9),
      type: 'email',
      name: 'Old reminder',
      archived: true,
      versions: [{ subject: 'Reminder', body: 'Hello ((name))' }],
    },
    {
      id: idOf('5', 1),
      type: 'sms',
      name: 'Security code',
      versions: [{ body: '((code)) is your security code. It expires in 15 minutes.' }],
    },
    { id: idOf('5', 2), type: 'sms', name: 'Office closed', versions: [{ body: 'Our office is closed on Monday.' }] },
    {
      id: idOf('1', 1),
      type: 'letter',
      name: 'Licence granted',
      postage: 'second',
      versions: [
        {
          subject: 'Your juggling licence',
          body: 'Dear ((name)),\n\nYou may juggle until ((expires)).',
          letterContactBlock: 'Juggling Licensing Office\n1 Circus Street\nLondon\nSW1A 1AA',
        },
      ],
    },
  ];
}

/**
 * A small world, the same every time: a live service with keys of each type and a template of each kind, and the same
 * service in trial mode.
 *
 * @example
 * const notify = new NotifyStandIn({ world: defaultWorld() });
 * const key = apiKey(notify.world, 'test');
 */
export function defaultWorld(): World {
  return {
    services: [
      {
        id: id('a', 1),
        name: 'Apply for a juggling licence',
        emailLocalPart: 'juggling.licence',
        keys: [
          { name: 'live', type: 'live', secret: id('c', 1) },
          { name: 'team', type: 'team', secret: id('c', 2) },
          { name: 'test', type: 'test', secret: id('c', 3) },
        ],
        permissions: ['email', 'sms', 'letter', 'international_sms', 'international_letters', 'sms_to_uk_landlines'],
        team: ['team.member@example.gov.uk', '07700900999'],
        guestList: ['guest@example.com', '07700900888'],
        smsSenders: [
          { id: id('d', 1), sender: 'GOVUK' },
          { id: id('d', 2), sender: '07700900500' },
        ],
        emailReplyTos: [{ id: id('f', 1), emailAddress: 'help@juggling.example.gov.uk' }],
        templates: templatesOf(1),
      },
      {
        id: id('b', 1),
        name: 'Apply for a juggling licence (trial)',
        emailLocalPart: 'juggling.trial',
        trial: true,
        keys: [
          { name: 'trial-live', type: 'live', secret: id('c', 4) },
          { name: 'trial-test', type: 'test', secret: id('c', 5) },
        ],
        team: ['team.member@example.gov.uk', '07700900999'],
        templates: templatesOf(2),
      },
    ],
  };
}
