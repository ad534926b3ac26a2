import { day } from '../../lib/contract/time';
import type { NotifyStandIn, World } from '../../lib/testing';
import { findTemplate, type Sample } from '../samples';

const unlucky = 'dora@example.com';
const abroad = '+33 6 12 34 56 78';

/** Samples of what goes wrong for longer: Notify has enough for today, or fails on a message every time. */
export function troubledMessages(world: World): readonly Sample[] {
  const email = {
    type: 'email',
    template_id: findTemplate(world, 'Appointment reminder').id,
    email_address: unlucky,
    personalisation: { name: 'Dora', day: '5 March', time: '11:00', bring: 'no' },
    reference: 'appointment-0004',
  };
  const text = { type: 'sms', template_id: findTemplate(world, 'Office closed').id, phone_number: abroad };
  return [
    { label: 'email that Notify fails on', body: JSON.stringify(email) },
    { label: 'text message abroad', body: JSON.stringify(text) },
  ];
}

/** Lets Notify treat these messages so. */
export function troublesFor(standIn: Pick<NotifyStandIn, 'faults' | 'now'>): void {
  const { faults } = standIn;
  faults.add({ fault: { kind: 'server error' }, when: { recipient: unlucky }, milliseconds: day });
  const untilMidnight = day - (standIn.now() % day);
  faults.add({
    fault: { kind: 'daily limit', of: 'international_sms' },
    when: { recipient: abroad },
    milliseconds: untilMidnight,
  });
}
