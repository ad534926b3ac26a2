// Royal Mail's areas, with those of the crown dependencies, the forces (BF), the banks (BX) and Girobank.
const areas =
  'AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK ' +
  'FY G GIR GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN ' +
  'NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W ' +
  'WA WC WD WF WN WR WS WV YO ZE';

const postcode = new RegExp(`^(${areas.replaceAll(' ', '|')})[0-9][0-9A-Z]?[0-9][ABDEFGHJLNPQRSTUWXYZ]{2}$`);

/** A line of an address as Royal Mail sorts postcodes, such as `SW1A 1AA`, or undefined where it is not a postcode. */
export function formatPostcode(line: string): string | undefined {
  const letters = line.replaceAll(' ', '').toUpperCase();
  return postcode.test(letters) ? `${letters.slice(0, -3)} ${letters.slice(-3)}` : undefined;
}
