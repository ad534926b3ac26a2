/**
 * A claim on a message lasts for so long after its worker's last moment: whatever the worker had begun by then has ended at
 * Notify too, which works on a request for 30 seconds. In milliseconds.
 */
export const leaseAfterDeadline = 45_000;
