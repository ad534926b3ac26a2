export { complaintDetail, type ComplaintEventDetail } from './complaint';
export {
  deliveryDetails,
  type DeliveryEventDetail,
  type FailedEventDetail,
  type LetterPdfEventDetail,
} from './delivery';
export { detailTypes, eventSource, type DetailType } from './names';
export { receivedTextDetail, type ReceivedTextEventDetail } from './received-text';
