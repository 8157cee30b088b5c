// One form of a sign-in at a time in this process: what the first of a double click has proven, the second one finds done.

export interface Turns {
  /** Runs `act` behind everything that was begun for the same sign-in before. */
  take(uid: string, act: () => Promise<void>): Promise<void>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    take: async (uid, act) => {
      const turn = (last.get(uid) ?? Promise.resolve()).then(act, act);
      last.set(uid, turn);
      try {
        await turn;
      } finally {
        if (last.get(uid) === turn) {
          last.delete(uid);
        }
      }
    },
  };
}
