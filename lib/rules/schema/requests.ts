import { emailAddress, httpsUrl, phoneNumber, postage, uuid, withinNextDay } from './formats';
import type { ObjectSchema, PropertySchema } from './schema';

const id: PropertySchema = { type: 'string', format: uuid, validationMessage: 'is not a valid UUID' };
const reference: PropertySchema = { type: 'string', maxLength: 1000 };
const personalisation: PropertySchema = { type: 'object' };
const scheduledFor: PropertySchema = { type: ['string', 'null'], format: withinNextDay };

export const templateTypes = ['sms', 'email', 'letter'] as const;

const statusFilters = [
  'cancelled',
  'created',
  'sending',
  'sent',
  'delivered',
  'pending',
  'failed',
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'pending-virus-check',
  'validation-failed',
  'virus-scan-failed',
  'returned-letter',
  'accepted',
  'received',
] as const;

export const sendSms: ObjectSchema = {
  properties: {
    reference,
    phone_number: { type: 'string', format: phoneNumber },
    template_id: id,
    personalisation,
    scheduled_for: scheduledFor,
    sms_sender_id: id,
  },
  required: ['phone_number', 'template_id'],
};

export const sendEmail: ObjectSchema = {
  properties: {
    reference,
    email_address: { type: 'string', format: emailAddress },
    template_id: id,
    personalisation,
    scheduled_for: scheduledFor,
    email_reply_to_id: id,
    one_click_unsubscribe_url: { type: 'string', format: httpsUrl, validationMessage: 'is not a valid https url' },
    sanitise_content_for: { type: ['array', 'null'] },
  },
  required: ['email_address', 'template_id'],
};

export const sendLetter: ObjectSchema = {
  properties: { reference, template_id: id, personalisation },
  required: ['template_id', 'personalisation'],
};

export const sendPrecompiledLetter: ObjectSchema = {
  properties: {
    reference: { type: 'string' },
    content: { type: 'string' },
    postage: { type: 'string', format: postage },
  },
  required: ['reference', 'content'],
};

export const notificationById: ObjectSchema = { properties: { notification_id: id }, required: ['notification_id'] };

export const listNotifications: ObjectSchema = {
  properties: {
    reference: { type: 'string' },
    status: { type: 'array', itemEnum: statusFilters },
    template_type: { type: 'array', itemEnum: templateTypes },
    include_jobs: { enum: ['true', 'True'] },
    older_than: id,
  },
};

export const templateById: ObjectSchema = { properties: { id }, required: ['id'] };

export const listTemplates: ObjectSchema = { properties: { type: { enum: templateTypes } } };

export const previewTemplate: ObjectSchema = {
  properties: { id, personalisation },
  required: ['id'],
  additionalProperties: true,
};

export const listReceivedTexts: ObjectSchema = { properties: { older_than: id } };
