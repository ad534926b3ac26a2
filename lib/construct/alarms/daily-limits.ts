/** How many messages Notify lets the service send in a day, by channel. A day of Notify's begins at 00:00 UTC. */
export interface ServiceDailyLimits {
  /**
   * Emails a day.
   * @default - no alarm looks at how many are sent
   */
  readonly email?: number;
  /**
   * Text messages a day, those to other countries among them.
   * @default - no alarm looks at how many are sent
   */
  readonly sms?: number;
  /**
   * Letters a day.
   * @default - no alarm looks at how many are sent
   */
  readonly letter?: number;
}

export const limitedChannels = ['email', 'sms', 'letter'] as const;
