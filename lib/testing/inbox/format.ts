const clockTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'Europe/London' });
const shortTime = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/London' });
const longDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'Europe/London' });

/** All times are London's, as in Notify: `11:42`. */
export const timeOfDay = (at: number): string => shortTime.format(at);

/** `2 March 2026` */
export const dateOf = (at: number): string => longDate.format(at);

/** `11:41:58`, with the day where that is not today. */
export function moment(at: number, now: number): string {
  const time = clockTime.format(at);
  return dateOf(at) === dateOf(now) ? time : `${shortDate.format(at)}, ${time}`;
}

/** `11:46`, with the day where that is not today. */
export function shortMoment(at: number, now: number): string {
  return dateOf(at) === dateOf(now) ? timeOfDay(at) : `${shortDate.format(at)}, ${timeOfDay(at)}`;
}

/** `12 ms`, `1.5 s` */
export function length(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${Number((milliseconds / 1000).toFixed(1))} s`;
}

/** `£0.0233` */
export const pounds = (amount: number): string => `£${amount.toFixed(4).replace(/(\.\d\d)(\d*?)0+$/, '$1$2')}`;

/** `512 bytes`, `2.1 MB` */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return counted(bytes, 'byte', 'bytes');
  if (bytes < 1024 * 1024) return `${Number((bytes / 1024).toFixed(1))} KB`;
  return `${Number((bytes / 1024 / 1024).toFixed(1))} MB`;
}

/** `1 message`, `1,200 messages` */
export function counted(count: number, one: string, several: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`;
}
