// Bundled into a file of its own with the rules for phone numbers, half a megabyte: only a pipeline with a guard or limits for
// text messages ever loads it.
export { createRecipientGuard } from './guard-recipient';
export { readTextRecipient } from './text-recipient';
