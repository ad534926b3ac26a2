/** A function that keeps what it found for the texts it was last asked about; to be used where the text alone decides. */
export function remembering<Found>(find: (text: string) => Found, most: number): (text: string) => Found {
  const known = new Map<string, Found>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const fresh = find(text);
    if (known.size >= most) known.clear();
    known.set(text, fresh);
    return fresh;
  };
}
