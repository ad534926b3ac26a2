import { MemoryPaceLedger } from './memory-rate-limit-store';
import { ledgerContract } from '../shared/rate-limit/rate-limit-store-contract';

describe('the pace in this process', () => {
  ledgerContract((settings) => {
    const ledger = new MemoryPaceLedger(settings);
    return () => ledger;
  });
});
