/**
 * Notify's price list of text messages (`international_billing_rates.yml`): what a fragment costs in fragments to a UK
 * number, and whether the country's networks report delivery. It decides which countries can be written to at all.
 *
 * All 223 prefixes and the 152 that report delivery agree with Notify's counts. The multipliers are those of April 2025.
 * One is not certain: for +31 (Netherlands) only the price of 2023 could be read.
 */

/** How a text message to one country or area is billed and reported. */
export interface TextMessageRate {
  /** The digits the number starts with, without a plus. */
  readonly prefix: string;
  readonly multiplier: number;
  readonly reportsDelivery: boolean;
}

const prefixesByMultiplier: readonly (readonly [multiplier: number, prefixes: string])[] = [
  [1, '1 48 66 82 86 90 239 264 299 389 423 506 686 853'],
  [2, '30 33 34 36 39 40 41 43 44 45 46 47 53 55 56 57 58 61 64 65 81 91 246 298 350 351 352 353 354 356 357 358'],
  [2, '370 371 372 373 385 420 421 503 598 672 673 677 680 681 691 692 852 886 1684 1721'],
  [3, '27 31 32 52 54 244 254 262 266 267 291 297 355 376 387 500 595 687 689 971 973 1242 1809 1829 1849'],
  [4, '84 220 226 230 248 253 258 359 377 382 386 505 507 508 590 591 593 594 596 676 678 682 968 995'],
  [5, '49 51 63 232 237 238 243 252 263 374 380 383 501 502 504 670 679 685 966 1268 1284'],
  [6, '98 212 213 222 224 231 235 240 375 592 597 674 675 960 967 972 974 1264 1345 1473 1649 1664 1869'],
  [7, '20 60 221 223 228 229 236 242 255 256 268 269 381 599 965 976 993 1246 1441 1758 1767 1784 1868 1876'],
  [8, '211 227 233 234 241 245 249 250 257 260 265 378 509 683 690 855 856 962 977 996'],
  [9, '95 216 218 251 880 961 963 964 970 994'],
  [10, '7 93 225 975 992'],
  [12, '62 92 94 261 998'],
];

const withoutDeliveryReports = new Set(
  (
    '1 52 54 56 57 84 86 211 222 228 229 231 236 238 239 240 245 246 249 252 253 257 262 263 266 269 297 298 299 373 ' +
    '378 383 504 505 508 509 593 594 595 596 597 670 672 674 676 677 678 680 681 682 683 685 686 690 691 692 886 960 ' +
    '967 970 975 993 1242 1246 1441 1684 1721 1809 1829 1849 1868'
  ).split(' '),
);

/** Notify's price list by prefix. The multiplier of `44` is that of the crown dependencies: the UK's own is 1. */
export const textMessageRates: ReadonlyMap<string, TextMessageRate> = new Map(
  prefixesByMultiplier.flatMap(([multiplier, prefixes]) =>
    prefixes
      .split(' ')
      .map((prefix) => [prefix, { prefix, multiplier, reportsDelivery: !withoutDeliveryReports.has(prefix) }]),
  ),
);
