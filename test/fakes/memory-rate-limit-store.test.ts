import { MemoryRateLimitStore } from './memory-rate-limit-store';
import { ledgerContract } from '../shared/rate-limit/rate-limit-store-contract';

describe('rate-limit store in this process', () => {
  ledgerContract((settings) => {
    const ledger = new MemoryRateLimitStore(settings);
    return () => ledger;
  });
});
