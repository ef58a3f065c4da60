/** Values 0…1 that are the same in every run: a clip that changes from build to build could not be compared. */
export function seededRandom(seed: string): () => number {
  // FNV-1a over the seed, then a xorshift generator (Marsaglia 2003).
  let state = 2166136261;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16777619);
  state = state >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
}
