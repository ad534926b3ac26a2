/** What a pipeline is to do, as long as Notify does its part. The simulation measures it, and the dashboard shows it. */
export const objectives = {
  /** Seconds within which Notify is to have an urgent message. */
  urgentWithin: 30,
  /** The part of the urgent messages for which that has to hold. */
  urgentOnTime: 0.999,
  /** Seconds within which an outcome is to be known once Notify knows it. */
  outcomeWithin: 120,
  /** The part of the outcomes of emails and texts for which that has to hold. */
  outcomeOnTime: 0.99,
} as const;
