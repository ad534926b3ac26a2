import { remembering } from '../remembering';
import { checkEmailAddress as checkEmail } from './email-address';
import { checkPhoneNumber as checkPhone } from './phone-number';

// A number is looked at by the schema, by the endpoint and for each member of a team, and costs most of a request.

export const checkPhoneNumber = remembering(checkPhone, 1000);

export const checkEmailAddress = remembering(checkEmail, 1000);
