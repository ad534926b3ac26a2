/** Lengths of time, in milliseconds. */
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A time in milliseconds since the epoch as ISO 8601 in UTC. What is before the epoch is the epoch. */
export const iso = (time: number): string => new Date(Math.max(0, time)).toISOString();
